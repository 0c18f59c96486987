import type { Controllers } from '../app/controllers.ts';
import type { Handlers, OperationName } from '../contract/operations/index.ts';

type LabelOperation = Exclude<Extract<OperationName, `labels.${string}`>, 'labels.import' | 'labels.export'>;

/** The operations of labelling. */
export function createLabelHandlers({
  labels,
  retrain,
}: Pick<Controllers, 'labels' | 'retrain'>): Pick<Handlers, LabelOperation> {
  return {
    'labels.summary': () => labels.summary,
    'labels.edit': ({ ids, edit }) => labels.edit((store) => store.edit([...ids], edit)),
    'labels.rename': ({ from, to }) => labels.edit((store) => store.rename(from, to)),
    'labels.remove': ({ genre }) => labels.edit((store) => store.remove(genre)),
    'labels.undo': () => labels.edit((store) => void store.undo()),
    'labels.describe': (change) => labels.edit((store) => store.describe(change)),
    'labels.confirm': ({ ids }) => labels.edit((store) => store.confirm([...ids])),
    'labels.clusters': ({ genre }) => labels.clusters(genre),
    'labels.split': ({ genre, clusters }) => {
      const named = clusters.map(({ name, ids }) => ({ name, ids: [...ids] }));
      return labels.edit((store) => store.split(genre, named));
    },
    'labels.propose': ({ selection, source }) => labels.propose(selection, source),
    'labels.takeNamed': ({ selection, source, namings }) => labels.takeNamed(selection, source, namings),
    'labels.next': ({ count }) => retrain.questions.next(count),
  };
}
