import { stat } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { AppError, fromErrorData, fromFileSystemError, throwIfCancelled } from '../../src-main/contract/app-error.ts';
import { readText } from '../../src-main/files/read-text.ts';
import { texts } from '../../src-main/texts/index.ts';
import { walkFolder } from '../../src-main/pipeline/scan/walk-folder.ts';
import { asWritten, csvHeader, parseCsv } from '../dataset/csv.ts';

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

/** The genres of a folder of folders, by name, with their numbers of files. @throws AppError as {@link filesByFolder} */
export async function labelledFolders(root: string, signal?: AbortSignal): Promise<{ name: string; tracks: number }[]> {
  const counts = new Map<string, number>();
  for (const {
    genres: [genre = ''],
  } of await filesByFolder(root, () => undefined, signal))
    counts.set(genre, (counts.get(genre) ?? 0) + 1);
  return [...counts].map(([name, tracks]) => ({ name, tracks })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * A table `path,genre[,artist[,album]]`. Paths are relative to it, as they are written, with Windows' backslashes or in the
 * other Unicode form, whichever leads to a file; several genres are joined by ; or |.
 * @throws AppError labels-invalid
 */
export async function filesOfTable(table: string, onSkip: OnSkip): Promise<LabelledFile[]> {
  const text = await readText(table, 'labels-invalid');
  const header = csvHeader(text);
  if (!header.includes('path') || !header.includes('genre'))
    throw new AppError('labels-invalid', `${table} needs the columns path and genre; found: ${header.join(', ')}`);
  const files = new Map<string, LabelledFile>();
  for (const { path: cell = '', genre = '', artist = '', album = '' } of parseCsv(text)) {
    const genres = genre
      .split(/[|;]/)
      .map((name) => asWritten(name).trim())
      .filter((name) => name !== '');
    if (cell.trim() === '' || genres.length === 0) continue;
    const id = await nameOnDisk(dirname(table), cell);
    const path = resolve(dirname(table), id);
    if (files.has(path)) onSkip(path, 'it is listed twice; the first line holds');
    else files.set(path, { path, id, genres, artist: asWritten(artist), album: asWritten(album) });
  }
  return [...files.values()];
}

/** The reading of a cell that names a file; where none does, the cell as it stands. */
async function nameOnDisk(folder: string, cell: string): Promise<string> {
  const written = asWritten(cell);
  const trimmed = written.trim();
  const readings = [written, cell, trimmed, written.replaceAll('\\', '/'), trimmed.replaceAll('\\', '/')];
  // macOS writes ö as two characters, others as one.
  const spellings = readings.flatMap((name) => [name.normalize('NFC'), name.normalize('NFD')]);
  for (const name of new Set([...readings, ...spellings])) {
    if (
      await stat(resolve(folder, name)).then(
        (stats) => stats.isFile(),
        () => false,
      )
    )
      return name;
  }
  return written;
}
