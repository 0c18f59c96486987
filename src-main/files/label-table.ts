import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { AppError } from '../contract/app-error.ts';
import { asWritten, harmless } from '../contract/harmless-cell.ts';
import { csvCell, csvHeader, parseCsv, quoted } from './csv.ts';
import { writeOutput } from './output-file.ts';
import { readText } from './read-text.ts';

/** A file and what it is said to be. */
export interface LabelledFile {
  readonly path: string;
  readonly id: string;
  readonly genres: readonly string[];
  readonly artist: string;
  /** Blank where unknown. */
  readonly album: string;
}

/** A track and its labels. */
export interface LabelledPath {
  readonly path: string;
  readonly names: readonly string[];
}

/** Told of files that cannot be used. */
export type OnSkip = (path: string, reason: string) => void;

/** Labels as a table of path,genre; several genres are joined by ;. */
export function labelTable(tracks: readonly LabelledPath[]): string {
  const lines = tracks.map(({ path, names }) => `${csvCell(path)},${quoted(names.map(harmless).join(';'))}`);
  return ['path,genre', ...lines].map((line) => `${line}\n`).join('');
}

/** Writes labels as a table, whole or not at all. @throws AppError as {@link writeOutput} */
export async function writeLabelTable(file: string, tracks: readonly LabelledPath[]): Promise<void> {
  await writeOutput(file, 'csv', [], [labelTable(tracks)]);
}

/**
 * Reads a table `path,genre[,artist[,album]]`. Paths are relative to it, as they are written, with Windows' backslashes or in the
 * other Unicode form, whichever leads to a file; several genres are joined by ; or |.
 * @param onSkip told of lines that name a file for the second time
 * @throws AppError labels-invalid
 */
export async function readLabelTable(table: string, onSkip: OnSkip): Promise<LabelledFile[]> {
  const text = await readText(table, 'labels-invalid');
  const header = csvHeader(text);
  if (!header.includes('path') || !header.includes('genre'))
    throw new AppError('labels-invalid', `${table} needs the columns path and genre; found: ${header.join(', ')}`);
  const files = new Map<string, LabelledFile>();
  for (const { path: cell = '', genre = '', artist = '', album = '' } of parseCsv(text)) {
    const genres = genresIn(genre);
    if (cell.trim() === '' || genres.length === 0) continue;
    const id = await nameOnDisk(dirname(table), cell);
    const path = resolve(dirname(table), id);
    if (files.has(path)) onSkip(path, 'it is listed twice; the first line is used');
    else files.set(path, { path, id, genres, artist: asWritten(artist), album: asWritten(album) });
  }
  return [...files.values()];
}

/** The genres that a cell names; a cell of spaces names none. */
function genresIn(cell: string): string[] {
  const names = cell.split(/[|;]/).map((name) => asWritten(name).trim());
  return names.filter((name) => name !== '');
}

/** The reading of a cell that names a file; where none does, the cell as it stands. */
async function nameOnDisk(folder: string, cell: string): Promise<string> {
  const written = asWritten(cell);
  const trimmed = written.trim();
  const readings = [written, cell, trimmed, written.replaceAll('\\', '/'), trimmed.replaceAll('\\', '/')];
  // macOS writes ö as two characters, others as one.
  const spellings = readings.flatMap((name) => [name.normalize('NFC'), name.normalize('NFD')]);
  for (const name of new Set([...readings, ...spellings])) {
    const found = await stat(resolve(folder, name)).catch(() => null);
    if (found?.isFile()) return name;
  }
  return written;
}
