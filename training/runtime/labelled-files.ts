import { stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import { AppError, fromErrorData, fromFileSystemError, throwIfCancelled } from '../../src-main/contract/app-error.ts';
import type { LabelledFile, OnSkip } from '../../src-main/files/label-table.ts';
import { texts } from '../../src-main/texts/index.ts';
import { walkFolder } from '../../src-main/pipeline/scan/walk-folder.ts';

/** @throws AppError folder-not-found, or what else keeps it from being looked into */
export async function requireFolder(path: string): Promise<void> {
  const stats = await stat(path).catch((error: unknown) => {
    const failure = fromFileSystemError(error, 'folder-unreadable');
    throw failure.code === 'file-not-found' ? new AppError('folder-not-found', path) : failure;
  });
  if (!stats.isDirectory()) throw new AppError('folder-not-found', `${path} is a file`);
}

/**
 * `genre/…/name.ext`: the first folder below the root is the genre.
 * @throws AppError folder-not-found, folder-unreadable, cancelled
 */
export async function filesByFolder(folder: string, onSkip: OnSkip, signal?: AbortSignal): Promise<LabelledFile[]> {
  await requireFolder(folder);
  const root = resolve(folder);
  const files: LabelledFile[] = [];
  for await (const event of walkFolder(root, { followLinks: true }, signal)) {
    if (event.kind === 'unreadable') {
      if (event.path === root) throw fromErrorData(event.error);
      onSkip(event.path, event.error.message);
      continue;
    }
    if (event.kind === 'left-out') {
      onSkip(event.leftOut.path, texts.notices.leftOutReasons[event.leftOut.reason]);
      continue;
    }
    const id = relative(root, event.file.path);
    const [genre, ...rest] = id.split(sep);
    if (genre && rest.length > 0) files.push({ path: event.file.path, id, genres: [genre], artist: '', album: '' });
  }
  throwIfCancelled(signal);
  return files.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * The genres of a folder of folders, by name, with their numbers of files.
 * @throws AppError as {@link filesByFolder}
 */
export async function labelledFolders(root: string, signal?: AbortSignal): Promise<{ name: string; tracks: number }[]> {
  const counts = new Map<string, number>();
  for (const {
    genres: [genre = ''],
  } of await filesByFolder(root, () => undefined, signal))
    counts.set(genre, (counts.get(genre) ?? 0) + 1);
  return [...counts].map(([name, tracks]) => ({ name, tracks })).sort((a, b) => (a.name < b.name ? -1 : 1));
}
