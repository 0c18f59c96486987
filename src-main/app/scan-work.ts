import type { DueFile } from '../library/scan-store.ts';
import { ScanQueue } from './scan-queue.ts';

/** What a scan has to do. */
export interface ScanWork {
  /** Files whose tags are read first. */
  readonly unread: ScanQueue;
  readonly toAnalyse: ScanQueue;
  /** How many of those had an analysis before. */
  readonly again: number;
}

/** Nothing is to be done. */
export const NO_WORK: ScanWork = { unread: new ScanQueue(), toAnalyse: new ScanQueue(), again: 0 };

/** Collects what the library says in pieces. */
export async function collectWork(pieces: AsyncIterable<readonly DueFile[]>): Promise<ScanWork> {
  const unread: string[] = [];
  const toAnalyse: string[] = [];
  let again = 0;
  for await (const piece of pieces) {
    for (const { path, isUnread, isDue } of piece) {
      if (isUnread) unread.push(path);
      if (isDue) toAnalyse.push(path);
    }
    again += piece.filter(({ isOutdated }) => isOutdated).length;
  }
  return { unread: new ScanQueue(unread), toAnalyse: new ScanQueue(toAnalyse), again };
}
