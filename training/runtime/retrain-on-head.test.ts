import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysesPredictableBy } from '../../src-main/contract/feature-keys.ts';
import { loadModel } from '../../src-main/pipeline/model/model-folder.ts';
import { softmax } from '../../src-main/pipeline/probabilities/aggregate-patches.ts';
import { createRandom } from '../random/random.ts';
import { applyHead } from '../retrain/head.ts';
import type { LabelledTrack } from '../retrain/labelled-track.ts';
import { compileGraph } from '../testing/run-graph.ts';
import { HEAD_FEATURES, HEAD_GENRES, HEAD_STYLES, writeModelWithHead } from '../testing/model-with-head.ts';
import type { Bases } from './bases.ts';
import { basesOf } from './bases.ts';
import { catalogueModels } from './catalogue.ts';
import type { FeaturesModel } from './features-model.ts';
import { featuresModelOf } from './features-model.ts';
import { predictionsOfBases, priorOf, withInputs } from './last-layer-basis.ts';
import { retrainLastLayer } from './retrain-last-layer.ts';
import type { RetrainOptions } from './retrain-options.ts';
import { runHead } from './run-head.ts';
import type { AllWeightsOptions } from './train-all-weights.ts';
import { trainAllWeights } from './train-all-weights.ts';

let folder = '';
let bases: Bases;
let tracks: readonly LabelledTrack[];
const GENRES = [
  { name: 'House', origins: ['house'] },
  { name: 'Rock', origins: ['rock'] },
  { name: 'Dub', origins: [] },
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-head-'));
  await writeModelWithHead(join(folder, 'based'), 'based');
  bases = basesOf('based', [await loadModel(join(folder, 'based'))]);
  const random = createRandom(4);
  tracks = Array.from({ length: 30 }, (_, index) => ({
    id: `${index}`,
    artist: `${index >> 1}`,
    album: '',
    folder: '',
    features: Float32Array.from({ length: HEAD_FEATURES }, (_value, place) =>
      Math.abs(random.normal() + (place % 3 === index % 3 ? 1 : 0)),
    ),
    genres: [index % 3],
  }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const optionsFor = (name: string): RetrainOptions => ({
  name,
  bases,
  tracks,
  genres: GENRES,
  out: join(folder, name),
  against: 'based',
  seed: 1,
  learnedAt: '2026-11-21T00:00:00.000Z',
  date: '2026-11-21',
  command: 'test',
  compile: compileGraph,
});
const retrained = (name: string) => retrainLastLayer(optionsFor(name));

describe('a last layer upon a base’s head', () => {
  it('is given the features, and logarithms of what the head says', async () => {
    const { head } = bases;
    if (!head) throw new Error('the base has a head');
    const [first] = await withInputs(bases, tracks);
    const [answer] = await runHead({ name: 'based', file: head.file, sizes: head.sizes }, [tracks[0]!.features]);
    expect(first?.inputs.slice(0, HEAD_FEATURES)).toEqual(tracks[0]?.features);
    const logs = first!.inputs.slice(HEAD_FEATURES);
    softmax(answer!.logits, 1.5).forEach((share, genre) => expect(logs[genre]).toBeCloseTo(Math.log(share), 4));
    answer!.styles.forEach((logit, style) =>
      expect(logs[HEAD_GENRES.length + style]).toBeCloseTo(-Math.log(1 + Math.exp(-logit)), 4),
    );
  });

  it('begins as the base: a family by its probability, a style by its score, an unknown name in the middle', async () => {
    const prior = priorOf(bases, GENRES);
    const [first] = await withInputs(bases, tracks);
    const logits = applyHead(prior, first!.inputs);
    const logs = Array.from(first!.inputs.slice(HEAD_FEATURES));
    const middle = (logs[0]! + logs[1]! + logs[2]!) / 3;
    [logs[3]! - middle, logs[2]! - middle, 0].forEach((value, genre) => expect(logits[genre]).toBeCloseTo(value, 4));
    expect(prior.weights.subarray(0, HEAD_FEATURES * 3).every((weight) => weight === 0)).toBe(true);
    const [said] = predictionsOfBases(bases, [first!], GENRES);
    [logs[3], logs[2]].forEach((value, genre) => expect(said?.[genre]).toBeCloseTo(Math.exp(value!), 5));
    expect(said?.[2]).toBe(0);
  });

  it('makes a model of the same network, whose head answers from kept features as it does from inputs', async () => {
    const { card, lastLayer, evaluation } = await retrained('mine');
    expect(evaluation.fresh.accuracy).toBeGreaterThan(0.8);
    const model = await loadModel(join(folder, 'mine'));
    expect(model.network).toEqual(await readFile(join(folder, 'based', 'model.onnx')));
    expect(card).toMatchObject({ genres: ['House', 'Rock', 'Dub'], head: { features: HEAD_FEATURES } });
    expect(card.styles).toEqual(HEAD_STYLES);
    const predicted = await modelOf(model).predict(tracks.map(({ features }) => features));
    const before = await modelOf(await loadModel(join(folder, 'based'))).predict([tracks[0]!.features]);
    (await withInputs(bases, tracks)).forEach(({ inputs }, track) =>
      softmax(applyHead(lastLayer.head, inputs), lastLayer.temperature).forEach((share, genre) =>
        expect(predicted[track]?.probabilities[genre]).toBeCloseTo(share, 3),
      ),
    );
    // Styles pass through.
    expect(predicted[0]?.styleScores).toHaveLength(3);
    predicted[0]?.styleScores.forEach((score, style) => expect(score).toBeCloseTo(before[0]!.styleScores[style]!, 5));
  });

  it('has the features of its base, and analyses of its own', async () => {
    await retrained('mine-too');
    const catalogue = await catalogueModels([folder]);
    const [based, own] = ['based', 'mine-too'].map((name) => catalogue.find((model) => model.name === name));
    expect(own?.featuresKey).toBe(based?.featuresKey);
    expect(own?.specHash).not.toBe(based?.specHash);
    const hashes = new Set([based?.specHash, own?.specHash]);
    expect(analysesPredictableBy('mine-too', catalogue)).toEqual(hashes);
  });

  it('has no part in a training of all weights, which goes on from the network itself', async () => {
    const spectrogram = { levels: new Uint8Array(200 * 96), frames: 200, range: 1, peak: 0 };
    const heard = tracks.map((track) => ({ ...track, spectrogram }));
    const options: AllWeightsOptions = {
      ...optionsFor('whole'),
      tracks: heard,
      mode: 'full',
      resume: false,
      provider: 'cpu',
      threads: 1,
      batchWorkerFile: '',
    };
    const training = trainAllWeights(options, { train: heard, valid: [], patience: null, epochs: 1 }, options.out);
    const { value } = await training.next();
    await training.return(undefined);
    const answers = (count: number) => (HEAD_FEATURES + 1) * count;
    const { layout } = bases.members[0]!;
    const others = layout.parameterCount + layout.statisticCount - answers(layout.parameters.at(-1)!.shape[0]!);
    expect(value).toMatchObject({ kind: 'started', parameters: others + answers(GENRES.length) });
  });

  it('refuses features of another network', async () => {
    await expect(modelOf(await loadModel(join(folder, 'based'))).predict([new Float32Array(3)])).rejects.toMatchObject({
      code: 'model-invalid',
    });
  });
});

function modelOf(model: Awaited<ReturnType<typeof loadModel>>): FeaturesModel {
  const found = featuresModelOf([model]);
  if (!found) throw new Error('it predicts from features');
  return found;
}
