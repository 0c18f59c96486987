import type { WaveformPeaks } from '../../../src-main/contract/inspection.ts';

/** How far a waveform reaches above and below its middle line, point by point. */
export interface Outline {
  readonly top: Float32Array<ArrayBuffer>;
  readonly bottom: Float32Array<ArrayBuffer>;
}

/**
 * The outline of a whole track of which less may be read: the rest is as a first impression has it, else silent.
 * @param points of the whole track, each as wide as those of `peaks`
 */
export function wholeOutline(peaks: WaveformPeaks, preview: WaveformPeaks | null, points: number): Outline {
  const read = peaks.highest.length;
  const top = new Float32Array(Math.max(points, read));
  const bottom = new Float32Array(top.length);
  for (let point = 0; point < top.length; point++) {
    const from = point < read ? peaks : preview;
    const place = point < read ? point : Math.floor((point * peaks.samplesPerPoint) / (preview?.samplesPerPoint ?? 1));
    top[point] = Math.max(0, from?.highest[place] ?? 0);
    bottom[point] = Math.max(0, -(from?.lowest[place] ?? 0));
  }
  return { top, bottom };
}
