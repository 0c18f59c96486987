import type { AppCore } from '../app/app-core.ts';
import type { Handlers, OperationName } from '../contract/operations/index.ts';
import type { Automatic } from './automatic.ts';
import type { Gestures } from './gestures.ts';

/** The operations of tagging. */
export function createTagHandlers(
  { plans, stores, controllers: { tags } }: AppCore,
  automatic: Automatic,
  gestures: Pick<Gestures, 'forget'>,
): Pick<Handlers, Extract<OperationName, `tags.${string}`>> {
  return {
    'tags.plan': async ({ isAutomatic, ...request }) => {
      const confidence = isAutomatic ? (await automatic()).confidence : null;
      // A press before it was not for this plan, which nobody has seen yet.
      gestures.forget();
      return plans.plan(request, confidence);
    },
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
