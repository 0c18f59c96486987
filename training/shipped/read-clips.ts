import { join } from 'node:path';
import { readText } from '../../src-main/files/read-text.ts';
import type { Decoder } from '../../src-main/pipeline/decode/decoder.ts';
import { parseCsv } from '../../src-main/files/csv.ts';
import type { Example } from '../dataset/example.ts';
import type { FrontEndSpec } from '../dataset/front-end-spec.ts';
import { artistKey } from '../dataset/split.ts';
import { readAudioSpectrogram } from '../runtime/read-audio.ts';

/** A genre name of the clips that stands for any of several of ours. */
export const PARTIAL_LABELS: Readonly<Record<string, readonly string[]>> = {
  pop_rock: ['pop', 'rock', 'metal', 'disco'],
};

/** Which clips are read. */
export interface ClipOptions {
  readonly folder: string;
  readonly genres: readonly string[];
  readonly frontEnd: FrontEndSpec;
  readonly decoder: Decoder;
  /** Artists that must not be trained on. */
  readonly heldOutArtists: readonly string[];
}

/** The audio clips of `clips.csv` whose genre is one of ours, less GTZAN's own and the held-out artists'. */
export async function readClips(
  options: ClipOptions,
  onProgress: (done: number, total: number) => void,
): Promise<Example[]> {
  const rows = parseCsv(await readText(join(options.folder, 'clips.csv'), 'labels-invalid'));
  const heldOut = new Set(options.heldOutArtists.map(artistKey).filter((key) => key !== ''));
  const chosen = rows.flatMap((row) => {
    const allowed = allowedGenres(row['genre'] ?? '', options.genres);
    const path = row['path'] ?? '';
    const artist = row['artist'] ?? '';
    return allowed.length > 0 && !path.startsWith('clips/gtzan/') && !heldOut.has(artistKey(artist))
      ? [{ path, artist, allowed }]
      : [];
  });
  const examples: Example[] = [];
  for (const { path, artist, allowed } of chosen) {
    const { spectrogram } = await readAudioSpectrogram(join(options.folder, path), options.frontEnd, options.decoder);
    examples.push({ id: path, artist, allowed, published: {}, ...spectrogram });
    onProgress(examples.length, chosen.length);
  }
  return examples;
}

function allowedGenres(label: string, genres: readonly string[]): number[] {
  return (PARTIAL_LABELS[label] ?? [label]).map((name) => genres.indexOf(name)).filter((index) => index >= 0);
}
