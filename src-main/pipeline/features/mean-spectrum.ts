import { MODULATION_GROUPS, MODULATION_STEPS } from '../../contract/mean-spectrum.ts';
import { powerToDecibels } from './decibels.ts';
import { createPowerSpectrum } from './fft.ts';
import { periodicHann } from './hann-window.ts';

/** Frames a modulation spectrum is taken of: ten seconds at our models' step. */
const SEGMENT_FRAMES = 128;

/**
 * What a track sounds like on average, in a few hundred numbers: the mean level of every mel band, and how strongly the
 * loudness of band groups goes up and down at which rates (a modulation spectrum; Greenberg & Kingsbury 1997).
 */
export class MeanSpectrum {
  readonly #melBands: number;
  readonly #framesPerStep: number;
  readonly #joined: Float64Array;
  #joinedFrames = 0;
  readonly #levels: Float64Array;
  readonly #modulation = new Float64Array(MODULATION_GROUPS * MODULATION_STEPS);
  readonly #spectrum = createPowerSpectrum(SEGMENT_FRAMES, periodicHann(SEGMENT_FRAMES));
  readonly #power = new Float64Array(SEGMENT_FRAMES / 2 + 1);
  readonly #segments = Array.from({ length: MODULATION_GROUPS }, () => new Float32Array(SEGMENT_FRAMES));
  #frames = 0;
  #segmentCount = 0;

  /** @param framesPerStep frames that are joined into one, by their mean energies */
  constructor(melBands: number, framesPerStep = 1) {
    this.#melBands = melBands;
    this.#framesPerStep = framesPerStep;
    this.#joined = new Float64Array(melBands);
    this.#levels = new Float64Array(melBands);
  }

  /** Takes one frame of mel energies [melBands]. */
  push(energies: Float64Array): void {
    if (this.#framesPerStep === 1) return this.#pushStep(energies);
    for (let band = 0; band < this.#melBands; band++)
      this.#joined[band] = (this.#joined[band] as number) + (energies[band] as number) / this.#framesPerStep;
    this.#joinedFrames += 1;
    if (this.#joinedFrames % this.#framesPerStep > 0) return;
    this.#pushStep(this.#joined);
    this.#joined.fill(0);
  }

  #pushStep(energies: Float64Array): void {
    const place = this.#frames % SEGMENT_FRAMES;
    for (const segment of this.#segments) segment[place] = 0;
    for (let band = 0; band < this.#melBands; band++) {
      const decibels = powerToDecibels(energies[band] as number);
      this.#levels[band] = (this.#levels[band] as number) + decibels;
      const segment = this.#segments[Math.floor((band * MODULATION_GROUPS) / this.#melBands)] as Float32Array;
      segment[place] = (segment[place] as number) + (decibels * MODULATION_GROUPS) / this.#melBands;
    }
    this.#frames += 1;
    if (place === SEGMENT_FRAMES - 1) this.#takeSegment();
  }

  /**
   * [melBands] mean levels in decibels relative to their own mean, then [MODULATION_GROUPS, MODULATION_STEPS] modulation depths
   * in decibels; the depths of a track shorter than a segment are zero.
   */
  finish(): Float32Array {
    const levels = this.#levels.map((sum) => sum / Math.max(1, this.#frames));
    const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
    const depths = this.#modulation.map((sum) => sum / Math.max(1, this.#segmentCount));
    return Float32Array.of(...levels.map((level) => level - mean), ...depths);
  }

  /** The amplitude of a sinusoidal rise and fall, per step the strongest one. */
  #takeSegment(): void {
    this.#segmentCount += 1;
    const binsPerStep = SEGMENT_FRAMES / 2 / MODULATION_STEPS;
    this.#segments.forEach((segment, group) => {
      const mean = segment.reduce((sum, value) => sum + value, 0) / SEGMENT_FRAMES;
      this.#spectrum.compute(
        segment.map((value) => value - mean),
        this.#power,
      );
      for (let step = 0; step < MODULATION_STEPS; step++) {
        const strongest = Math.max(...this.#power.subarray(1 + step * binsPerStep, 1 + (step + 1) * binsPerStep));
        const index = group * MODULATION_STEPS + step;
        // A Hann window lets half of an amplitude through, and a real wave has two halves.
        this.#modulation[index] = (this.#modulation[index] as number) + (4 * Math.sqrt(strongest)) / SEGMENT_FRAMES;
      }
    });
  }
}
