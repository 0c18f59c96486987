import type { TrackPreview, SpectrumSettings } from '../../contract/inspection.ts';
import { SILENCE_DECIBELS, LEVELS_PER_DECIBEL } from '../../rendering/level-matrix.ts';
import { decodePlaces } from '../decode/decode-places.ts';
import type { Decoder } from '../decode/decoder.ts';
import { ColumnFolder } from './column-folder.ts';
import { PeakFolder } from './peak-folder.ts';
import { createSpectrumFrames } from './spectrum-frames.ts';
import type { AudioSource } from './spectrum-scan.ts';

/** Files shorter than this are read whole before anyone grows impatient. */
export const PREVIEW_FROM_SECONDS = 15 * 60;

const PLACES = 48;
const PLACE_SECONDS = 0.3;

/**
 * A first impression of a long file: a short listen at evenly spaced places.
 * @returns null where the file does not tell its length @throws AppError
 */
export async function previewAt(
  source: AudioSource,
  settings: SpectrumSettings,
  decoder: Decoder,
  signal?: AbortSignal,
): Promise<TrackPreview | null> {
  const { path, durationSeconds, sampleRate, channels } = source;
  if (durationSeconds === null) return null;
  const seconds = Math.max(PLACE_SECONDS, (4 * settings.fftSize) / sampleRate);
  const startSeconds = Array.from(
    { length: PLACES },
    (_, place) => ((place + 0.5) / PLACES) * durationSeconds - seconds / 2,
  );
  const heard = await decodePlaces({ path, sampleRate, channels, startSeconds, seconds }, decoder, signal);
  const bins = settings.fftSize / 2 + 1;
  const highest = new Float32Array(PLACES);
  const lowest = new Float32Array(PLACES);
  const levels = new Int16Array(PLACES * bins).fill(SILENCE_DECIBELS * LEVELS_PER_DECIBEL);
  heard.forEach((samples, place) => {
    levels.set(meanLevels(samples, settings, channels), place * bins);
    const points = new PeakFolder(2);
    points.push(samples, channels);
    const peaks = points.peaks(samples.length);
    highest[place] = peaks.highest[0] ?? 0;
    lowest[place] = peaks.lowest[0] ?? 0;
  });
  const hopLength = settings.fftSize / 2;
  const framesPerColumn = (durationSeconds * sampleRate) / PLACES / hopLength;
  return {
    spectrogram: { framesPerColumn, hopLength, firstColumn: 0, columns: PLACES, bins, levels },
    peaks: { samplesPerPoint: framesPerColumn * hopLength, highest, lowest },
  };
}

function meanLevels(samples: Float32Array, settings: SpectrumSettings, channels: 1 | 2): Int16Array {
  const powers: Float64Array[] = [];
  const frames = createSpectrumFrames(settings, settings.fftSize / 2, channels, (power) => powers.push(power.slice()));
  frames.push(samples);
  frames.finish();
  const column = new ColumnFolder(settings.fftSize / 2 + 1, 2, powers.length);
  // The outermost frames reach into silence that is not in the file.
  powers.slice(1, -1).forEach((power) => column.push(power));
  return column.matrix(0, 1, frames.reference).levels;
}
