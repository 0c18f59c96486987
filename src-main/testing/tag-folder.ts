import { link, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WritingRules } from '../contract/settings.ts';
import { DEFAULT_WRITING_RULES } from './default-writing-rules.ts';
import type { TagResult } from '../contract/tags.ts';
import { fsPath } from '../files/fs-path.ts';
import type { Decoder } from '../pipeline/decode/decoder.ts';
import type { BatchContext } from '../tags/batches.ts';
import { applyBatch, undoBatch } from '../tags/batches.ts';
import { synthesizeWav } from './synthesize.ts';
import { createTestDecoder } from './test-decoder.ts';

/** A temporary folder of music with a journal beside it. */
export interface TagFolder {
  readonly music: string;
  /** The journal's folder. */
  readonly journal: string;
  readonly decoder: Decoder;
  /** What undo needs. */
  readonly context: BatchContext;
  /** Gives all files a genre, in one batch. */
  write(paths: readonly string[], options?: WriteOptions): Promise<TagResult>;
  undo(batchId: string | null): Promise<TagResult>;
  remove(): Promise<void>;
}

/** How a test writes otherwise than by default. */
interface WriteOptions {
  readonly genre?: string;
  readonly rules?: Partial<WritingRules>;
  readonly decoder?: Decoder;
}

/** Makes the folder, below the system's own folder for such. */
export async function makeTagFolder(): Promise<TagFolder> {
  const root = await mkdtemp(join(tmpdir(), 'genrescope-tags-'));
  const [music, journal] = [await mkdtemp(join(root, 'music-')), join(root, 'journal')];
  const decoder = createTestDecoder();
  const context = { root: journal, onFile: () => undefined };
  return {
    music,
    journal,
    decoder,
    context,
    write(paths, { genre = 'Rock', rules = {}, decoder: other = decoder } = {}) {
      const changes = paths.map((path) => ({ path, genres: [genre], model: 'test' }));
      return applyBatch(changes, music, { ...context, decoder: other, rules: { ...DEFAULT_WRITING_RULES, ...rules } });
    },
    undo: (batchId) => undoBatch(batchId ?? '', context),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** A small WAV; each number has a sound of its own. */
export function smallWav(number = 0): Uint8Array {
  return synthesizeWav({ seconds: 0.05, frequencies: [200 + 3 * number] });
}

/** Makes small WAVs of these names, each with a sound of its own. @returns their bytes */
export async function makeWavs(paths: readonly string[]): Promise<Uint8Array[]> {
  const files = paths.map((_path, index) => smallWav(index));
  for (const [index, path] of paths.entries()) await writeFile(fsPath(path), files[index] as Uint8Array);
  return files;
}

/** A tag folder with one small WAV, `a.wav`. */
export interface TagFile {
  readonly place: TagFolder;
  readonly path: string;
  /** The file's bytes. */
  readonly original: Uint8Array;
}

/** Makes such a folder. @param modified the file's time of modification, in seconds since 1970; now if not given */
export async function makeTagFile(modified?: number): Promise<TagFile> {
  const place = await makeTagFolder();
  const path = join(place.music, 'a.wav');
  const original = smallWav();
  await writeFile(path, original);
  if (modified !== undefined) await utimes(path, modified, modified);
  return { place, path, original };
}

/** The same, where the file has a second name, `b.wav`, by a hard link. */
export async function makeLinkedFile(modified: number): Promise<TagFile & { readonly other: string }> {
  const file = await makeTagFile(modified);
  const other = join(file.place.music, 'b.wav');
  await link(file.path, other);
  return { ...file, other };
}

/** A decoder that tells before each of its runs that a file is being written; see {@link Decoder.run}. */
export function interruptedDecoder(decoder: Decoder, interrupt: () => Promise<void>): Decoder {
  return {
    ...decoder,
    async run(args, signal) {
      await interrupt();
      return decoder.run(args, signal);
    },
  };
}
