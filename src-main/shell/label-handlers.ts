import type { AppCore } from '../app/app-core.ts';
import type { AutomaticTagging } from '../contract/automatic.ts';
import type { OperationName } from '../contract/channels.ts';
import type { ModelVersion } from '../contract/retrain.ts';
import { listModels } from '../pipeline/model/model-folder.ts';
import type { Handlers } from '../contract/channels.ts';

/** The operations of labelling and of learning from labels. */
export function createLabelHandlers(
  core: AppCore,
  modelRoots: readonly string[],
  automatic: () => Promise<AutomaticTagging>,
): Pick<
  Handlers,
  Exclude<Extract<OperationName, `labels.${string}` | `retrain.${string}`>, 'labels.import' | 'labels.export'>
> {
  return {
    'labels.summary': () => core.labels.summary,
    'labels.edit': ({ ids, edit }) => core.labels.edit((labels) => labels.edit([...ids], edit)),
    'labels.rename': ({ from, to }) => core.labels.edit((labels) => labels.rename(from, to)),
    'labels.remove': ({ genre }) => core.labels.edit((labels) => labels.remove(genre)),
    'labels.undo': () => core.labels.edit((labels) => labels.undo()),
    'labels.describe': (change) => core.labels.edit((labels) => labels.describe(change)),
    'labels.confirm': ({ ids }) => core.labels.edit((labels) => labels.confirm([...ids])),
    'labels.clusters': ({ genre }) => core.labels.parts(genre),
    'labels.split': ({ genre, parts }) =>
      core.labels.edit((labels) =>
        labels.split(
          genre,
          parts.map(({ name, ids }) => ({ name, ids: [...ids] })),
        ),
      ),
    'labels.propose': ({ selection, source }) => core.labels.propose(selection, source),
    'labels.takeNamed': ({ selection, source, namings }) => core.labels.takeNamed(selection, source, namings),
    'labels.next': ({ count }) => core.retrain.questions.next(count),
    'retrain.state': () => core.retrain.state,
    'retrain.start': async (choice) => {
      await core.retrain.start(choice);
      return null;
    },
    'retrain.resume': () => {
      core.retrain.resume();
      return null;
    },
    'retrain.discard': async () => {
      await core.retrain.discard();
      return null;
    },
    'retrain.cancel': () => {
      core.retrain.cancel();
      return null;
    },
    'retrain.versions': async () => {
      const current = core.settings.model;
      return (await listModels(modelRoots))
        .flatMap((card): ModelVersion[] => {
          if (!('personal' in card) || !card.personal) return [];
          const [evaluation] = card.evaluation;
          return [
            {
              name: card.name,
              date: card.training.date,
              tracks: sum(Object.values(card.training.data[0]?.tracks ?? {})),
              genres: card.genres.length,
              accuracy: evaluation?.accuracy ?? 0,
              isCurrent: card.name === current,
            },
          ];
        })
        .sort((a, b) => b.name.localeCompare(a.name, 'en', { numeric: true }));
    },
    'retrain.automatic': automatic,
    'retrain.promote': ({ model }) => core.promote(model),
    'retrain.rollback': () => core.rollback(),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
