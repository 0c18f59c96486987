import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import type { NamedMusic, NotOpened } from '../app/opening.ts';
import { hasAudioExtension } from '../pipeline/audio-files.ts';

/** Sorts what was named from outside by what it is; the disk is asked, and the content of files is not read. */
export async function sortNamed(paths: readonly string[]): Promise<NamedMusic> {
  const folders: string[] = [];
  const files: string[] = [];
  const refused: NotOpened[] = [];
  for (const path of new Set(paths)) {
    const kind = await kindOf(path);
    if (kind === 'folder') folders.push(path);
    else if (kind === 'file') files.push(path);
    else refused.push({ path, reason: kind });
  }
  return { folders, files, refused };
}

async function kindOf(path: string): Promise<'folder' | 'file' | NotOpened['reason']> {
  if (!isAbsolute(path)) return 'not-local';
  try {
    const found = await stat(path);
    if (found.isDirectory()) return 'folder';
    return found.isFile() && hasAudioExtension(path) ? 'file' : 'not-music';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'not-found' : 'unreadable';
  }
}
