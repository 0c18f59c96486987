import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { specOf } from '../architectures/architecture.ts';
import { architectureOf } from '../architectures/index.ts';
import { Graph } from '../autodiff/graph.ts';
import { explainerOf } from '../explanation/model-explainer.ts';
import { layoutOf } from '../network/context.ts';
import { initialState } from '../network/parameters.ts';
import { createRandom } from '../random/random.ts';
import { basePrediction, mapPrediction } from '../retrain/base-prediction.ts';
import { priorHead } from '../retrain/prior-head.ts';
import type { LabelledTrack } from '../retrain/labelled-track.ts';
import { applyHead } from '../retrain/head.ts';
import { featureCounts } from '../retrain/base-member.ts';
import { compileGraph } from '../testing/run-graph.ts';
import { runnerOf } from './onnx-runner.ts';
import type { Bases } from './bases.ts';
import { retrainLastLayer } from './retrain-last-layer.ts';

describe('a retrained model’s folder', () => {
  let folder = '';
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'genrescope-retrain-'))));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('answers through the bases as its head does, and begins as the bases themselves', async () => {
    const genres = ['blues', 'jazz', 'rock'];
    const spec = specOf({ kind: 'log-mel', patchFrames: 128 }, { hopLength: 1708, melBands: 128, rangeDecibels: 80 });
    const members = ['mel-cnn', 'mel-gru'].map((name, index) => {
      const architecture = architectureOf(name);
      const layout = layoutOf(architecture.network(3), () => new Graph(), [1, 128, 128]);
      return { architecture, layout, state: initialState(layout, createRandom(index + 1)), temperature: 1 + index };
    });
    const featureCount = featureCounts(members).reduce((sum, count) => sum + count, 0);
    const bases: Bases = {
      name: 'both',
      genres,
      spec,
      members,
      facts: [
        { name: 'a', sha256: '0'.repeat(64) },
        { name: 'b', sha256: '1'.repeat(64) },
      ],
      featureCount,
      head: null,
    };
    const random = createRandom(3);
    const tracks = Array.from({ length: 24 }, (_, index): LabelledTrack => ({
      id: `${index}`,
      artist: `${index}`,
      album: '',
      folder: '',
      features: Float32Array.from({ length: featureCount }, () => random.normal()),
      genres: [index % 2],
    }));
    const { card, lastLayer } = await retrainLastLayer({
      name: 'mine',
      bases,
      tracks,
      genres: [
        { name: 'Delta', origins: ['blues'] },
        { name: 'Noise', origins: [] },
        { name: 'rock', origins: ['rock'] },
      ],
      out: folder,
      against: 'both',
      seed: 1,
      learnedAt: '2026-11-21T00:00:00.000Z',
      date: '2026-11-21',
      command: 'test',
      compile: compileGraph,
    });
    const network = await readFile(join(folder, 'model.onnx'));
    const runner = await runnerOf(network, { patches: [-1, 128, 128] }, 'cpu', 1);
    const { logits, embedding } = await runner.run({
      patches: Float32Array.from({ length: 2 * 128 * 128 }, () => random.normal()),
    });
    await runner.release();
    for (const patch of [0, 1]) {
      const expected = applyHead(lastLayer.head, embedding!.subarray(patch * featureCount, (patch + 1) * featureCount));
      expected.forEach((value, genre) => expect(logits![patch * 3 + genre]).toBeCloseTo(value, 3));
    }
    expect(card.personal?.bases).toHaveLength(2);
    // What a model is made of is known again: the inspector can ask it for saliency.
    expect(
      await explainerOf({ network, architecture: card.network.architecture, spec, genreCount: 3 }, compileGraph),
    ).not.toBeNull();
    // The prior over the shipped genres is the mean of the bases' calibrated logits, up to what softmax does not see.
    const prior = applyHead(priorHead(members, [[0], [1], [2]]), tracks[0]!.features);
    const prediction = basePrediction([members[0]!], tracks[0]!.features.subarray(0, featureCounts(members)[0]));
    const alone = applyHead(
      priorHead([members[0]!], [[0], [1], [2]]),
      tracks[0]!.features.subarray(0, featureCounts(members)[0]),
    );
    expect(alone[0]! - alone[1]!).toBeCloseTo(Math.log(prediction[0]!) - Math.log(prediction[1]!), 3);
    expect(prior).toHaveLength(3);
    expect(mapPrediction([0.5, 0.3, 0.2], [[0, 1], [], [2]])).toEqual([0.8, 0, 0.2, Number.EPSILON]);
    expect(mapPrediction([0.5, 0.5], [[], []]).indexOf(Number.EPSILON)).toBe(2);
  });
});
