import { isInsideAny } from '../files/is-inside.ts';
import type { DueFile } from '../library/scan-store.ts';
import { ScanQueue } from './scan-queue.ts';

/** What a scan has to do. */
export interface ScanWork {
  /** Files whose tags are read first. */
  readonly unread: ScanQueue;
  readonly toAnalyse: ScanQueue;
  /** Those of them that need no analysis where their sound is the same. */
  readonly compared: ReadonlySet<string>;
  /** How many of those had an analysis before. */
  readonly again: number;
}

/** Nothing is to be done. */
export const NO_WORK: ScanWork = { unread: new ScanQueue(), toAnalyse: new ScanQueue(), compared: new Set(), again: 0 };

/** Collects what the library says in pieces. @param gone folders that are not there, whose files wait */
export async function collectWork(
  pieces: AsyncIterable<readonly DueFile[]>,
  gone: readonly string[] = [],
): Promise<ScanWork> {
  const unread = new ScanQueue();
  const toAnalyse = new ScanQueue();
  const compared = new Set<string>();
  let again = 0;
  for await (const all of pieces) {
    const piece = all.filter(({ path }) => !isInsideAny(gone, path));
    for (const { path, isUnread, isDue, isCompared } of piece) {
      if (isUnread) unread.add(path);
      if (isDue) toAnalyse.add(path);
      if (isCompared) compared.add(path);
    }
    again += piece.filter(({ isOutdated }) => isOutdated).length;
  }
  return { unread, toAnalyse, compared, again };
}
