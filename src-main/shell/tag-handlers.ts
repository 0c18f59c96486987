import type { AppCore } from '../app/app-core.ts';
import type { Handlers, OperationName } from '../contract/operations/index.ts';
import type { Automatic } from './automatic.ts';
import type { Gestures } from './gestures.ts';

/** The operations of tagging. */
export function createTagHandlers(
  { plans, stores, controllers: { steps, tags } }: AppCore,
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
    'tags.planView': ({ planId, query }) => plans.view(planId, query),
    'tags.planLines': ({ view, from, count }) => plans.lines(view, from, count),
    'tags.planTracks': ({ view }) => plans.shownTracks(view),
    'tags.leaveOut': ({ planId, target, isLeftOut }) => plans.leaveOut(planId, target, isLeftOut),
    'tags.hardLinks': ({ planId }) => plans.hardLinks(planId),
    'tags.planPlayers': ({ planId }) => plans.players(planId),
    'tags.apply': ({ planId }) => plans.apply(planId),
    'tags.cancel': () => {
      tags.cancel();
      return null;
    },
    'tags.batches': () => stores.batches.list(),
    'tags.batchTracks': ({ batchId }) => tags.tracksOf(batchId),
    'tags.batchFiles': ({ batchId, search }) => tags.files.find(batchId, search),
    'tags.batchRows': ({ batchId, files }) => tags.files.rows(batchId, files),
    'tags.undo': (request) => tags.undo(request),
    'tags.redo': ({ batchId }) => steps.redoTags(batchId),
  };
}
