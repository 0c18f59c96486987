import { AppError } from '../contract/app-error.ts';

const MINIMUM_SECONDS = 1;
/** Of the loudest mel band; a full-scale sine reaches about +38, with other networks' spectrograms +27 to +46. */
const SILENCE_DECIBELS = -50;

/**
 * Whether there is enough to judge or to learn from.
 * @param seconds of sound that were decoded
 * @param peakDecibels of the loudest mel band, relative to power 1
 * @throws AppError audio-too-short, audio-silent
 */
export function requireAudible(seconds: number, peakDecibels: number): void {
  if (seconds < MINIMUM_SECONDS) throw new AppError('audio-too-short', `Only ${seconds.toFixed(2)} seconds of sound`);
  if (isSilent(peakDecibels)) throw new AppError('audio-silent');
}

/** Whether nothing is heard. @param peakDecibels of the loudest mel band, relative to power 1 */
export function isSilent(peakDecibels: number): boolean {
  return peakDecibels < SILENCE_DECIBELS;
}
