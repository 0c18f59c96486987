import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { automaticThreshold } from '../../src-main/contract/automatic.ts';
import { architectureOf } from '../architectures/index.ts';
import { Graph } from '../autodiff/graph.ts';
import { runnerOf } from '../runtime/onnx-runner.ts';
import { retrainQuickly } from '../runtime/retrain-last-layer.ts';
import type { Bases } from '../runtime/retrain-last-layer.ts';
import { specOf } from '../architectures/architecture.ts';
import { layoutOf } from '../network/context.ts';
import { initialState } from '../network/parameters.ts';
import { createRandom } from '../random.ts';
import { compileGraph } from '../testing/run-graph.ts';
import { explainerOf } from '../explanation/model-explainer.ts';
import { basePrediction, mapPrediction } from './base-prediction.ts';
import { compareModels, doubtfulLabels, proofsOf } from './compare-predictions.ts';
import { labelQueue } from './label-queue.ts';
import { labelSet } from './label-set.ts';
import { nearDuplicates } from './near-duplicates.ts';
import { featureCounts } from './retrained-network.ts';
import { priorHead } from './prior-head.ts';
import type { LabelledTrack } from './quick-model.ts';
import { applyHead, trainQuickly } from './quick-model.ts';
import { splitByFeatures } from './split-genre.ts';
import { fromStandardised, intoStandardised, momentsOf, standardised } from './standardise.ts';
import { groupFolds, trackGroups } from './track-groups.ts';

const FEATURES = 12;

/** Tracks whose genre shows in the first features, a group of three an artist. */
function makeTracks(count: number, genreCount: number, noise: number): LabelledTrack[] {
  const random = createRandom(5);
  return Array.from({ length: count }, (_, index) => {
    const genre = index % genreCount;
    const features = Float32Array.from(
      { length: FEATURES },
      (_, place) => random.normal() * noise + (place === genre ? 3 : 0),
    );
    return {
      id: `${index}`,
      artist: `artist ${genre} ${Math.floor(index / (3 * genreCount))}`,
      album: '',
      folder: '',
      features,
      genres: [genre],
    };
  });
}

const NO_PRIOR = { weights: new Float32Array(FEATURES * 3), bias: new Float32Array(3) };

describe('a quick model', () => {
  it('learns what shows in the features, and is judged on artists that it did not hear', async () => {
    const tracks = makeTracks(90, 3, 0.5);
    const model = await trainQuickly(tracks, NO_PRIOR, 1, compileGraph);
    const right = model.heldOut.filter(
      (row, index) => row && row.indexOf(Math.max(...row)) === tracks[index]?.genres[0],
    );
    expect(right.length).toBe(90);
    for (const row of model.heldOut) expect(row?.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5);
    expect(await trainQuickly(tracks, NO_PRIOR, 1, compileGraph)).toEqual(model);
  });

  it('stays with the prior while there is little to learn from, and leaves it when there is much', async () => {
    // The prior swears that feature 1 means genre 0; the labels say the opposite.
    const prior = {
      weights: NO_PRIOR.weights.map((_, index) => (index === 3 || index === 1 ? 2 : 0)),
      bias: NO_PRIOR.bias,
    };
    const say = async (count: number) => {
      const { head } = await trainQuickly(makeTracks(count, 3, 0.5), prior, 1, compileGraph);
      const logits = applyHead(
        head,
        Float32Array.from({ length: FEATURES }, (_, place) => (place === 1 ? 3 : 0)),
      );
      return logits.indexOf(Math.max(...logits));
    };
    expect(await say(6)).toBe(0);
    expect(await say(300)).toBe(1);
  });

  it('tells what a model of the older labels would say of the very same held-out tracks', async () => {
    // Genre 2 was labelled only since.
    const tracks = makeTracks(60, 3, 0.5).map((track) => ({ ...track, isNew: track.genres[0] === 2 }));
    const model = await trainQuickly(tracks, NO_PRIOR, 1, compileGraph);
    const right = (rows: typeof model.heldOut) =>
      rows.filter((row, index) => row && row.indexOf(Math.max(...row)) === tracks[index]?.genres[0]).length;
    expect(right(model.heldOut)).toBe(60);
    expect(right(model.heldOutBefore ?? [])).toBeLessThanOrEqual(40);
    expect((await trainQuickly(makeTracks(30, 3, 0.5), NO_PRIOR, 1, compileGraph)).heldOutBefore).toBeNull();
  });

  it('has no held-out prediction where all tracks are of one artist', async () => {
    const tracks = makeTracks(12, 3, 0.5).map((track) => ({ ...track, artist: 'one' }));
    expect((await trainQuickly(tracks, NO_PRIOR, 1, compileGraph)).heldOut.every((row) => row === null)).toBe(true);
  });
});

it('standardising is undone exactly', () => {
  const rows = makeTracks(20, 3, 2).map(({ features }) => features);
  const moments = momentsOf(rows);
  const head = {
    weights: Float32Array.from({ length: FEATURES * 3 }, (_, index) => Math.sin(index)),
    bias: Float32Array.of(1, -2, 0.5),
  };
  const matrix = standardised(rows, moments);
  const inside = applyHead(intoStandardised(head, moments), matrix.subarray(0, FEATURES));
  applyHead(head, rows[0]!).forEach((value, genre) => expect(inside[genre]).toBeCloseTo(value, 4));
  fromStandardised(intoStandardised(head, moments), moments).weights.forEach((value, index) =>
    expect(value).toBeCloseTo(head.weights[index]!, 5),
  );
});

describe('held-out parts', () => {
  it('keep artists and albums whole, also through one another', () => {
    const groups = trackGroups([
      { artist: 'The Low', album: 'One', folder: '/a' },
      { artist: 'low', album: 'Two', folder: '/b' },
      { artist: 'Other', album: 'Two', folder: '/b' },
      { artist: 'Other', album: '', folder: '/c' },
      { artist: '', album: 'Two', folder: '/elsewhere' },
      { artist: '', album: '', folder: '/d' },
      { artist: '', album: '', folder: '/d' },
      { artist: '', album: '', folder: '' },
      { artist: '', album: '', folder: '' },
    ]);
    expect(new Set(groups.slice(0, 4)).size).toBe(1);
    expect(groups[5]).toBe(groups[6]);
    expect(new Set([groups[0], groups[4], groups[5], groups[7], groups[8]]).size).toBe(5);
  });

  it('have each genre’s share', () => {
    const genres = Array.from({ length: 60 }, (_, index) => index % 3);
    const folds = groupFolds(
      genres.map((_, index) => Math.floor(index / 2)),
      genres,
      5,
      [...genres.keys()],
    );
    for (let index = 0; index < 60; index += 2) expect(folds[index]).toBe(folds[index + 1]);
    for (let fold = 0; fold < 5; fold++)
      for (let genre = 0; genre < 3; genre++)
        expect(genres.filter((each, index) => each === genre && folds[index] === fold).length).toBeGreaterThanOrEqual(
          2,
        );
  });
});

describe('a set of labels', () => {
  const soundOf = (index: number) => {
    const random = createRandom(index);
    return Float32Array.from({ length: 8 }, () => random.normal());
  };
  const track = (index: number, names: string[]) => ({
    id: `${index}`,
    artist: `${index}`,
    album: '',
    folder: '',
    features: soundOf(index),
    names,
  });

  it('brings spellings together, leaves rare genres out with a word, and keeps shipped ones', () => {
    const tracks = [
      ...Array.from({ length: 5 }, (_, index) => track(index, [index < 2 ? 'hiphop' : 'Hip-Hop', 'Funk'])),
      ...Array.from({ length: 6 }, (_, index) => track(10 + index, ['Dub'])),
      track(20, ['Ska']),
    ];
    const {
      genres,
      tracks: usable,
      warnings,
    } = labelSet(tracks, {
      shipped: ['hiphop', 'reggae', 'rock'],
      kept: ['hiphop', 'rock'],
      origins: { dub: ['reggae'] },
    });
    expect(genres).toEqual([
      { name: 'Dub', origins: ['reggae'] },
      { name: 'Funk', origins: [] },
      { name: 'Hip-Hop', origins: ['hiphop'] },
      { name: 'rock', origins: ['rock'] },
    ]);
    expect(usable).toHaveLength(11);
    expect(usable[0]?.genres).toEqual([2, 1]);
    expect(warnings).toEqual([{ kind: 'too-few', genre: 'Ska', tracks: 1 }]);
  });

  it('lets rare kinds count as what they are kinds of, from the lowest up, and knows shipped genres by other names', () => {
    const relations = [
      { name: 'Deep House', parent: 'House', aliases: [] },
      { name: 'House', parent: 'Dance', aliases: [] },
      { name: 'Dance', parent: null, aliases: ['disco'] },
      { name: 'Techno', parent: 'Dance', aliases: [] },
      { name: 'Around', parent: 'Loop', aliases: [] },
      { name: 'Loop', parent: 'Around', aliases: [] },
    ];
    const named = (count: number, from: number, names: string[]) =>
      Array.from({ length: count }, (_, index) => track(from + index, names));
    const { genres, tracks, warnings } = labelSet(
      [
        ...named(2, 0, ['deep house']),
        ...named(2, 10, ['House', 'Dance']),
        ...named(3, 20, ['Dance']),
        ...named(6, 30, ['Techno']),
      ],
      { shipped: ['disco', 'rock'], kept: ['rock'], relations },
    );
    expect(genres).toEqual([
      { name: 'Dance', origins: ['disco'] },
      { name: 'Techno', origins: [] },
      { name: 'rock', origins: ['rock'] },
    ]);
    expect(tracks.map((each) => each.genres)).toEqual([
      ...Array.from({ length: 7 }, () => [0]),
      ...Array.from({ length: 6 }, () => [1]),
    ]);
    expect(warnings).toEqual([
      { kind: 'as-parent', genre: 'deep house', tracks: 2 },
      { kind: 'as-parent', genre: 'House', tracks: 4 },
    ]);
  });

  it('takes a folder that is called as its genre for no album', () => {
    const inFolder = (name: string) =>
      Array.from({ length: 6 }, (_, index) => ({
        ...track(index + name.length * 10, [name]),
        artist: '',
        folder: `/music/${name.toLowerCase()}`,
      }));
    const relations = [
      { name: 'Bass Music', parent: null, aliases: ['dub'] },
      { name: 'Ska', parent: null, aliases: [] },
    ];
    const { tracks, warnings } = labelSet(
      [...inFolder('Ska'), ...inFolder('Dub').map((each) => ({ ...each, names: ['Bass Music'] }))],
      { shipped: [], kept: [], relations },
    );
    expect(warnings.filter(({ kind }) => kind === 'one-artist')).toEqual([]);
    expect(new Set(trackGroups(tracks)).size).toBe(12);
    expect(
      labelSet(
        inFolder('Ska').map((each) => ({ ...each, folder: '/music/An Album' })),
        { shipped: [], kept: [] },
      ).warnings,
    ).toMatchObject([{ kind: 'one-artist' }]);
  });

  it('splits tracks by their sound, the same way every time', () => {
    const features = Array.from({ length: 12 }, (_, index) =>
      Float32Array.of(index % 3 === 0 ? 4 : -2, Math.sin(index), index % 3 === 0 ? 1 : 0.5),
    );
    const [first, second] = splitByFeatures(features);
    expect([first, second].map(({ tracks }) => tracks.length).sort()).toEqual([4, 8]);
    expect([first, second].find(({ tracks }) => tracks.length === 4)?.tracks).toEqual([0, 3, 6, 9]);
    expect(first.typical).toHaveLength(3);
    expect(splitByFeatures(features)).toEqual([first, second]);
  });

  it('says where one recording has two labels, and keeps copies of it on one side', () => {
    const dub = Array.from({ length: 5 }, (_, index) => track(index, ['Dub']));
    const ska = [track(2, ['Ska']), ...Array.from({ length: 4 }, (_, index) => track(50 + 7 * index, ['Ska']))].map(
      (each, index) => ({ ...each, artist: `ska ${index}` }),
    );
    expect(labelSet([...dub, ...ska], { shipped: [], kept: [] }).warnings).toEqual([
      { kind: 'contradiction', genre: 'Dub', tracks: 1 },
      { kind: 'contradiction', genre: 'Ska', tracks: 1 },
    ]);
    const groups = trackGroups([...dub, ...ska], nearDuplicates([...dub, ...ska]));
    expect(groups[2]).toBe(groups[5]);
    expect(new Set(groups).size).toBe(9);
  });

  it('says which genre comes from one artist alone, and which is rare beside the others', () => {
    const many = Array.from({ length: 60 }, (_, index) => track(index, ['Rock']));
    const own = Array.from({ length: 5 }, (_, index) => ({ ...track(100 + index, ['Dub']), artist: 'one' }));
    const rare = Array.from({ length: 6 }, (_, index) => track(200 + index, ['Ska']));
    expect(labelSet([...many, ...own, ...rare], { shipped: [], kept: [] }).warnings).toEqual([
      { kind: 'one-sided', genre: 'Ska', tracks: 6 },
      { kind: 'one-artist', genre: 'Dub', tracks: 5 },
    ]);
  });
});

describe('judgement', () => {
  const judged = (share: number, genres: number[]) => ({ probabilities: [share, 1 - share], genres });

  it('calls a model better only beyond chance', () => {
    const old = Array.from({ length: 100 }, () => judged(0.9, [1]));
    expect(
      compareModels(
        old,
        old.map(() => judged(0.2, [1])),
      ),
    ).toMatchObject({ gain: 1, isBetter: true, oldCorrect: 0, newCorrect: 100 });
    expect(
      compareModels(
        old,
        old.map((same, index) => (index < 2 ? judged(0.2, [1]) : same)),
      ).isBetter,
    ).toBe(false);
  });

  it('finds from which confidence on enough is right', () => {
    const sure = Array.from({ length: 40 }, (_, index) => judged(0.95 - index / 1000, [0]));
    const unsure = Array.from({ length: 40 }, (_, index) => judged(0.6 - index / 1000, [index % 2]));
    const { confidence, accuracy, tracks } = automaticThreshold(proofsOf([...sure, ...unsure]));
    expect(accuracy).toBeGreaterThanOrEqual(0.95);
    expect(confidence).toBeGreaterThan(0.55);
    expect(tracks).toBeGreaterThanOrEqual(40);
    expect(automaticThreshold(proofsOf(unsure)).confidence).toBeGreaterThan(1);
  });

  it('ranks wrong labels before right ones', () => {
    const rows = [[0.9, 0.1], [0.8, 0.2], [0.4, 0.6], null];
    expect(doubtfulLabels(rows, [[1], [0], [0, 1], [0]])).toEqual([
      { track: 0, suggestion: 0, doubt: expect.closeTo(0.8, 5) },
    ]);
  });
});

it('the queue asks for what is unsure and new, and not twice for the same sound', () => {
  const at = (x: number, share: number) => ({ features: Float32Array.of(x, 0), probabilities: [share, 1 - share] });
  const questions = labelQueue(
    [at(10, 0.5), at(10, 0.5), at(0, 0.5), at(5, 0.99), at(9, 0.5)],
    [Float32Array.of(0, 0)],
    5,
  );
  expect(questions[0]).toEqual({ candidate: 0, uncertainty: 1, novelty: 1 });
  const asked = questions.map(({ candidate }) => candidate);
  expect(asked).not.toContain(1);
  expect(asked).not.toContain(2);
  expect(asked).toEqual(expect.arrayContaining([3, 4]));
});

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
    const { card, model } = await retrainQuickly({
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
      const expected = applyHead(model.head, embedding!.subarray(patch * featureCount, (patch + 1) * featureCount));
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
