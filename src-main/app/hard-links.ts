import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { HardLinkedFiles } from '../contract/tags.ts';
import { fsPath } from '../files/fs-path.ts';

const AT_ONCE = 16;
const SHOWN = 5;

/** Which of these files have several names. Files that cannot be looked at are the writer's matter. */
export async function findHardLinks(paths: readonly string[]): Promise<HardLinkedFiles> {
  const names: string[] = [];
  let next = 0;
  async function takeTurns(): Promise<void> {
    for (let path = paths[next++]; path !== undefined; path = paths[next++]) {
      const stats = await stat(fsPath(path)).catch(() => null);
      if (stats && stats.nlink > 1) names.push(basename(path));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
  return { count: names.length, examples: names.sort().slice(0, SHOWN) };
}
