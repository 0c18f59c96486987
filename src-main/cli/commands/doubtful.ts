import { z } from 'zod';
import { catalogueModels } from '../../../training/runtime/catalogue.ts';
import { onnxCompiler } from '../../../training/runtime/onnx-runner.ts';
import { basesOf } from '../../../training/runtime/bases.ts';
import { knownNames, priorOf, withInputs } from '../../../training/runtime/last-layer-basis.ts';
import { doubtfulLabels } from '../../../training/retrain/compare-predictions.ts';
import { labelSet } from '../../../training/retrain/label-set.ts';
import { trainLastLayer } from '../../../training/retrain/last-layer.ts';
import { AppError } from '../../contract/app-error.ts';
import { baseFor, analysesPredictableBy } from '../../contract/feature-keys.ts';
import { LabelStore } from '../../library/label-store.ts';
import { RetrainStore } from '../../library/retrain-store.ts';
import { DEFAULT_MODEL } from '../../contract/settings.ts';
import { findModelFolder } from '../../pipeline/model/model-folder.ts';
import { loadMembers } from '../../pipeline/model/recogniser.ts';
import { percent } from '../../texts/format.ts';
import type { Command } from '../command.ts';
import { parseOptionsAlone } from '../command.ts';
import { withLibrary } from '../labelled-library.ts';
import { EXIT, print, printJson } from '../output.ts';
import { userSettings } from '../user-settings.ts';

/** `genrescope doubtful`: lists labels that may be wrong. */
export const doubtful: Command = {
  help: `Usage: genrescope doubtful [--json]

Lists the labels for which a model that was not trained on the track predicts another genre. Each line shows the margin
(the probability of the predicted genre minus that of the label), the label, the predicted genre and the file; the
greatest margin comes first. Labels that you kept in the app are left out. Changes nothing.
  --json    JSON Lines on stdout and nothing else there
`,
  async run(args, context) {
    const { json } = parseOptionsAlone(
      args,
      { json: { type: 'boolean' } },
      z.object({ json: z.boolean().default(false) }),
    );
    const { modelRoots } = context;
    const catalogue = await catalogueModels(modelRoots);
    const base = baseFor((await userSettings(context)).model, catalogue, DEFAULT_MODEL);
    const predictable = analysesPredictableBy(base, catalogue);
    const { rows, relations } = await withLibrary(context, async (database) => ({
      rows: await new RetrainStore(database).labelled(),
      relations: new LabelStore(database).summary().genres,
    }));
    const named = rows.flatMap(({ path, embedding, spec_hash: specHash, ...track }) =>
      embedding && embedding.length > 0 && specHash !== null && predictable.has(specHash)
        ? [{ ...track, id: path, features: embedding }]
        : [],
    );
    if (named.length === 0) throw new AppError('training-data', 'No labelled track has been analysed.');
    const bases = basesOf(base, await loadMembers(await findModelFolder(base, modelRoots), modelRoots));
    const { genres, tracks } = labelSet(named, { shipped: knownNames(bases), kept: bases.genres, relations });
    const inputs = await withInputs(bases, tracks);
    const { heldOut } = await trainLastLayer(inputs, priorOf(bases, genres), 1, onnxCompiler('cpu', 2));
    const confirmed = new Set(rows.filter(({ isConfirmed }) => isConfirmed).map(({ path }) => path));
    for (const { track, suggestion, doubt } of doubtfulLabels(
      heldOut,
      tracks.map((each) => each.genres),
    )) {
      const { id: path = '', genres: own = [] } = tracks[track] ?? {};
      if (confirmed.has(path)) continue;
      const label = own.map((genre) => genres[genre]?.name).join(';');
      if (json) printJson({ path, genres: label.split(';'), suggestion: genres[suggestion]?.name, doubt });
      else print(`${percent(doubt).padStart(4)}  ${label} → ${genres[suggestion]?.name}  ${path}`);
    }
    return EXIT.ok;
  },
};
