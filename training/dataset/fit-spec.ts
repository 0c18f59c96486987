import type { FeatureSpec } from '../../src-main/pipeline/features/feature-spec.ts';
import { patchInput } from '../../src-main/pipeline/features/patch-input.ts';
import type { Example } from './example.ts';
import { cropOf, patchStarts } from './example.ts';

/** A spec whose normalisation is that of the training subset. Some kinds have none. */
export function fitSpec(spec: FeatureSpec, examples: readonly Example[]): FeatureSpec {
  if (!('normalisation' in spec)) return spec;
  const rows = spec.normalisation.mean.length;
  const plain: FeatureSpec = {
    ...spec,
    normalisation: { mean: Array.from({ length: rows }, () => 0), deviation: Array.from({ length: rows }, () => 1) },
  };
  const input = patchInput(plain);
  // Log-mel has its rows first, MFCC its coefficients last.
  const rowOf =
    spec.kind === 'log-mel' ? (index: number) => Math.floor(index / spec.patchFrames) : (index: number) => index % rows;
  const [sums, squares] = [new Float64Array(rows), new Float64Array(rows)];
  let count = 0;
  for (const example of examples) {
    for (const start of patchStarts(example.frames, spec.patchFrames, spec.patchHopFrames)) {
      const values = input(cropOf(example, start, spec.patchFrames), example.peak);
      values.forEach((value, index) => {
        const row = rowOf(index);
        sums[row] = (sums[row] as number) + value;
        squares[row] = (squares[row] as number) + value * value;
      });
      count += spec.patchFrames;
    }
  }
  const mean = Array.from(sums, (sum) => sum / count);
  const deviation = mean.map((average, row) =>
    Math.sqrt(Math.max(1e-6, (squares[row] as number) / count - average * average)),
  );
  return { ...spec, normalisation: { mean, deviation } };
}

/** Mean decibels of every band below the clip's peak: what masks leave. */
export function meanLevels(examples: readonly Example[], bands: number): number[] {
  const sums = new Float64Array(bands);
  let frames = 0;
  for (const { levels, range, frames: count } of examples) {
    levels.forEach(
      (level, index) => (sums[index % bands] = (sums[index % bands] as number) + (level / 255 - 1) * range),
    );
    frames += count;
  }
  return Array.from(sums, (sum) => sum / Math.max(1, frames));
}
