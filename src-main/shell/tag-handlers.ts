import type { AppCore } from '../app/app-core.ts';
import type { Handlers, OperationName } from '../contract/operations/index.ts';
import type { Automatic } from './automatic.ts';

/** The operations of tagging. */
export function createTagHandlers(
  { plans, stores, controllers: { tags } }: AppCore,
  automatic: Automatic,
): Pick<Handlers, Extract<OperationName, `tags.${string}`>> {
  return {
    'tags.plan': async ({ isAutomatic, ...request }) =>
      plans.plan(request, isAutomatic ? (await automatic()).confidence : null),
    'tags.planRows': ({ planId, from, count }) => plans.rows(planId, from, count),
    'tags.hardLinks': ({ planId }) => plans.hardLinks(planId),
    'tags.apply': ({ planId, skip }) => plans.apply(planId, skip),
    'tags.cancel': () => {
      tags.cancel();
      return null;
    },
    'tags.batches': () => stores.batches.list(),
    'tags.batchTracks': ({ batchId }) => tags.tracksOf(batchId),
    'tags.undo': ({ batchId, model }) => tags.undo(batchId, model),
  };
}
