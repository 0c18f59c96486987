import { describe, expect, it } from 'vitest';
import { architectureOf } from '../architectures/index.ts';
import { specOf } from '../architectures/architecture.ts';
import { createRandom } from '../random/random.ts';
import { toyDataset } from '../testing/toy-data.ts';
import {
  augmentedCrop,
  blend,
  DEFAULT_AUGMENTATION,
  lowPass,
  maskBands,
  maskFrames,
  shiftBands,
  tilt,
} from './augment.ts';
import type { BatchOptions } from './batches.ts';
import { epochBatches, stepsPerEpoch } from './batches.ts';
import { parseCsv } from '../../src-main/files/csv.ts';
import { cropOf, patchStarts, quantise } from './example.ts';
import { fitSpec, meanLevels } from './fit-spec.ts';
import { readGtzan } from './gtzan-logmel.ts';
import type { SplitName } from './split.ts';
import { segmentsOf, splitDataset, SPLITS } from './split.ts';

const toy = toyDataset(60, 40, 8);
const example = toy.examples[0]!;

describe('examples', () => {
  it('keep a spectrogram to half an 8-bit step', () => {
    const decibels = Float32Array.from({ length: 6 * 8 }, (_, index) => 12 - index * 1.5);
    const stored = { ...example, ...quantise(decibels, 80), frames: 6 };
    cropOf(stored, 0, 6).forEach((value, index) =>
      expect(Math.abs(value - (decibels[index] as number))).toBeLessThanOrEqual(80 / 255 / 2 + 1e-4),
    );
  });

  it('repeat a clip that is too short, and are covered by patches that overlap by half', () => {
    expect(cropOf(example, 0, 80).slice(40 * 8)).toEqual(cropOf(example, 0, 40));
    expect(patchStarts(40, 16, 8)).toEqual([0, 8, 16, 24]);
    expect(patchStarts(40, 16, 12)).toEqual([0, 12, 24]);
    expect(patchStarts(10, 16, 8)).toEqual([0]);
  });

  it('come from GTZAN’s spectrograms with frames first', () => {
    const logMel = new Uint8Array(2 * 128 * 387);
    logMel[128 * 387 + 5 * 387 + 7] = 200;
    const index =
      'row,name,genre,range_db,peak_db,filtered_split,stratified_split,artist_title\n' +
      '1,blues.00001,blues,80,30,valid,,"B ::: ""T"""\n';
    const { examples } = readGtzan(logMel, index, ['blues']);
    expect(examples[0]).toMatchObject({
      id: 'blues.00001',
      artist: 'B',
      published: { 'fault-filtered': 'valid' },
      allowed: [0],
    });
    expect(examples[0]?.levels[7 * 128 + 5]).toBe(200);
    expect(() => readGtzan(logMel, index, ['rock'])).toThrow('unknown genre');
  });

  it('read CSV with quotes and line breaks', () => {
    expect(parseCsv('a,b\n1,"x, ""y""\nz"\n2,\n')).toEqual([
      { a: '1', b: 'x, "y"\nz' },
      { a: '2', b: '' },
    ]);
  });
});

describe('normalisation', () => {
  it('makes every row of the training subset mean 0 and deviation 1', () => {
    const rough = specOf({ kind: 'log-mel', patchFrames: 16 }, { hopLength: 1708, melBands: 8, rangeDecibels: 80 });
    const fitted = fitSpec(rough, toy.examples);
    expect(fitted).toMatchObject({ kind: 'log-mel' });
    const again = fitted.kind === 'log-mel' ? fitted.normalisation : { mean: [], deviation: [] };
    expect(again.mean).toHaveLength(8);
    again.mean.forEach((value) => expect(value).toBeLessThan(-20));
    again.deviation.forEach((value) => expect(value).toBeGreaterThan(5));
    expect(meanLevels(toy.examples, 8)[0]).toBeCloseTo(-45, -1);
  });
});

describe('augmentation', () => {
  const crop = () => cropOf(example, 0, 20);

  it('varies with its seed only', () => {
    const varied = (seed: number) =>
      augmentedCrop(
        example,
        20,
        { ...DEFAULT_AUGMENTATION, frequencyMaskBands: 3 },
        meanLevels(toy.examples, 8),
        createRandom(seed),
      );
    expect(varied(1)).toEqual(varied(1));
    expect(varied(1)).not.toEqual(varied(2));
    expect(varied(3).every(Number.isFinite)).toBe(true);
  });

  it('shifts, tilts, cuts and masks as its names say', () => {
    expect(shiftBands(Float32Array.of(1, 2, 3, 4), 4, 1)).toEqual(Float32Array.of(2, 3, 4, 4));
    expect(shiftBands(Float32Array.of(1, 2, 3, 4), 4, -0.5)).toEqual(Float32Array.of(1, 1.5, 2.5, 3.5));
    const tilted = new Float32Array(3);
    tilt(tilted, 3, 1, 2);
    expect([...tilted]).toEqual([-1, 1, 3]);
    const cut = Float32Array.of(1, 1, 1, 1);
    lowPass(cut, 4, 2.5, -60);
    expect([...cut]).toEqual([1, 1, 1, -60]);
    const masked = crop();
    maskBands(
      masked,
      Array.from({ length: 8 }, () => 99),
      7,
      createRandom(5),
    );
    const touched = [...masked].filter((value) => value === 99).length;
    expect(touched % 20).toBe(0);
    maskFrames(
      masked,
      Array.from({ length: 8 }, () => 77),
      0.9,
      createRandom(5),
    );
    expect([...masked].filter((value) => value === 77).length % 8).toBe(0);
    const mixed = Float32Array.of(0, 10);
    blend(mixed, Float32Array.of(10, 0), 0.75);
    expect([...mixed]).toEqual([2.5, 7.5]);
  });
});

describe('batches', () => {
  const spec = fitSpec(
    specOf(architectureOf('mfcc-cnn').input, { hopLength: 512, melBands: 16, rangeDecibels: 80 }),
    toyDataset(6, 40, 16).examples,
  );
  const data = toyDataset(10, 40, 16).examples;
  const options: BatchOptions = {
    batchSize: 4,
    spec,
    genreCount: 3,
    cropsPerExample: 2,
    augmentation: null,
    maskLevels: [],
    mixupChance: 0.5,
    mixupAlpha: 0.3,
    classWeights: [1, 2, 3],
    noiseCounts: [5],
    seed: 1,
  };

  it('are whole, and decided by seed and epoch', () => {
    const batches = [...epochBatches(data, options, 0)];
    expect(batches).toHaveLength(stepsPerEpoch(10, options));
    for (const { patches, allowed, mix, weights, noise_0: noise } of batches) {
      expect([patches!.length, allowed!.length, mix!.length, noise!.length]).toEqual([4 * 130 * 13, 12, 4, 5]);
      expect(mix!.every((share) => share >= 0.5 && share <= 1)).toBe(true);
      weights!.forEach((weight, index) => expect(allowed![index * 3 + weight - 1]).toBe(1));
    }
    expect([...epochBatches(data, options, 0)]).toEqual(batches);
    expect([...epochBatches(data, options, 1)]).not.toEqual(batches);
  });
});

describe('splits', () => {
  const split = (kind: SplitName, seed = 1, folds?: { count: number; fold: number }) =>
    splitDataset(toy, { kind, seed, segmentFrames: 16, ...(folds ? { folds } : {}) });
  const ids = (examples: readonly { id: string }[]) => examples.map(({ id }) => id).sort();

  it.each(SPLITS.filter((name) => name !== 'fault-filtered'))(
    '%s: every clip once, the same for the same seed',
    (kind) => {
      const { train, valid, test } = split(kind);
      const all = kind === 'random-segments' ? toy.examples.flatMap((each) => segmentsOf(each, 16)) : toy.examples;
      expect(ids([...train, ...valid, ...test])).toEqual(ids(all));
      expect([train.length > test.length, valid.length > 0, test.length > 0]).toEqual([true, true, true]);
      expect(split(kind)).toEqual({ train, valid, test });
      expect(split(kind, 2)).not.toEqual({ train, valid, test });
    },
  );

  it.each(SPLITS.filter((name) => name !== 'fault-filtered'))('%s: every clip is tested in one fold', (kind) => {
    const tested = [0, 1, 2, 3].flatMap((fold) => ids(split(kind, 1, { count: 4, fold }).test));
    expect(new Set(tested).size).toBe(tested.length);
    expect(tested.length).toBe(kind === 'random-segments' ? 120 : 60);
  });

  it('artist: no artist in two subsets', () => {
    const { train, valid, test } = split('artist');
    const artists = [train, valid, test].map((subset) => new Set(subset.map(({ artist }) => artist)));
    expect(artists.flatMap((own) => [...own])).toHaveLength(new Set(artists.flatMap((own) => [...own])).size);
  });

  it('stratified: the same share of every genre', () => {
    const { test } = split('stratified');
    expect([0, 1, 2].map((genre) => test.filter(({ allowed }) => allowed[0] === genre).length)).toEqual([5, 5, 5]);
  });

  it('random-segments: pieces of one track on both sides, which is the leak it stands for', () => {
    const { train, test } = split('random-segments');
    const tracks = (subset: readonly { id: string }[]) => new Set(subset.map(({ id }) => id.split('#')[0]));
    expect([...tracks(test)].some((track) => tracks(train).has(track))).toBe(true);
  });

  it('fault-filtered: only where it was published', () => {
    expect(() => split('fault-filtered')).toThrow('no fault-filtered split');
  });
});
