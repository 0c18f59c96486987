import { readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { AppError, throwIfCancelled, toErrorData } from '../../src-main/contract/app-error.ts';
import type { Decoder } from '../../src-main/pipeline/decode/decoder.ts';
import { walkFolder } from '../../src-main/pipeline/scan/walk-folder.ts';
import { parseCsv } from '../dataset/csv.ts';
import type { Dataset, Example } from '../dataset/example.ts';
import { readGtzan } from '../dataset/gtzan-logmel.ts';
import { createRandom, shuffled } from '../random.ts';
import { MEL_BANDS, readAudioPicture } from './read-audio.ts';

/** Where labelled music lies: folders named after genres, a table `path,genre[,artist]`, or GTZAN's stored pictures. */
export type DataSource = { readonly kind: 'folders' | 'labels' | 'gtzan-logmel'; readonly path: string };

/** How data are read. */
export interface ReadOptions {
  /** Samples from frame to frame, where there is audio. */
  readonly hopLength: number;
  /** At most so many of every genre, by chance. */
  readonly limit: number | null;
  /** Only these; null for all that there are, by name. */
  readonly genres: readonly string[] | null;
  readonly seed: number;
  readonly decoder: Decoder;
  readonly signal?: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
  /** Told of files that could not be used. */
  readonly onSkip: (path: string, reason: string) => void;
}

interface LabelledFile {
  readonly path: string;
  readonly id: string;
  readonly genres: readonly string[];
  readonly artist: string;
}

/** GTZAN's names, in the order in which its networks answer. */
export const GTZAN_GENRES = ['blues', 'classical', 'country', 'disco', 'hiphop', 'jazz', 'metal', 'pop', 'reggae', 'rock'] as const;

/** Reads and decodes a labelled collection. @throws AppError training-data where there is too little of it */
export async function readDataset(source: DataSource, options: ReadOptions): Promise<Dataset> {
  if (source.kind === 'gtzan-logmel') {
    const pictures = await readPictures(source.path, options.genres);
    return { ...pictures, examples: limited(pictures.examples, ({ allowed }) => allowed[0] ?? -1, pictures.genres.length, options) };
  }
  const files = source.kind === 'folders' ? await filesByFolder(source.path, options.signal) : await filesOfTable(source.path);
  const genres = options.genres ?? [...new Set(files.flatMap((file) => file.genres))].sort();
  const wanted = files.filter((file) => file.genres.some((genre) => genres.includes(genre)));
  const chosen = limited(wanted, (file) => genres.indexOf(file.genres[0] ?? ''), genres.length, options);
  const examples: Example[] = [];
  for (const [index, file] of chosen.entries()) {
    throwIfCancelled(options.signal);
    try {
      const { metadata, ...picture } = await readAudioPicture(file.path, options.hopLength, options.decoder, options.signal);
      const allowed = file.genres.map((genre) => genres.indexOf(genre)).filter((genre) => genre >= 0);
      examples.push({ id: file.id, artist: file.artist || metadata.artist, allowed, published: {}, ...picture });
    } catch (error) {
      if (options.signal?.aborted) throw error;
      options.onSkip(file.path, toErrorData(error).message);
    }
    options.onProgress(index + 1, chosen.length);
  }
  if (genres.length < 2 || examples.length < 2 * genres.length) throw new AppError('training-data', `${examples.length} usable files of ${genres.length} genres are too few to learn from.`);
  return { name: basename(source.path), genres, bands: MEL_BANDS, hopLength: options.hopLength, examples };
}

async function readPictures(folder: string, genres: readonly string[] | null): Promise<Dataset> {
  const pictures = gunzipSync(await readFile(join(folder, 'logmel_u8.bin.gz')));
  const all = readGtzan(pictures, await readFile(join(folder, 'index.csv'), 'utf8'), GTZAN_GENRES);
  if (!genres) return all;
  const examples = all.examples.flatMap((example) => {
    const genre = genres.indexOf(GTZAN_GENRES[example.allowed[0] ?? 0] ?? '');
    return genre < 0 ? [] : [{ ...example, allowed: [genre] }];
  });
  return { ...all, genres, examples };
}

/** The genres of a folder of folders, by name, with their numbers of files. */
export async function labelledFolders(root: string, signal?: AbortSignal): Promise<{ name: string; tracks: number }[]> {
  const counts = new Map<string, number>();
  for (const { genres: [genre = ''] } of await filesByFolder(root, signal)) counts.set(genre, (counts.get(genre) ?? 0) + 1);
  return [...counts].map(([name, tracks]) => ({ name, tracks })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `genre/…/name.ext`: the first folder below the root is the genre. */
async function filesByFolder(root: string, signal?: AbortSignal): Promise<LabelledFile[]> {
  const files: LabelledFile[] = [];
  for await (const event of walkFolder(resolve(root), signal)) {
    if (event.kind !== 'file') continue;
    const id = relative(resolve(root), event.file.path);
    const [genre, ...rest] = id.split(sep);
    if (genre && rest.length > 0) files.push({ path: event.file.path, id, genres: [genre], artist: '' });
  }
  return files.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Paths are relative to the table; several genres are joined by |. */
async function filesOfTable(table: string): Promise<LabelledFile[]> {
  const rows = parseCsv(await readFile(table, 'utf8'));
  return rows.flatMap(({ path = '', genre = '', artist = '' }) => {
    const genres = genre.split('|').map((name) => name.trim()).filter((name) => name !== '');
    return path && genres.length > 0 ? [{ path: resolve(dirname(table), path), id: path, genres, artist }] : [];
  });
}

/** At most `limit` of every genre, by chance. */
function limited<Item>(items: readonly Item[], genreOf: (item: Item) => number, genreCount: number, { limit, seed }: ReadOptions): Item[] {
  if (limit === null) return [...items];
  return Array.from({ length: genreCount }, (_, genre) => shuffled(createRandom(seed).fork(genre), items.filter((item) => genreOf(item) === genre)).slice(0, limit)).flat();
}
