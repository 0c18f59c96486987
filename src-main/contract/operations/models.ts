import { z } from 'zod';
import type { AutomaticTagging } from '../automatic.ts';
import type { AddNetworkState } from '../networks.ts';
import { modelName, nothing, operation } from '../operation.ts';
import type { ModelVersion, RetrainState } from '../retrain.ts';
import { retrainChoiceSchema } from '../retrain.ts';
import type { ArchitectureSummary, LabelledFolder, TrainingState } from '../training.ts';
import { trainingChoiceSchema } from '../training.ts';
import { OFFERED_NETWORK_NAMES } from '../values.ts';

const network = z.strictObject({ network: z.enum(OFFERED_NETWORK_NAMES) });

/** Models: retraining, training, exchange, networks of others. */
export const MODELS_OPERATIONS = {
  'retrain.state': operation(nothing).returns<RetrainState>(),
  'retrain.start': operation(retrainChoiceSchema).withConsequences().returns<null>(),
  /** Goes on with a full training that was interrupted. */
  'retrain.resume': operation(nothing).withConsequences().returns<null>(),
  /** Forgets it, or a result; versions stay. */
  'retrain.discard': operation(nothing).withConsequences().returns<null>(),
  'retrain.cancel': operation(nothing).withConsequences().returns<null>(),
  /** Newest first. */
  'retrain.versions': operation(nothing).returns<readonly ModelVersion[]>(),
  /** From which confidence on the model in use is right 95% of the time, by all labels that it did not learn from. */
  'retrain.automatic': operation(nothing).returns<AutomaticTagging>(),
  /** Makes a model the current one; the library is predicted by it at once where its features are known. */
  'retrain.promote': operation(z.strictObject({ model: modelName }))
    .withConsequences()
    .returns<null>(),
  /** The model that was current before; the answer is its name, null if there is none. */
  'retrain.rollback': operation(nothing).withConsequences().returns<string | null>(),
  /** Asks for a folder and copies a model into it; the answer is the new folder's name, or null. */
  'models.export': operation(z.strictObject({ model: modelName }))
    .withConsequences()
    .returns<string | null>(),
  /** Asks for a model's folder, tries it, and adds it to the user's; the answer is its name, or null. */
  'models.import': operation(nothing).withConsequences().returns<string | null>(),
  /** Shows a model's folder in the system's file manager. */
  'models.reveal': operation(z.strictObject({ model: modelName }))
    .withConsequences()
    .returns<null>(),
  /** Gives a model of the user's another name; not the one in use. */
  'models.rename': operation(z.strictObject({ model: modelName, to: modelName }))
    .withConsequences()
    .returns<null>(),
  /** Moves a model of the user's to the trash; not the one in use. */
  'models.delete': operation(z.strictObject({ model: modelName }))
    .withConsequences()
    .returns<null>(),
  /** Looks what was downloaded of a network, and whether it was added. Nothing is asked of its server. */
  'networks.state': operation(network).returns<AddNetworkState>(),
  /** Downloads a network, or the rest of it, and adds it to the user's models. */
  'networks.download': operation(network).withConsequences().returns<null>(),
  /** What was downloaded is kept. */
  'networks.cancel': operation(nothing).returns<null>(),
  /** Deletes what was downloaded of a network. */
  'networks.discard': operation(network).withConsequences().returns<null>(),
  /** Asks for a file and adds the network in it; the answer is the model's name, or null. */
  'networks.addFile': operation(nothing).withConsequences().returns<string | null>(),
  'training.state': operation(nothing).returns<TrainingState>(),
  'training.architectures': operation(nothing).returns<readonly ArchitectureSummary[]>(),
  /** Shows the folder dialog and counts the genres of what was chosen; null if it was closed. */
  'training.chooseFolder': operation(nothing).withConsequences().returns<LabelledFolder | null>(),
  /** Trains on the folder that was chosen last. */
  'training.start': operation(trainingChoiceSchema).withConsequences().returns<null>(),
  'training.resume': operation(nothing).withConsequences().returns<null>(),
  'training.stop': operation(nothing).withConsequences().returns<null>(),
  'training.discard': operation(nothing).withConsequences().returns<null>(),
};
