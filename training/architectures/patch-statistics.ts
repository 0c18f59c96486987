import { periodicHann } from '../../src-main/pipeline/features/hann-window.ts';
import { cosineMatrix } from '../../src-main/pipeline/features/mfcc.ts';
import { abs, add, concat, log, matMul, mean, mul, reshape, slice, sqrt, sub } from '../autodiff/functions/index.ts';
import type { Graph } from '../autodiff/graph.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import { sizeAt } from '../autodiff/tensor.ts';
import { momentsOf } from '../network/layers.ts';

/** Cepstral coefficients of every frame. */
export const COEFFICIENTS = 20;
/** Neighbouring bands that count as one for rhythm and for lines. */
export const BAND_GROUPS = 16;
/** First bin of each modulation band and the end of the last: in a patch of ten seconds, tenths of a hertz. */
export const MODULATION_EDGES = [1, 3, 6, 10, 16, 24, 34, 46, 65] as const;
/** Power under which modulation counts as none. */
const MODULATION_FLOOR = 0.01;

/** Figures of a whole patch: [batch, bands, frames] → [batch, figures]. */
export function patchStatistics(patches: Tensor): Tensor {
  const figures = [...levelStatistics(patches), modulationSpectrum(patches), ...lineStatistics(patches)];
  return concat(figures, { axis: 1 });
}

/**
 * How loud and how restless: means and deviations of the pairs of bands and of the cepstral coefficients (Davis &
 * Mermelstein 1980), and deviations of the coefficients' change from frame to frame.
 */
function levelStatistics(patches: Tensor): Tensor[] {
  const pairs = groupMeans(patches, sizeAt(patches.shape, 1) / 2);
  const rows = sizeAt(pairs.shape, 1);
  const cosines = cosineMatrix(COEFFICIENTS, rows);
  const transform = fixedMatrix(patches.graph, COEFFICIENTS, rows, (k, row) => cosines[k]?.[row] ?? 0);
  const cepstrum = matMul(transform, pairs);
  return [...meanAndDeviation(pairs), ...meanAndDeviation(cepstrum), meanAndDeviation(difference(cepstrum, 2))[1]];
}

/**
 * Rhythm: how strongly groups of bands swing, slowly to fast, as the logarithm of the mean power of each modulation
 * band (Hann-windowed; McKinney & Breebaart 2003): [batch, bands, frames] → [batch, groups · modulation bands].
 */
function modulationSpectrum(patches: Tensor): Tensor {
  const [batch, frames] = [sizeAt(patches.shape, 0), sizeAt(patches.shape, 2)];
  const levels = groupMeans(patches, BAND_GROUPS);
  const centred = sub(levels, mean(levels, { axes: [2], keepDims: true }));
  const bins = (MODULATION_EDGES.at(-1) ?? 1) - 1;
  const window = periodicHann(frames);
  // Cosines, then sines, of bins 1 to `bins`.
  const transform = fixedMatrix(patches.graph, frames, 2 * bins, (frame, column) => {
    const angle = (2 * Math.PI * frame * ((column % bins) + 1)) / frames;
    return (window[frame] ?? 0) * (column < bins ? Math.cos(angle) : Math.sin(angle));
  });
  const parts = matMul(centred, transform);
  const means = fixedMatrix(patches.graph, 2 * bins, MODULATION_EDGES.length - 1, (column, band) => {
    const [first, end] = [MODULATION_EDGES[band] ?? 0, MODULATION_EDGES[band + 1] ?? 0];
    const bin = (column % bins) + 1;
    return first <= bin && bin < end ? 1 / (end - first) : 0;
  });
  const power = matMul(mul(parts, parts), means);
  return reshape(log(add(power, MODULATION_FLOOR)), [batch, BAND_GROUPS * (MODULATION_EDGES.length - 1)]);
}

/**
 * Lines: how much a band stands out from its two neighbours, by groups of bands: mean and deviation over time, and the
 * same of the mean spectrum, where held notes remain.
 */
function lineStatistics(patches: Tensor): Tensor[] {
  const prominence = (spectrum: Tensor) => groupMeans(abs(difference(difference(spectrum, 1), 1)), BAND_GROUPS);
  const ofMean = prominence(mean(patches, { axes: [2], keepDims: true }));
  return [...meanAndDeviation(prominence(patches)), withoutTime(ofMean)];
}

/** Each row less the one before, along an axis, which becomes one shorter. */
function difference(input: Tensor, axis: number): Tensor {
  const end = sizeAt(input.shape, axis);
  return sub(slice(input, { axis, start: 1, end }), slice(input, { axis, start: 0, end: end - 1 }));
}

/** Means of every two neighbouring rows: [batch, rows, frames] → [batch, rows / 2, frames]. */
function pairMeans(input: Tensor): Tensor {
  const [batch, rows, frames] = [sizeAt(input.shape, 0), sizeAt(input.shape, 1), sizeAt(input.shape, 2)];
  const pairs = reshape(input, [batch, rows / 2, 2 * frames]);
  const row = (place: number) => slice(pairs, { axis: 2, start: place * frames, end: (place + 1) * frames });
  return mul(add(row(0), row(1)), 0.5);
}

/** Means of neighbouring rows: [batch, rows, frames] → [batch, groups, frames]. */
function groupMeans(input: Tensor, groups: number): Tensor {
  const rows = sizeAt(input.shape, 1);
  if (rows === groups) return input;
  // Sums of two rows, again and again, are quicker than a matrix of which most is zero.
  if (rows % (2 * groups) === 0) return groupMeans(pairMeans(input), groups);
  const groupOf = Array.from({ length: rows }, (_, row) => Math.floor((row * groups) / rows));
  const share = (group: number) => 1 / groupOf.filter((other) => other === group).length;
  const averaging = fixedMatrix(input.graph, groups, rows, (group, row) => (groupOf[row] === group ? share(group) : 0));
  return matMul(averaging, input);
}

function fixedMatrix(
  graph: Graph,
  rows: number,
  columns: number,
  valueAt: (row: number, column: number) => number,
): Tensor {
  return graph.constant(
    Float32Array.from({ length: rows * columns }, (_, index) => valueAt(Math.floor(index / columns), index % columns)),
    [rows, columns],
  );
}

/** Mean and deviation over time: [batch, rows, frames] → twice [batch, rows]. */
function meanAndDeviation(input: Tensor): [mean: Tensor, deviation: Tensor] {
  const moments = momentsOf(input, [2]);
  // What never varies has a variance above zero all the same: a root has no slope there.
  const deviation = sqrt(add(withoutTime(moments.variance), 1e-4));
  return [withoutTime(moments.mean), deviation];
}

/** [batch, rows, 1] → [batch, rows] */
function withoutTime(input: Tensor): Tensor {
  return reshape(input, [sizeAt(input.shape, 0), sizeAt(input.shape, 1)]);
}
