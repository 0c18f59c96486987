import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StyleInfo } from '../../../src-main/contract/styles.ts';
import { inputShape } from '../../../src-main/pipeline/features/feature-spec.ts';
import { musicnnSmall } from '../../architectures/musicnn.ts';
import { measure } from '../../evaluation/metrics.ts';
import { importNetwork } from '../../imported/imported-network.ts';
import { elementCount } from '../../autodiff/tensor.ts';
import { writeModel } from '../../runtime/write-model.ts';
import { FAMILIES } from './fit-genres.ts';
import type { LabelledClip } from './labelled-clips.ts';
import type { MusicnnFacts } from './musicnn-card.ts';
import { headFile, musicnnCard } from './musicnn-card.ts';
import { SPARSE_MUSICNN_SPEC } from './networks.ts';

const TAGS = 50;
const STYLE: StyleInfo = {
  ...{ name: 'techno', kind: 'style', family: 'electronic', threshold: 0.5, isCalibrated: false },
  ...{ averagePrecision: null, positives: 0, tracks: 0 },
};
const clip = (source: LabelledClip['source'], ...genres: string[]): LabelledClip => ({
  ...{ path: '', fold: 0, alike: [], allMusic: null },
  source,
  genres,
});
const layer = (inputs: number, outputs: number) => ({
  weights: new Float32Array(inputs * outputs),
  bias: new Float32Array(outputs),
});
const facts = (): MusicnnFacts => ({
  network: importNetwork(
    musicnnSmall.network(TAGS),
    inputShape(SPARSE_MUSICNN_SPEC),
    (_, shape) => new Float32Array(elementCount(shape)),
  ),
  clips: [clip('single', 'jazz'), clip('single', 'jazz'), clip('several', 'rock', 'polka', 'pop'), clip('gtzan')],
  styles: [STYLE],
  correlations: new Map([
    ['techno', 0.91],
    ['house', 0.2],
  ]),
  temperature: 1.25,
  evaluation: [{ split: 'some', ...measure([{ probabilities: [0.9, 0.1], allowed: [0] }], 2) }],
  seed: 7,
  command: 'the command',
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-card-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('musicnn’s card', () => {
  it('is a card that the app reads, with all families, the styles and what the head takes', async () => {
    const head = headFile(new Uint8Array(1), { hidden: layer(200, 8), genres: layer(8, 14) }, layer(200, 1));
    const card = await writeModel(folder, new Uint8Array(1), musicnnCard(facts()), head);
    expect(card).toMatchObject({ name: 'musicnn', genres: FAMILIES, styles: [STYLE], temperature: 1.25 });
    expect(card.training).toMatchObject({ seed: 7, command: 'the command' });
    expect(card.evaluation.map(({ split }) => split)).toEqual(['some']);
    expect(card.network.output).toContain(`logits [batch, ${TAGS}]`);
    expect(card.head).toMatchObject({ features: 200, parameters: 200 * 8 + 8 + 8 * 14 + 14 + 200 + 1 });
    expect(card.head?.output).toBe('logits [batch, 14] float32, styles [batch, 1] float32');
  });

  it('counts clips by source and by the families that their labels allow', () => {
    expect(musicnnCard(facts()).training.data.map(({ tracks }) => tracks)).toEqual([
      { jazz: 2 },
      { 'rock|pop': 1 },
      {},
    ]);
  });

  it('says how well a teacher was followed, and what was left out for it', () => {
    const { selection } = musicnnCard(facts()).training;
    expect(selection).toContain('techno 0.91, house 0.20 (left out).');
    expect(musicnnCard({ ...facts(), correlations: new Map() }).training.selection).not.toContain('EfficientAT');
  });
});
