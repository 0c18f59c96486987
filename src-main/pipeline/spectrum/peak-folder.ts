import type { WaveformPeaks } from '../../contract/inspection.ts';
import { extremesOf, EXTREMES_CAPACITY, EXTREMES_LANES } from './extremes.ts';

/** A waveform of unknown length in bounded memory: the extremes of segments, which double when all places are taken. */
export class PeakFolder {
  readonly #highest: Float32Array;
  readonly #lowest: Float32Array;
  #samplesPerPoint: number;
  #samples = 0;

  /** @param maxPoints an even number @param samplesPerPoint of the first points, a power of two */
  constructor(maxPoints: number, samplesPerPoint = 1) {
    this.#highest = new Float32Array(maxPoints);
    this.#lowest = new Float32Array(maxPoints);
    this.#samplesPerPoint = samplesPerPoint;
  }

  /** Samples taken so far, of one channel. */
  get samples(): number {
    return this.#samples;
  }

  /** Takes interleaved samples; a point spans all channels. */
  push(samples: Float32Array, channels: number): void {
    for (let index = 0; index < samples.length;) {
      if (this.#samples === this.#highest.length * this.#samplesPerPoint) this.#join();
      const taken = this.#pushPoints(samples, index, channels) || this.#pushToPoint(samples, index, channels);
      this.#samples += taken / channels;
      index += taken;
    }
  }

  /** @returns how many samples from `first` on it took for whole points; none where a point is begun */
  #pushPoints(samples: Float32Array, first: number, channels: number): number {
    if (this.#samples % this.#samplesPerPoint > 0) return 0;
    const width = this.#samplesPerPoint * channels;
    const point = this.#samples / this.#samplesPerPoint;
    const points = Math.floor(Math.min(samples.length - first, EXTREMES_CAPACITY) / width);
    const taken = Math.min(points, this.#highest.length - point) * width;
    if (taken === 0) return 0;
    const whole = samples.subarray(first, first + taken);
    if (width % EXTREMES_LANES > 0) narrowExtremes(whole, width, this.#highest, this.#lowest, point);
    else {
      const [highest, lowest] = extremesOf(whole, width);
      this.#highest.set(highest, point);
      this.#lowest.set(lowest, point);
    }
    return taken;
  }

  /** @returns how many samples from `first` on it took, up to the end of the present point */
  #pushToPoint(samples: Float32Array, first: number, channels: number): number {
    const point = Math.floor(this.#samples / this.#samplesPerPoint);
    const taken = this.#samples % this.#samplesPerPoint;
    const end = Math.min(samples.length, first + (this.#samplesPerPoint - taken) * channels);
    let [high, low] =
      taken === 0 ? [-Infinity, Infinity] : [this.#highest[point] as number, this.#lowest[point] as number];
    for (let index = first; index < end; index++) {
      const value = samples[index] as number;
      if (value > high) high = value;
      if (value < low) low = value;
    }
    this.#highest[point] = high;
    this.#lowest[point] = low;
    return end - first;
  }

  /** The outline so far. @param samplesPerPoint at least so many, rounded up to a power of two */
  peaks(samplesPerPoint: number): WaveformPeaks {
    const points = Math.ceil(this.#samples / this.#samplesPerPoint);
    return foldPeaks(
      {
        samplesPerPoint: this.#samplesPerPoint,
        highest: this.#highest.subarray(0, points),
        lowest: this.#lowest.subarray(0, points),
      },
      samplesPerPoint,
    );
  }

  #join(): void {
    const [highest, lowest] = [this.#highest, this.#lowest];
    for (let point = 0; point < highest.length / 2; point++) {
      const [high, nextHigh] = [highest[2 * point] as number, highest[2 * point + 1] as number];
      const [low, nextLow] = [lowest[2 * point] as number, lowest[2 * point + 1] as number];
      highest[point] = high > nextHigh ? high : nextHigh;
      lowest[point] = low < nextLow ? low : nextLow;
    }
    this.#samplesPerPoint *= 2;
  }
}

/** The extremes of whole points, written from `point` on; for points that are too narrow for {@link extremesOf}. */
function narrowExtremes(
  samples: Float32Array,
  width: number,
  highest: Float32Array,
  lowest: Float32Array,
  point: number,
): void {
  for (let index = 0, to = point; index < samples.length; to++) {
    let high = samples[index] as number;
    let low = high;
    const end = index + width;
    for (index += 1; index < end; index++) {
      const value = samples[index] as number;
      if (value > high) high = value;
      if (value < low) low = value;
    }
    highest[to] = high;
    lowest[to] = low;
  }
}

/** A coarser outline. @param samplesPerPoint at least so many, in steps of two */
export function foldPeaks(
  { samplesPerPoint: finest, highest, lowest }: WaveformPeaks,
  samplesPerPoint: number,
): WaveformPeaks {
  let step = 1;
  while (step * finest < samplesPerPoint) step *= 2;
  return { samplesPerPoint: finest * step, highest: foldHighest(highest, step), lowest: foldLowest(lowest, step) };
}

/** One loop for both, with a function that chooses, takes several times as long. */
function foldHighest(values: Float32Array, step: number): Float32Array {
  const folded = new Float32Array(Math.ceil(values.length / step));
  for (let point = 0, index = 0; point < folded.length; point++) {
    let highest = values[index++] as number;
    for (const end = Math.min(values.length, (point + 1) * step); index < end; index++)
      if ((values[index] as number) > highest) highest = values[index] as number;
    folded[point] = highest;
  }
  return folded;
}

function foldLowest(values: Float32Array, step: number): Float32Array {
  const folded = new Float32Array(Math.ceil(values.length / step));
  for (let point = 0, index = 0; point < folded.length; point++) {
    let lowest = values[index++] as number;
    for (const end = Math.min(values.length, (point + 1) * step); index < end; index++)
      if ((values[index] as number) < lowest) lowest = values[index] as number;
    folded[point] = lowest;
  }
  return folded;
}
