import type { SpectrogramThumbnail } from '../../contract/inspection.ts';
import { DEFAULT_SPECTRUM } from '../../contract/inspection.ts';
import { columnAt, hopLengthOf } from '../../rendering/column-geometry.ts';
import { LEVELS_PER_DECIBEL } from '../../rendering/level-matrix.ts';
import type { Decoder } from '../decode/decoder.ts';
import { soundingChannel } from './sounding-channel.ts';
import { readTile } from './read-tile.ts';
import type { AudioSource } from './spectrum-scan.ts';

const SECONDS = 20;
const COLUMNS = 320;
/** dBFS of the loudest bin; in ordinary music it lies well above. */
const FAINT_DECIBELS = -40;

/** The middle of a track in a few hundred columns. @throws AppError */
export async function thumbnailOf(source: AudioSource, decoder: Decoder): Promise<SpectrogramThumbnail> {
  const { sampleRate, durationSeconds } = source;
  const hopLength = hopLengthOf(DEFAULT_SPECTRUM);
  const framesPerColumn = Math.max(1, Math.floor((SECONDS * sampleRate) / hopLength / COLUMNS));
  const start = Math.max(0, ((durationSeconds ?? 0) - SECONDS) / 2);
  const firstColumn = columnAt({ framesPerColumn, hopLength }, start * sampleRate);
  const range = { framesPerColumn, firstColumn, columns: COLUMNS };
  const usual = await readTile(source, DEFAULT_SPECTRUM, range, decoder);
  if (usual.levels.some((level) => level > FAINT_DECIBELS * LEVELS_PER_DECIBEL)) return { sampleRate, tile: usual };
  const channel = await soundingChannel(source, decoder);
  return {
    sampleRate,
    tile: channel === 'mix' ? usual : await readTile(source, { ...DEFAULT_SPECTRUM, channel }, range, decoder),
  };
}
