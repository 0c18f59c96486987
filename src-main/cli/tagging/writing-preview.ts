import { stat } from 'node:fs/promises';
import { fsPath } from '../../files/fs-path.ts';
import type { LeftOut } from '../../contract/left-out.ts';
import type { WritingRules } from '../../contract/settings.ts';
import { print, printJson, say } from '../output.ts';

const SEPARATOR_TEXTS: Readonly<Record<WritingRules['genreSeparator'], string>> = {
  standard: 'as the version of each tag defines (ID3v2.4: several values; ID3v2.2, ID3v2.3 and INFO: A; B)',
  nul: 'separated by zero bytes',
  slash: 'as A/B',
  semicolon: 'as A; B',
  comma: 'as A, B',
  frames: 'in several fields',
};

/** Says of files that would be written which have several names, and what becomes of them. */
export async function sayHardLinks(
  paths: readonly string[],
  leftOut: readonly LeftOut[],
  { hardLinks }: WritingRules,
  json: boolean,
): Promise<void> {
  const names = new Map<string, string[]>();
  for (const { path } of leftOut.filter(({ reason }) => reason === 'same-file')) {
    const inode = (await inodeOf(path))?.inode ?? '';
    names.set(inode, [...(names.get(inode) ?? []), path]);
  }
  for (const path of paths) {
    const found = await inodeOf(path);
    if (!found || found.links < 2) continue;
    const others = names.get(found.inode) ?? [];
    const what = hardLinks === 'write' ? 'the genre is written for all names' : 'the file is not written';
    if (json) printJson({ path, status: 'hard-links', links: found.links, others, rule: hardLinks });
    else print(`${found.links} names (hard links), ${what}: ${[path, ...others].join(' = ')}`);
  }
}

async function inodeOf(path: string): Promise<{ readonly inode: string; readonly links: number } | null> {
  const stats = await stat(fsPath(path)).catch(() => null);
  return stats && { inode: `${stats.dev}:${stats.ino}`, links: stats.nlink };
}

/** Says how several genres share a field, where any file gets several. */
export function saySeparator(genres: readonly (readonly string[])[], { genreSeparator }: WritingRules): void {
  if (genres.some((one) => one.length > 1))
    say(`Several genres in one text field are written ${SEPARATOR_TEXTS[genreSeparator]}.`);
}
