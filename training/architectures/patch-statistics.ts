import { periodicHann } from '../../src-main/pipeline/features/frame-stream.ts';
import { cosineMatrix } from '../../src-main/pipeline/features/mfcc.ts';
import type { Graph } from '../autodiff/graph.ts';
import type { Tensor } from '../autodiff/tensor.ts';
import { sizeAt } from '../autodiff/tensor.ts';
import type { NetworkContext } from '../network/context.ts';
import { mean, momentsOf, relu } from '../network/layers.ts';

/** Cepstral coefficients of every frame. */
export const COEFFICIENTS = 20;
/** Neighbouring bands that count as one for rhythm and for lines. */
export const BAND_GROUPS = 16;
/** First bin of each modulation band and the end of the last: in a patch of ten seconds, tenths of a hertz. */
export const MODULATION_EDGES = [1, 3, 6, 10, 16, 24, 34, 46, 65] as const;
/** Power under which modulation counts as none. */
const MODULATION_FLOOR = 0.01;

/** Figures of a whole patch: [batch, bands, frames] → [batch, figures]. */
export function patchStatistics(context: NetworkContext, patches: Tensor): Tensor {
  const figures = [
    ...levelStatistics(context, patches),
    modulationSpectrum(context, patches),
    ...lineStatistics(context, patches),
  ];
  return context.graph.emit('Concat', figures, { axis: 1 });
}

/**
 * How loud and how restless: means and deviations of the pairs of bands and of the cepstral coefficients (Davis &
 * Mermelstein 1980), and deviations of the coefficients' change from frame to frame.
 */
function levelStatistics(context: NetworkContext, patches: Tensor): Tensor[] {
  const { graph } = context;
  const pairs = groupMeans(graph, patches, sizeAt(patches.shape, 1) / 2);
  const rows = sizeAt(pairs.shape, 1);
  const cosines = cosineMatrix(COEFFICIENTS, rows);
  const cepstrum = graph.emit(
    'MatMul',
    [fixedMatrix(graph, COEFFICIENTS, rows, (k, row) => cosines[k]?.[row] ?? 0), pairs],
    {},
  );
  return [
    ...meanAndDeviation(context, pairs),
    ...meanAndDeviation(context, cepstrum),
    meanAndDeviation(context, difference(graph, cepstrum, 2))[1],
  ];
}

/**
 * Rhythm: how strongly groups of bands swing, slowly to fast, as the logarithm of the mean power of each modulation
 * band (Hann-windowed; McKinney & Breebaart 2003): [batch, bands, frames] → [batch, groups · modulation bands].
 */
function modulationSpectrum(context: NetworkContext, patches: Tensor): Tensor {
  const { graph } = context;
  const [batch, frames] = [sizeAt(patches.shape, 0), sizeAt(patches.shape, 2)];
  const levels = groupMeans(graph, patches, BAND_GROUPS);
  const centred = graph.emit('Sub', [levels, mean(context, levels, [2], true)], {});
  const bins = (MODULATION_EDGES.at(-1) ?? 1) - 1;
  const window = periodicHann(frames);
  // Cosines, then sines, of bins 1 to `bins`.
  const transform = fixedMatrix(graph, frames, 2 * bins, (frame, column) => {
    const angle = (2 * Math.PI * frame * ((column % bins) + 1)) / frames;
    return (window[frame] ?? 0) * (column < bins ? Math.cos(angle) : Math.sin(angle));
  });
  const parts = graph.emit('MatMul', [centred, transform], {});
  const means = fixedMatrix(graph, 2 * bins, MODULATION_EDGES.length - 1, (column, band) => {
    const [first, end] = [MODULATION_EDGES[band] ?? 0, MODULATION_EDGES[band + 1] ?? 0];
    const bin = (column % bins) + 1;
    return first <= bin && bin < end ? 1 / (end - first) : 0;
  });
  const power = graph.emit('MatMul', [graph.emit('Mul', [parts, parts], {}), means], {});
  const logarithm = graph.emit('Log', [graph.emit('Add', [power, graph.scalar(MODULATION_FLOOR)], {})], {});
  return graph.emit('Reshape', [logarithm], { target: [batch, BAND_GROUPS * (MODULATION_EDGES.length - 1)] });
}

/**
 * Lines: how much a band stands out from its two neighbours, by groups of bands: mean and deviation over time, and the
 * same of the mean spectrum, where held notes remain.
 */
function lineStatistics(context: NetworkContext, patches: Tensor): Tensor[] {
  const { graph } = context;
  const prominence = (spectrum: Tensor) =>
    groupMeans(graph, magnitude(context, difference(graph, difference(graph, spectrum, 1), 1)), BAND_GROUPS);
  const ofMean = prominence(mean(context, patches, [2], true));
  return [...meanAndDeviation(context, prominence(patches)), withoutTime(graph, ofMean)];
}

/** Each row less the one before, along an axis, which becomes one shorter. */
function difference(graph: Graph, input: Tensor, axis: number): Tensor {
  const end = sizeAt(input.shape, axis);
  return graph.emit(
    'Sub',
    [
      graph.emit('Slice', [input], { axis, start: 1, end }),
      graph.emit('Slice', [input], { axis, start: 0, end: end - 1 }),
    ],
    {},
  );
}

/** |x| = max(x, 0) + max(−x, 0) */
function magnitude(context: NetworkContext, input: Tensor): Tensor {
  const { graph } = context;
  return graph.emit('Add', [relu(context, input), relu(context, graph.emit('Neg', [input], {}))], {});
}

/** Means of neighbouring rows: [batch, rows, frames] → [batch, groups, frames]. */
function groupMeans(graph: Graph, input: Tensor, groups: number): Tensor {
  const rows = sizeAt(input.shape, 1);
  const groupOf = Array.from({ length: rows }, (_, row) => Math.floor((row * groups) / rows));
  const share = (group: number) => 1 / groupOf.filter((other) => other === group).length;
  return graph.emit(
    'MatMul',
    [fixedMatrix(graph, groups, rows, (group, row) => (groupOf[row] === group ? share(group) : 0)), input],
    {},
  );
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
function meanAndDeviation(context: NetworkContext, input: Tensor): [mean: Tensor, deviation: Tensor] {
  const { graph } = context;
  const moments = momentsOf(context, input, [2]);
  // What never varies has a variance above zero all the same: a root has no slope there.
  const deviation = graph.emit('Sqrt', [graph.emit('Add', [moments.variance, graph.scalar(1e-4)], {})], {});
  return [withoutTime(graph, moments.mean), withoutTime(graph, deviation)];
}

/** [batch, rows, 1] → [batch, rows] */
function withoutTime(graph: Graph, input: Tensor): Tensor {
  return graph.emit('Reshape', [input], { target: [sizeAt(input.shape, 0), sizeAt(input.shape, 1)] });
}
