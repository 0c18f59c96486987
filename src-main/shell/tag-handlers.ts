import type { AppCore } from '../app/app-core.ts';
import type { AutomaticTagging } from '../contract/automatic.ts';
import type { OperationName } from '../contract/channels.ts';
import type { Handlers } from '../contract/channels.ts';

/** The operations of tagging. */
export function createTagHandlers(
  core: AppCore,
  automatic: () => Promise<AutomaticTagging>,
): Pick<Handlers, Extract<OperationName, `tags.${string}`>> {
  return {
    'tags.plan': async ({ isAutomatic, ...request }) =>
      core.planTags(request, isAutomatic ? (await automatic()).confidence : null),
    'tags.planRows': ({ planId, from, count }) => core.planRows(planId, from, count),
    'tags.hardLinks': ({ planId }) => core.hardLinks(planId),
    'tags.apply': ({ planId, skip }) => core.applyTags(planId, skip),
    'tags.cancel': () => {
      core.tags.cancel();
      return null;
    },
    'tags.batches': () => core.batches.list(),
    'tags.batchTracks': ({ batchId }) => core.tags.tracksOf(batchId),
    'tags.undo': ({ batchId, model }) => core.tags.undo(batchId, model),
  };
}
