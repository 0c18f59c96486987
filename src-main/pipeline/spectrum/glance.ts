import type { Glance, SpectrumSettings } from '../../contract/inspection.ts';
import { throwIfCancelled } from '../../contract/app-error.ts';
import type { Decoder } from '../decode/decoder.ts';
import { ColumnFolder } from './column-folder.ts';
import { PeakFolder } from './peak-folder.ts';
import { createSpectrumFrames } from './spectrum-frames.ts';
import type { AudioSource } from './track-reading.ts';

/** Files shorter than this are read whole before anyone grows impatient. */
export const GLANCE_FROM_SECONDS = 15 * 60;

const PLACES = 48;
const PLACE_SECONDS = 0.3;
const DECODERS_AT_ONCE = 2;

/**
 * A first impression of a long file: a short listen at evenly spaced places.
 * @returns null where the file does not tell its length @throws AppError
 */
export async function glanceAt(source: AudioSource, settings: SpectrumSettings, decoder: Decoder, signal?: AbortSignal): Promise<Glance | null> {
  const { durationSeconds, sampleRate } = source;
  if (durationSeconds === null) return null;
  const bins = settings.fftSize / 2 + 1;
  const highest = new Float32Array(PLACES);
  const lowest = new Float32Array(PLACES);
  const levels = new Int16Array(PLACES * bins);
  let next = 0;
  const work = async () => {
    for (let place = next++; place < PLACES; place = next++) {
      throwIfCancelled(signal);
      const startSeconds = ((place + 0.5) / PLACES) * durationSeconds - PLACE_SECONDS / 2;
      const heard = await listenAt(source, settings, Math.max(0, startSeconds), decoder, signal).catch(() => null);
      // A place that cannot be read stays dark.
      if (!heard) continue;
      levels.set(heard.levels, place * bins);
      highest[place] = heard.highest;
      lowest[place] = heard.lowest;
    }
  };
  levels.fill(-30_000);
  await Promise.all(Array.from({ length: DECODERS_AT_ONCE }, work));
  throwIfCancelled(signal);
  const hopLength = settings.fftSize / 2;
  const spectrogram = { framesPerColumn: (durationSeconds * sampleRate) / PLACES / hopLength, hopLength, firstColumn: 0, columns: PLACES, bins, levels };
  return { spectrogram, peaks: { samplesPerPoint: (durationSeconds * sampleRate) / PLACES, highest, lowest } };
}

async function listenAt(source: AudioSource, settings: SpectrumSettings, startSeconds: number, decoder: Decoder, signal?: AbortSignal) {
  const { path, sampleRate, channels } = source;
  const column = new ColumnFolder(settings.fftSize / 2 + 1, 2, 1_000_000);
  const points = new PeakFolder(2);
  // The outermost frames reach into silence that is not in the file.
  let frame = 0;
  let held: Float64Array | null = null;
  const frames = createSpectrumFrames(settings, settings.fftSize / 2, channels, (power) => {
    if (held) column.push(held);
    held = frame++ === 0 ? null : power.slice();
  });
  for await (const samples of decoder.decode({ path, sampleRate, channels, startSeconds, durationSeconds: Math.max(PLACE_SECONDS, (4 * settings.fftSize) / sampleRate) }, signal)) {
    frames.push(samples);
    points.push(samples, channels);
  }
  frames.finish();
  const { highest, lowest } = points.peaks(1);
  return { levels: column.matrix(0, 1, frames.reference).levels, highest: highest[0] ?? 0, lowest: lowest[0] ?? 0 };
}
