import { readLabelTable } from '../../src-main/files/label-table.ts';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { AppError, fromFileSystemError, throwIfCancelled, toErrorData } from '../../src-main/contract/app-error.ts';
import { count } from '../../src-main/texts/format.ts';
import { decodeText } from '../../src-main/files/read-text.ts';
import type { Decoder } from '../../src-main/pipeline/decode/decoder.ts';
import { requireAudible } from '../../src-main/pipeline/require-audible.ts';
import type { Dataset, Example } from '../dataset/example.ts';
import type { FrontEndSpec } from '../dataset/front-end-spec.ts';
import { readGtzan } from '../dataset/gtzan-logmel.ts';
import { createRandom, shuffled } from '../random/random.ts';
import type { LabelledFile, OnSkip } from '../../src-main/files/label-table.ts';
import { filesByFolder, requireFolder } from './labelled-files.ts';
import { bandsOf, readAudioSpectrogram } from './read-audio.ts';

/** Where labelled music lies: folders named after genres, a table `path,genre[,artist]`, or GTZAN's stored spectrograms. */
export type DataSource = { readonly kind: 'folders' | 'labels' | 'gtzan-logmel'; readonly path: string };

/** How data are read. */
export interface ReadOptions {
  /** What hears the audio, where there is some. */
  readonly frontEnd: FrontEndSpec;
  /** At most so many of every genre, by chance. */
  readonly limit: number | null;
  /** Only these; null for all that there are, by name. */
  readonly genres: readonly string[] | null;
  readonly seed: number;
  readonly decoder: Decoder;
  readonly signal?: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
  readonly onSkip: OnSkip;
  /** Told of genres of which no track could be used; the dataset is without them. */
  readonly onGenreSkip: (genre: string) => void;
}

/** GTZAN's names, in the order in which its networks answer. */
export const GTZAN_GENRES = [
  'blues',
  'classical',
  'country',
  'disco',
  'hiphop',
  'jazz',
  'metal',
  'pop',
  'reggae',
  'rock',
] as const;

/**
 * Reads and decodes a labelled collection. Genres without a track that can be used are left out.
 * @throws AppError folder-not-found, labels-invalid, training-data where nothing can be used, sound-needed, cancelled
 */
export async function readDataset(source: DataSource, options: ReadOptions): Promise<Dataset> {
  if (source.kind === 'gtzan-logmel') {
    requireOurs(options.frontEnd);
    const stored = await readStoredGtzan(source.path, options.genres);
    return {
      ...stored,
      examples: limited(stored.examples, ({ allowed }) => allowed[0] ?? -1, stored.genres.length, options),
    };
  }
  const files =
    source.kind === 'folders'
      ? await filesByFolder(source.path, options.onSkip, options.signal)
      : await readLabelTable(source.path, options.onSkip);
  const genres = options.genres ?? [...new Set(files.flatMap((file) => file.genres))].sort();
  const wanted = files.filter((file) => file.genres.some((genre) => genres.includes(genre)));
  const chosen = limited(wanted, (file) => genres.indexOf(file.genres[0] ?? ''), genres.length, options);
  const examples: Example[] = [];
  for (const [index, file] of chosen.entries()) {
    throwIfCancelled(options.signal);
    try {
      examples.push(await readExample(file, genres, options));
    } catch (error) {
      if (options.signal?.aborted) throw error;
      options.onSkip(file.path, toErrorData(error).message);
    }
    options.onProgress(index + 1, chosen.length);
  }
  if (examples.length === 0)
    throw new AppError('training-data', `Of ${files.length} labelled files in ${source.path}, none can be used.`);
  return withoutUnheard(
    { name: basename(source.path), genres, bands: bandsOf(options.frontEnd), frontEnd: options.frontEnd, examples },
    options.onGenreSkip,
  );
}

/** @throws AppError sound-needed where a network hears what the stored spectrograms do not hold */
function requireOurs(frontEnd: FrontEndSpec): void {
  if (frontEnd.kind === 'mel-decibels') return;
  throw new AppError(
    'sound-needed',
    `The network hears sound at ${frontEnd.sampleRate / 1000} kHz through a front end of its own; GTZAN’s pictures hold none.`,
  );
}

/** @throws AppError training-data unless there are two genres and two tracks for each on average */
export function requireTrainable({ genres, examples }: Pick<Dataset, 'genres' | 'examples'>): void {
  if (genres.length < 2 || examples.length < 2 * genres.length) {
    const files = count(examples.length, { one: 'file', other: 'files' });
    const ofGenres = count(genres.length, { one: 'genre', other: 'genres' });
    throw new AppError('training-data', `Only ${files} of ${ofGenres} can be used.`);
  }
}

async function readExample(
  file: LabelledFile,
  genres: readonly string[],
  { frontEnd, decoder, signal }: ReadOptions,
): Promise<Example> {
  const heard = await readAudioSpectrogram(file.path, frontEnd, decoder, signal);
  const { spectrogram, metadata } = heard;
  requireAudible(heard.seconds, heard.peakDecibels);
  const allowed = file.genres.map((genre) => genres.indexOf(genre)).filter((genre) => genre >= 0);
  return { id: file.id, artist: file.artist || metadata.artist, allowed, published: {}, ...spectrogram };
}

/** A genre that no example can be would be an answer that the network never learns to give. */
function withoutUnheard(dataset: Dataset, onGenreSkip: (genre: string) => void): Dataset {
  const heard = new Set(dataset.examples.flatMap(({ allowed }) => allowed));
  const genres = dataset.genres.filter((_, index) => heard.has(index));
  dataset.genres.filter((_, index) => !heard.has(index)).forEach(onGenreSkip);
  const indexOf = (old: number) => genres.indexOf(dataset.genres[old] ?? '');
  return {
    ...dataset,
    genres,
    examples: dataset.examples.map((example) => ({ ...example, allowed: example.allowed.map(indexOf) })),
  };
}

async function readStoredGtzan(folder: string, genres: readonly string[] | null): Promise<Dataset> {
  await requireFolder(folder);
  const read = (name: string) =>
    readFile(join(folder, name)).catch((error: unknown) => {
      throw fromFileSystemError(error);
    });
  const all = readGtzan(
    gunzipSync(await read('logmel_u8.bin.gz')),
    decodeText(await read('index.csv'), 'index.csv', 'labels-invalid'),
    GTZAN_GENRES,
  );
  if (!genres) return all;
  const examples = all.examples.flatMap((example) => {
    const genre = genres.indexOf(GTZAN_GENRES[example.allowed[0] ?? 0] ?? '');
    return genre < 0 ? [] : [{ ...example, allowed: [genre] }];
  });
  return { ...all, genres, examples };
}

/** At most `limit` of every genre, by chance. */
function limited<Item>(
  items: readonly Item[],
  genreOf: (item: Item) => number,
  genreCount: number,
  { limit, seed }: ReadOptions,
): Item[] {
  if (limit === null) return [...items];
  return Array.from({ length: genreCount }, (_, genre) =>
    shuffled(
      createRandom(seed).fork(genre),
      items.filter((item) => genreOf(item) === genre),
    ).slice(0, limit),
  ).flat();
}
