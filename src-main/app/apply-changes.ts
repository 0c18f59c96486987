import type { Client } from '../channel/client.ts';
import type { RequestOf } from '../channel/protocol.ts';
import type { TagResult } from '../contract/tags.ts';
import type { TagsProtocol } from '../workers/tags-protocol.ts';

/** What is to be written. */
export type ApplyRequest = Omit<RequestOf<TagsProtocol, 'apply'>, 'root' | 'collected'>;

/** Changes of some milliseconds of work: they are copied on their way. */
const TOLD_AT_ONCE = 2_000;

const NOTHING_WRITTEN: TagResult = { batchId: null, written: 0, cancelled: true, failures: [], notes: [] };

/**
 * Has changes written by the tag process, which is told of them some at a time, so that others have their turn.
 * @param root the journal's folder @throws AppError as the tag writer; worker-crashed
 */
export async function applyChanges(
  client: Pick<Client<TagsProtocol>, 'ask'>,
  root: string,
  { changes, ...request }: ApplyRequest,
  signal: AbortSignal,
): Promise<TagResult> {
  let collected = 0;
  for (; changes.length - collected > TOLD_AT_ONCE; collected += TOLD_AT_ONCE) {
    await client.ask('collect', { collected, changes: changes.slice(collected, collected + TOLD_AT_ONCE) });
    if (signal.aborted) return NOTHING_WRITTEN;
  }
  return client.ask('apply', { root, ...request, collected, changes: changes.slice(collected) }, { signal });
}
