/** How loud a segment is, second by second. */
export class Loudness {
  readonly #sampleRate: number;
  /** Sums of squares of every second. */
  readonly #sums: number[] = [];
  #samples = 0;
  #peak = 0;

  /** @param sampleRate Hz */
  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
  }

  /** Takes the samples of one channel. */
  push(samples: Float32Array): void {
    for (let index = 0; index < samples.length;) {
      const second = Math.floor(this.#samples / this.#sampleRate);
      const end = Math.min(samples.length, index + (second + 1) * this.#sampleRate - this.#samples);
      let [sum, peak] = [0, this.#peak];
      this.#samples += end - index;
      for (; index < end; index++) {
        const value = samples[index] as number;
        sum += value * value;
        if (value > peak) peak = value;
        else if (-value > peak) peak = -value;
      }
      this.#peak = peak;
      this.#sums[second] = (this.#sums[second] ?? 0) + sum;
    }
  }

  /** The largest magnitude of a sample; 1 is full scale. */
  get peak(): number {
    return this.#peak;
  }

  /** That were taken. */
  get seconds(): number {
    return this.#samples / this.#sampleRate;
  }

  /** Mean power of every second; a full-scale square has 1. The last second may be a part of one. */
  get powers(): number[] {
    const last = this.#samples - (this.#sums.length - 1) * this.#sampleRate;
    return this.#sums.map((sum, second) => sum / (second === this.#sums.length - 1 ? last : this.#sampleRate));
  }
}

/** −60 dBFS: below it lie tape hiss and dither, above it even the quietest passages of music. */
const AUDIBLE_POWER = 1e-6;

/** Whether a second of this mean power counts as sound. */
export function isAudible(power: number): boolean {
  return power > AUDIBLE_POWER;
}

/** The mean of some seconds' powers; 0 for none. */
export function meanPower(powers: readonly number[]): number {
  return powers.reduce((sum, power) => sum + power, 0) / Math.max(1, powers.length);
}
