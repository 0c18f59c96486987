import type { ColumnRange } from '../../contract/column-range.ts';
import type { SpectrogramTile, SpectrumSettings } from '../../contract/inspection.ts';
import { hopLengthOf } from '../../rendering/column-geometry.ts';
import type { Decoder } from '../decode/decoder.ts';
import { ColumnFolder } from './column-folder.ts';
import { createSpectrumFrames } from './spectrum-frames.ts';
import type { AudioSource } from './spectrum-scan.ts';

/**
 * A tile of a spectrogram in full detail, decoded from where it begins. Column c is the mean power of frames
 * [c · framesPerColumn, (c + 1) · framesPerColumn); frame f lies around sample f · hopLength.
 * @returns fewer columns where the file ends
 * @throws AppError
 */
export async function readTile(
  source: AudioSource,
  settings: SpectrumSettings,
  range: ColumnRange,
  decoder: Decoder,
  signal?: AbortSignal,
): Promise<SpectrogramTile> {
  const { path, sampleRate, channels } = source;
  const { framesPerColumn, firstColumn } = range;
  const hopLength = hopLengthOf(settings);
  const bins = settings.fftSize / 2 + 1;
  const firstFrame = firstColumn * framesPerColumn;
  // The first frames of a tile would miss what lies before it.
  const lead = Math.min(firstFrame, Math.ceil(settings.fftSize / 2 / hopLength));
  const wanted = range.columns * framesPerColumn;
  const folder = new ColumnFolder(bins, range.columns + (range.columns % 2), framesPerColumn);
  let frame = 0;
  const frames = createSpectrumFrames(settings, hopLength, channels, (power) => {
    if (frame >= lead && frame < lead + wanted) folder.push(power);
    frame += 1;
  });
  const startSeconds = ((firstFrame - lead) * hopLength) / sampleRate;
  const durationSeconds = ((lead + wanted) * hopLength + settings.fftSize) / sampleRate;
  for await (const samples of decoder.decode({ path, sampleRate, channels, startSeconds, durationSeconds }, signal))
    frames.push(samples);
  frames.finish();
  return { framesPerColumn, hopLength, firstColumn, ...folder.matrix(0, range.columns, frames.reference) };
}
