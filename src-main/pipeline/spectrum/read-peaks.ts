import type { WaveformPeaks, WaveformSpan } from '../../contract/inspection.ts';
import type { Decoder } from '../decode/decoder.ts';
import { PeakFolder } from './peak-folder.ts';
import type { AudioSource } from './spectrum-scan.ts';

/**
 * A span of a waveform, decoded from where it begins. Point p holds the extremes of samples
 * [p · samplesPerPoint, (p + 1) · samplesPerPoint).
 * @returns fewer points where the file ends
 * @throws AppError
 */
export async function readPeaks(
  { path, sampleRate, channels }: AudioSource,
  { samplesPerPoint, firstPoint, points }: WaveformSpan,
  decoder: Decoder,
  signal?: AbortSignal,
): Promise<WaveformPeaks> {
  const folder = new PeakFolder(points + (points % 2), samplesPerPoint);
  const wanted = points * samplesPerPoint;
  const startSeconds = (firstPoint * samplesPerPoint) / sampleRate;
  const durationSeconds = wanted / sampleRate;
  for await (const samples of decoder.decode({ path, sampleRate, channels, startSeconds, durationSeconds }, signal))
    folder.push(samples.subarray(0, (wanted - folder.samples) * channels), channels);
  return folder.peaks(samplesPerPoint);
}
