import type { SpectrogramThumbnail } from '../../contract/inspection.ts';
import { DEFAULT_SPECTRUM } from '../../contract/inspection.ts';
import type { Decoder } from '../decode/decoder.ts';
import { readStretch } from './read-stretch.ts';
import { hopLengthOf } from './spectrum-frames.ts';
import type { AudioSource } from './track-reading.ts';

const SECONDS = 20;
const COLUMNS = 320;

/** The middle of a track in a few hundred columns. @throws AppError */
export async function thumbnailOf(source: AudioSource, decoder: Decoder): Promise<SpectrogramThumbnail> {
  const { sampleRate, durationSeconds } = source;
  const hopLength = hopLengthOf(DEFAULT_SPECTRUM);
  const framesPerColumn = Math.max(1, Math.floor((SECONDS * sampleRate) / hopLength / COLUMNS));
  const start = Math.max(0, ((durationSeconds ?? 0) - SECONDS) / 2);
  const firstColumn = Math.floor((start * sampleRate) / hopLength / framesPerColumn);
  const part = await readStretch(source, DEFAULT_SPECTRUM, { framesPerColumn, firstColumn, columns: COLUMNS }, decoder);
  return { sampleRate, part };
}
