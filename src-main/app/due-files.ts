import type { DueFile } from '../library/scan-store.ts';

/** Files that are named to the process at once: more would hold up this one. */
const NAMED_AT_ONCE = 5_000;

/** What a scan has to analyse. */
export interface DueFiles {
  readonly paths: Set<string>;
  /** How many of them had an analysis before. */
  readonly again: number;
}

/** Collects what the library says in pieces. */
export async function collectDueFiles(pieces: AsyncIterable<readonly DueFile[]>): Promise<DueFiles> {
  const paths = new Set<string>();
  let again = 0;
  for await (const piece of pieces) {
    for (const { path } of piece) paths.add(path);
    again += piece.filter(({ isOutdated }) => isOutdated).length;
  }
  return { paths, again };
}

/** The files that are analysed next. */
export function nextDueFiles(paths: ReadonlySet<string>): string[] {
  const next: string[] = [];
  for (const path of paths) {
    if (next.length === NAMED_AT_ONCE) break;
    next.push(path);
  }
  return next;
}
