import { describe, expect, it } from 'vitest';
import { architectureOf } from '../architectures/index.ts';
import { localBatches } from '../dataset/batch-source.ts';
import type { Dataset } from '../dataset/example.ts';
import { cropOf } from '../dataset/example.ts';
import { inferenceGraph } from '../evaluation/predict.ts';
import { planExperiment, runExperiment } from '../experiment/experiment.ts';
import { layoutOf } from '../network/context.ts';
import type { NetworkState } from '../network/parameters.ts';
import { Graph } from '../autodiff/graph.ts';
import { encodeModel } from '../onnx/encode-model.ts';
import { readWeights } from '../onnx/read-weights.ts';
import { createRandom } from '../random/random.ts';
import { compileGraph } from '../testing/run-graph.ts';
import { patchInput } from '../../src-main/pipeline/features/patch-input.ts';
import { occlusion } from './occlusion.ts';
import { createExplainer } from './saliency.ts';

const ROWS = 128;
const FRAMES = 128;

const BAND = { from: 56, to: 72 };

/** Noise everywhere; the second genre has more of it in one band, and nothing else tells them apart. */
function oneBandDataset(count: number): Dataset {
  const random = createRandom(3);
  const examples = Array.from({ length: count }, (_, index) => {
    const genre = index % 2;
    const levels = Uint8Array.from({ length: FRAMES * ROWS }, (_value, cell) => {
      const isLoud = genre === 1 && cell % ROWS >= BAND.from && cell % ROWS < BAND.to;
      return Math.round(((isLoud ? -15 : -45) + random.between(-8, 8)) * (255 / 80) + 255);
    });
    return {
      id: `toy ${index}`,
      artist: `artist ${index}`,
      levels,
      frames: FRAMES,
      range: 80,
      peak: 20,
      allowed: [genre],
      published: {},
    };
  });
  return {
    name: 'one band',
    genres: ['without', 'with'],
    bands: ROWS,
    frontEnd: { kind: 'mel-decibels', hopLength: 1708 },
    examples,
  };
}

async function trained() {
  const toy = oneBandDataset(48);
  const architecture = architectureOf('mel-gru');
  const recipe = {
    ...architecture.recipe,
    augmentation: null,
    mixupChance: 0,
    labelSmoothing: 0,
    batchSize: 16,
    averagingRate: 1,
    schedule: { kind: 'constant', peak: 3e-3, final: 3e-3, warmUpEpochs: 0 } as const,
  };
  const split = { train: toy.examples, valid: [], test: [] };
  const experiment = planExperiment({ ...architecture, recipe }, toy, split, {
    seed: 1,
    epochs: 10,
    balanced: false,
    stepsPerRun: 1,
  });
  let state: NetworkState | null = null;
  for await (const event of runExperiment(experiment, {
    compile: compileGraph,
    openBatches: localBatches,
    now: () => 0,
  })) {
    if (event.kind === 'done') ({ state } = event);
  }
  return { toy, experiment, state: state as NetworkState | null };
}

/** The support of every row, and how much of it lies in the band, which is an eighth of the input. */
function supportIn(map: Float32Array): { readonly strongestRow: number; readonly share: number } {
  const rows = Array.from({ length: ROWS }, (_, row) =>
    map.subarray(row * FRAMES, (row + 1) * FRAMES).reduce((sum, value) => sum + Math.max(0, value), 0),
  );
  const sum = (part: readonly number[]) => part.reduce((total, value) => total + value, 0);
  return { strongestRow: rows.indexOf(Math.max(...rows)), share: sum(rows.slice(BAND.from, BAND.to)) / sum(rows) };
}

describe('an explanation', async () => {
  const { toy, experiment, state } = await trained();
  const { network, spec, genres } = experiment;
  const input = patchInput(spec);
  const patchOf = (index: number) => input(cropOf(toy.examples[index]!, 0, FRAMES), toy.examples[index]!.peak);

  it('lies in the band that decides the genre, by gradients and by occlusion', async () => {
    const explainer = await createExplainer(network, state!, [ROWS, FRAMES], genres.length, compileGraph);
    const runner = await compileGraph(inferenceGraph(network, state!, [ROWS, FRAMES]));
    const logitsOf = async (patches: Float32Array) => (await runner.run({ patches }))['logits']!;
    for (const map of [
      await explainer.saliency(patchOf(1), 1),
      await occlusion(logitsOf, patchOf(1), [ROWS, FRAMES], 1),
    ]) {
      const { strongestRow, share } = supportIn(map);
      expect(strongestRow).toBeGreaterThanOrEqual(BAND.from);
      expect(strongestRow).toBeLessThan(BAND.to);
      expect(share).toBeGreaterThan(0.4);
    }
    await Promise.all([explainer.release(), runner.release()]);
  });

  it('has the weights of the file that ships', () => {
    const file = encodeModel(inferenceGraph(network, state!, [ROWS, FRAMES]), 'test');
    const layout = layoutOf(network, () => new Graph(), [1, ROWS, FRAMES]);
    // Files come as buffers, whose slices are no copies.
    expect(readWeights(Buffer.from(file), layout)).toEqual(state);
    const other = layoutOf(architectureOf('mel-cnn').network(2), () => new Graph(), [1, ROWS, FRAMES]);
    expect(() => readWeights(file, other)).toThrow(/no weights/);
    expect(() => readWeights(file.subarray(0, file.length / 2), layout)).toThrow(RangeError);
  });
});
