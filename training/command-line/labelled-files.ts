import { readFile, stat } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { AppError, fromErrorData, fromFileSystemError, throwIfCancelled } from '../../src-main/contract/app-error.ts';
import { walkFolder } from '../../src-main/pipeline/scan/walk-folder.ts';
import { csvHeader, parseCsv } from '../dataset/csv.ts';

/** A file and what it is said to be. */
export interface LabelledFile {
  readonly path: string;
  readonly id: string;
  readonly genres: readonly string[];
  readonly artist: string;
  /** Blank where unknown. */
  readonly album: string;
}

/** Told of files that cannot be used. */
export type OnSkip = (path: string, reason: string) => void;

/** @throws AppError folder-not-found, or what else keeps it from being looked into */
export async function requireFolder(path: string): Promise<void> {
  const stats = await stat(path).catch((error: unknown) => {
    const failure = fromFileSystemError(error, 'folder-unreadable');
    throw failure.code === 'file-not-found' ? new AppError('folder-not-found', path) : failure;
  });
  if (!stats.isDirectory()) throw new AppError('folder-not-found', `${path} is a file`);
}

/** `genre/…/name.ext`: the first folder below the root is the genre. @throws AppError folder-not-found, folder-unreadable, cancelled */
export async function filesByFolder(folder: string, onSkip: OnSkip, signal?: AbortSignal): Promise<LabelledFile[]> {
  await requireFolder(folder);
  const root = resolve(folder);
  const files: LabelledFile[] = [];
  for await (const event of walkFolder(root, signal)) {
    if (event.kind === 'unreadable') {
      if (event.path === root) throw fromErrorData(event.error);
      onSkip(event.path, event.error.message);
      continue;
    }
    const id = relative(root, event.file.path);
    const [genre, ...rest] = id.split(sep);
    if (genre && rest.length > 0) files.push({ path: event.file.path, id, genres: [genre], artist: '', album: '' });
  }
  throwIfCancelled(signal);
  return files.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The genres of a folder of folders, by name, with their numbers of files. @throws AppError as {@link filesByFolder} */
export async function labelledFolders(root: string, signal?: AbortSignal): Promise<{ name: string; tracks: number }[]> {
  const counts = new Map<string, number>();
  for (const { genres: [genre = ''] } of await filesByFolder(root, () => undefined, signal)) counts.set(genre, (counts.get(genre) ?? 0) + 1);
  return [...counts].map(([name, tracks]) => ({ name, tracks })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** A table `path,genre[,artist[,album]]`. Paths are relative to it; several genres are joined by ; or |. @throws AppError labels-invalid */
export async function filesOfTable(table: string, onSkip: OnSkip): Promise<LabelledFile[]> {
  const text = await readTable(table);
  const header = csvHeader(text);
  if (!header.includes('path') || !header.includes('genre')) throw new AppError('labels-invalid', `${table} needs the columns path and genre; found: ${header.join(', ')}`);
  const files = new Map<string, LabelledFile>();
  for (const { path: id = '', genre = '', artist = '', album = '' } of parseCsv(text)) {
    const genres = genre.split(/[|;]/).map((name) => name.trim()).filter((name) => name !== '');
    const path = resolve(dirname(table), id);
    if (files.has(path)) onSkip(path, 'it is listed twice; the first line holds');
    else if (id !== '' && genres.length > 0) files.set(path, { path, id, genres, artist, album });
  }
  return [...files.values()];
}

async function readTable(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EISDIR') throw new AppError('labels-invalid', `${path} is a folder`);
    if (code === 'ENOENT') throw new AppError('labels-invalid', `there is no file ${path}`);
    throw fromFileSystemError(error);
  }
}
