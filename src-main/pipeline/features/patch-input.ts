import { createColourMap } from '../../rendering/colour-map.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { inputShape } from './feature-spec.ts';
import { dctMatrix } from './mfcc.ts';

/**
 * Turns frames into one model input of the spec's shape.
 * @param levels [frames, melBands], as `levelWriter` gives them; fewer frames than a patch has are repeated
 * @param reference level of the loudest band around the patch
 */
export type PatchInput = (levels: Float32Array, reference: number) => Float32Array;

/** The last step of a front end: everything from levels on. */
export function patchInput(spec: FeatureSpec): PatchInput {
  switch (spec.kind) {
    case 'log-mel':
      return logMelInput(spec);
    case 'mfcc':
      return mfccInput(spec);
    case 'mel-picture':
      return melPictureInput(spec);
    case 'spectrogram':
      return spectrogramInput(spec);
  }
}

type SpecOf<Kind extends FeatureSpec['kind']> = Extract<FeatureSpec, { kind: Kind }>;

function logMelInput(spec: SpecOf<'log-mel'>): PatchInput {
  const { bandsPerRow, melBands, patchFrames, rangeDecibels } = spec;
  const { mean, deviation } = spec.normalisation;
  return (decibels, reference) => {
    const values = new Float32Array(mean.length * patchFrames);
    const floor = reference - rangeDecibels;
    for (let row = 0; row < mean.length; row++) {
      const scale = 1 / (deviation[row] as number);
      const offset = -(mean[row] as number) * scale;
      for (let frame = 0; frame < patchFrames; frame++) {
        const first = ((frame * melBands) % decibels.length) + row * bandsPerRow;
        values[row * patchFrames + frame] =
          (clampedSum(decibels, first, bandsPerRow, floor) / bandsPerRow - reference) * scale + offset;
      }
    }
    return values;
  };
}

function clampedSum(decibels: Float32Array, first: number, count: number, floor: number): number {
  let sum = 0;
  for (let index = first; index < first + count; index++) {
    const value = decibels[index] as number;
    sum += value > floor ? value : floor;
  }
  return sum;
}

function mfccInput(spec: SpecOf<'mfcc'>): PatchInput {
  const { coefficients, melBands, patchFrames, rangeDecibels } = spec;
  const { mean, deviation } = spec.normalisation;
  const matrix = dctMatrix(coefficients, melBands);
  const clamped = new Float64Array(melBands);
  return (decibels, reference) => {
    const values = new Float32Array(patchFrames * coefficients);
    const floor = reference - rangeDecibels;
    for (let frame = 0; frame < patchFrames; frame++) {
      const first = (frame * melBands) % decibels.length;
      for (let band = 0; band < melBands; band++) clamped[band] = Math.max(floor, decibels[first + band] as number);
      for (let index = 0; index < coefficients; index++) {
        const sum = dotProduct(matrix[index] as Float64Array, clamped);
        values[frame * coefficients + index] = (sum - (mean[index] as number)) / (deviation[index] as number);
      }
    }
    return values;
  };
}

function dotProduct(a: Float64Array, b: Float64Array): number {
  let [even, odd] = [0, 0];
  for (let index = 0; index + 1 < a.length; index += 2) {
    even += (a[index] as number) * (b[index] as number);
    odd += (a[index + 1] as number) * (b[index + 1] as number);
  }
  return a.length % 2 === 0 ? even + odd : even + odd + (a.at(-1) ?? 0) * (b.at(-1) ?? 0);
}

/** Nearest neighbours: the field's pictures are drawn, not smoothed. */
function melPictureInput(spec: SpecOf<'mel-picture'>): PatchInput {
  const { height, width, melBands, patchFrames, rangeDecibels } = spec;
  const colourOf = createColourMap(spec.colourMap);
  return (decibels, reference) => {
    const values = new Float32Array(inputShape(spec).reduce((a, b) => a * b));
    for (let y = 0, above = -1; y < height; y++) {
      const band = melBands - 1 - Math.floor((y * melBands) / height);
      if (band === above) {
        values.copyWithin(y * width * 4, (y - 1) * width * 4, y * width * 4);
        continue;
      }
      above = band;
      for (let x = 0; x < width; x++) {
        const frame = Math.floor((x * patchFrames) / width);
        const level =
          ((decibels[((frame * melBands) % decibels.length) + band] as number) - reference) / rangeDecibels + 1;
        const colour = colourOf(level);
        const at = (y * width + x) * 4;
        for (let part = 0; part < 4; part++) values[at + part] = colour[part] as number;
      }
    }
    return values;
  };
}

function spectrogramInput({ melBands, patchFrames, compression }: SpecOf<'spectrogram'>): PatchInput {
  const isRelative = compression.kind === 'decibels';
  const range = isRelative ? compression.rangeDecibels : Infinity;
  return (levels, loudest) => {
    const reference = isRelative ? loudest : 0;
    const values = new Float32Array(melBands * patchFrames);
    for (let frame = 0; frame < patchFrames; frame++) {
      const first = (frame * melBands) % levels.length;
      for (let band = 0; band < melBands; band++)
        values[band * patchFrames + frame] = Math.max(-range, (levels[first + band] as number) - reference);
    }
    return values;
  };
}
