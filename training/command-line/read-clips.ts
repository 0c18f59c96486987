import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Decoder } from '../../src-main/pipeline/decode/decoder.ts';
import { powerToDecibels } from '../../src-main/pipeline/features/decibels.ts';
import type { MelOptions } from '../../src-main/pipeline/features/mel-stream.ts';
import { createMelStream } from '../../src-main/pipeline/features/mel-stream.ts';
import { parseCsv } from '../dataset/csv.ts';
import type { Example } from '../dataset/example.ts';
import { averageRows } from '../dataset/example.ts';

/** A genre name of the clips that stands for any of several of ours. */
const PARTIAL_LABELS: Readonly<Record<string, readonly string[]>> = { pop_rock: ['pop', 'rock', 'metal', 'disco'] };

/** How clips become pictures. */
export interface ClipOptions {
  readonly folder: string;
  readonly genres: readonly string[];
  readonly mel: MelOptions;
  readonly bandsPerRow: number;
  readonly rangeDecibels: number;
  readonly decoder: Decoder;
  /** Artists that must not be trained on. */
  readonly heldOutArtists: readonly string[];
}

/** The audio clips of `clips.csv` whose genre is one of ours, less GTZAN's own and the held-out artists'. */
export async function readClips(options: ClipOptions, onProgress: (done: number, total: number) => void): Promise<Example[]> {
  const rows = parseCsv(await readFile(join(options.folder, 'clips.csv'), 'utf8'));
  const heldOut = new Set(options.heldOutArtists.map(artistKey).filter((key) => key !== ''));
  const chosen = rows.flatMap((row) => {
    const allowed = allowedGenres(row['genre'] ?? '', options.genres);
    const path = row['path'] ?? '';
    const artist = row['artist'] ?? '';
    return allowed.length > 0 && !path.startsWith('clips/gtzan/') && !heldOut.has(artistKey(artist)) ? [{ path, artist, allowed }] : [];
  });
  const examples: Example[] = [];
  for (const { path, artist, allowed } of chosen) {
    examples.push({ id: path, artist, allowed, ...(await readPicture(join(options.folder, path), options)) });
    onProgress(examples.length, chosen.length);
  }
  return examples;
}

function allowedGenres(label: string, genres: readonly string[]): number[] {
  return (PARTIAL_LABELS[label] ?? [label]).map((name) => genres.indexOf(name)).filter((index) => index >= 0);
}

/** One spelling for an artist: no case, no article, no punctuation. */
export function artistKey(artist: string): string {
  return artist.toLowerCase().replace(/^the /, '').replace(/[^\p{L}\p{N}]/gu, '');
}

async function readPicture(path: string, options: ClipOptions): Promise<{ decibels: Float32Array; columns: number }> {
  const frames: Float32Array[] = [];
  const stream = createMelStream(options.mel, (energies) => frames.push(Float32Array.from(energies, powerToDecibels)));
  for await (const samples of options.decoder.decode({ path, sampleRate: options.mel.sampleRate })) stream.push(samples);
  stream.finish();
  const columns = frames.length;
  const peak = frames.reduce((highest, frame) => frame.reduce((a, b) => Math.max(a, b), highest), -Infinity);
  const decibels = new Float32Array(options.mel.melBands * columns);
  frames.forEach((frame, column) => {
    frame.forEach((value, band) => (decibels[band * columns + column] = Math.max(-options.rangeDecibels, value - peak)));
  });
  return { decibels: averageRows(decibels, columns, options.bandsPerRow), columns };
}
