import { describe, expect, it } from 'vitest';
import { sigmoid } from '../../../src-main/pipeline/probabilities/aggregate-patches.ts';
import { correlation } from '../../feature-head/style-figures.ts';
import { createRandom } from '../../random/random.ts';
import type { Head } from '../../retrain/head.ts';
import { applyHead } from '../../retrain/head.ts';
import type { FittedStyles, StyleClip } from './fit-styles.ts';
import { fitStyles } from './fit-styles.ts';
import { STYLE_SOURCES } from './style-sources.ts';

const FEATURES = 4;
const TAGS = 50;
const TEACHERS_CLASSES = 527;
const CLIPS = 200;
const [TECHNO, TRANCE, INDIAN, INDIAN_TOO, SOUL_TAG] = [241, 247, 261, 262, 15];

const random = createRandom(5);
const noise = (length: number) => Float32Array.from({ length }, () => random.normal());
const TAG_LAYER: Head = { weights: noise(FEATURES * TAGS), bias: noise(TAGS) };
/**
 * The first feature tells folk, the second what the teacher answers to techno and to one kind of Indian music, the third
 * its answer to trance, but otherwise in each fold.
 */
const CLIPS_HEARD = Array.from({ length: CLIPS }, (_, index): StyleClip => {
  const features = noise(FEATURES);
  const [folk = 0, taught = 0, fickle = 0] = features;
  const fold = index % 3;
  const teacher = noise(TEACHERS_CLASSES);
  teacher[TECHNO] = 3 * taught - 1;
  teacher[TRANCE] = fickle * (1 - fold);
  teacher[INDIAN] = -99;
  teacher[INDIAN_TOO] = -2 * taught;
  const allMusic = index % 4 === 0 ? null : folk > 0.7 ? ['Folk', 'Blues'] : ['Blues'];
  return { fold, allMusic, features, teacher };
});

const fitted = fitStyles(CLIPS_HEARD, TAG_LAYER);
const infoOf = ({ infos }: FittedStyles, style: string) => infos.find(({ name }) => name === style);
const logitsOf = ({ head, infos }: FittedStyles, style: string) =>
  CLIPS_HEARD.map(({ features }) => applyHead(head, features)[infos.findIndex(({ name }) => name === style)] ?? NaN);

describe('styles', () => {
  it('that labels know are calibrated, on the clips that have labels', () => {
    const labelled = CLIPS_HEARD.filter(({ allMusic }) => allMusic !== null);
    const folk = labelled.filter(({ allMusic }) => allMusic?.includes('Folk')).length;
    expect(infoOf(fitted, 'folk')).toMatchObject({
      ...{ kind: 'style', family: 'folk', isCalibrated: true, positives: folk, tracks: labelled.length },
    });
    expect(infoOf(fitted, 'folk')?.averagePrecision).toBeGreaterThan(0.95);
    expect(infoOf(fitted, 'latin')).toMatchObject({ positives: 0, averagePrecision: 0 });
    const { threshold = 0 } = infoOf(fitted, 'folk') ?? {};
    const isRight = logitsOf(fitted, 'folk').map(
      (logit, clip) => sigmoid(logit) >= threshold === (CLIPS_HEARD[clip]?.features[0] ?? 0) > 0.7,
    );
    expect(isRight.filter(Boolean).length).toBeGreaterThan(0.93 * CLIPS);
  });

  it('that musicnn has a tag for are that tag’s own weights, there in a twentieth of the clips', () => {
    const logits = logitsOf(fitted, 'soul');
    CLIPS_HEARD.forEach(({ features }, clip) =>
      expect(logits[clip]).toBeCloseTo(applyHead(TAG_LAYER, features)[SOUL_TAG] ?? NaN, 4),
    );
    const soul = infoOf(fitted, 'soul');
    expect(soul).toMatchObject({ family: 'rnb', isCalibrated: false, averagePrecision: null, tracks: 0 });
    const there = logits.filter((logit) => sigmoid(logit) >= (soul?.threshold ?? 0) - 1e-6).length;
    expect(there / CLIPS).toBeCloseTo(0.05, 2);
    expect(infoOf(fitted, 'mellow')).toMatchObject({ kind: 'descriptor', family: null });
  });

  it('that a teacher knows follow it, by the likeliest of its classes; those that do not are left out', () => {
    const answers = CLIPS_HEARD.map(({ teacher }) => teacher?.[TECHNO] ?? NaN);
    expect(correlation(logitsOf(fitted, 'techno'), answers)).toBeGreaterThan(0.95);
    expect(fitted.correlations.get('techno')).toBeGreaterThan(0.95);
    expect(fitted.correlations.get('indian')).toBeGreaterThan(0.95);
    expect(infoOf(fitted, 'indian')).toMatchObject({ family: 'folk', isCalibrated: false });
    expect(fitted.correlations.get('house')).toBeLessThan(0.4);
    expect(infoOf(fitted, 'house')).toBeUndefined();
  });

  it('of a teacher are judged on folds that they were not taught with', () => {
    expect(fitted.correlations.get('trance')).toBeLessThan(-0.2);
  });

  it('have one answer each, in the order of their sources', () => {
    const order = STYLE_SOURCES.map(({ name }) => name);
    const names = fitted.infos.map(({ name }) => name);
    expect(names).toEqual(order.filter((name) => names.includes(name)));
    expect(fitted.head.bias).toHaveLength(names.length);
    expect(fitted.head.weights).toHaveLength(FEATURES * names.length);
  });

  it('of a teacher are none where no teacher heard the clips', () => {
    const alone = fitStyles(
      CLIPS_HEARD.map((clip) => ({ ...clip, teacher: null })),
      TAG_LAYER,
    );
    expect(alone.correlations.size).toBe(0);
    const taught = new Set(STYLE_SOURCES.filter(({ from }) => 'teacher' in from).map(({ name }) => name));
    expect(alone.infos.filter(({ name }) => taught.has(name))).toEqual([]);
    expect(alone.infos).toHaveLength(STYLE_SOURCES.length - taught.size);
  });
});
