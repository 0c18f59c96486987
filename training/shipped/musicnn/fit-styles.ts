import { GENRE_TREE } from '../../../src-main/contract/genre-tree.ts';
import type { StyleInfo } from '../../../src-main/contract/styles.ts';
import { sideBySide } from '../../feature-head/feature-head.ts';
import { foldsOf } from '../../feature-head/out-of-fold.ts';
import { sigmoid } from '../../../src-main/pipeline/probabilities/aggregate-patches.ts';
import { alongLine, fitCalibration, fitLabelProbe, fitTeacherProbe } from '../../feature-head/probes.ts';
import { averagePrecision, bestThreshold, correlation, quantile } from '../../feature-head/style-figures.ts';
import type { Head } from '../../retrain/head.ts';
import { applyHead } from '../../retrain/head.ts';
import type { LabelledClip } from './labelled-clips.ts';
import type { StyleSource } from './style-sources.ts';
import { STYLE_SOURCES } from './style-sources.ts';

/** A clip with what the networks make of it. */
export interface StyleClip extends Pick<LabelledClip, 'fold' | 'allMusic'> {
  readonly features: Float32Array;
  /** The teacher's logits; null where no teacher heard it. */
  readonly teacher: Float32Array | null;
}

/** Linear answers to the features, and what the card says of each. */
export interface FittedStyles {
  readonly head: Head;
  readonly infos: readonly StyleInfo[];
  /** How well each that a teacher taught follows it on artists that it was not taught with. */
  readonly correlations: ReadonlyMap<string, number>;
}

interface FittedStyle {
  readonly info: StyleInfo;
  readonly head: Head;
}

const LABEL_PENALTY = 100;
const TEACHER_PENALTY = 300;
/** Below it a style's answers say too little of its teacher's. */
const LEAST_CORRELATION = 0.4;
/** An answer that no labels measure counts as there for so few tracks: those above this share of our clips. */
const USUAL_SHARE = 0.95;

/**
 * Every style and descriptor that labels, musicnn's own tags or a teacher know.
 * @param tags musicnn's last layer; null with another network's features, from which the styles of labels alone are told
 */
export function fitStyles(clips: readonly StyleClip[], tags: Head | null): FittedStyles {
  const correlations = new Map<string, number>();
  const fitted = STYLE_SOURCES.flatMap((source): FittedStyle[] => {
    const { from } = source;
    if ('labels' in from) return [fitToLabels(source, from.labels, clips)];
    if (tags === null) return [];
    if ('tag' in from) return [uncalibrated(source, columnOf(tags, from.tag), clips)];
    const { head, r } = fitToTeacher(from.teacher, clips);
    if (r !== null) correlations.set(source.name, r);
    return head ? [uncalibrated(source, head, clips)] : [];
  });
  return { head: sideBySide(fitted.map(({ head }) => head)), infos: fitted.map(({ info }) => info), correlations };
}

/** Every clip's answer by a layer that was fitted without its fold. */
function outOfFold(clips: readonly StyleClip[], fit: (others: readonly StyleClip[]) => Head): number[] {
  const heads = new Map(foldsOf(clips).map((held) => [held, fit(clips.filter(({ fold }) => fold !== held))]));
  return clips.map(({ fold, features }) => scoreOf(heads.get(fold), features));
}

const scoreOf = (head: Head | undefined, features: Float32Array): number => (head && applyHead(head, features)[0]) ?? 0;

function fitToLabels(source: StyleSource, genre: string, all: readonly StyleClip[]): FittedStyle {
  const clips = all.filter(({ allMusic }) => allMusic !== null);
  const labelsOf = (some: readonly StyleClip[]) => some.map(({ allMusic }) => allMusic?.includes(genre) ?? false);
  const fit = (some: readonly StyleClip[]) =>
    fitLabelProbe(
      some.map(({ features }) => features),
      labelsOf(some),
      LABEL_PENALTY,
    );
  const held = outOfFold(clips, fit);
  const labels = labelsOf(clips);
  const line = fitCalibration(held, labels);
  const scored = held.map((score, clip) => ({
    score: sigmoid(line.slope * score + line.offset),
    isThere: labels[clip] ?? false,
  }));
  return {
    head: alongLine(fit(clips), line),
    info: {
      ...describe(source),
      threshold: bestThreshold(scored),
      isCalibrated: true,
      averagePrecision: averagePrecision(scored),
      positives: labels.filter(Boolean).length,
      tracks: clips.length,
    },
  };
}

/** @returns null instead of a layer where it would follow its teacher too loosely; `r` is null without a teacher */
function fitToTeacher(
  classes: readonly number[],
  all: readonly StyleClip[],
): { readonly head: Head | null; readonly r: number | null } {
  const clips = all.filter(({ teacher }) => teacher !== null);
  if (clips.length === 0) return { head: null, r: null };
  const answerOf = ({ teacher }: StyleClip) => Math.max(...classes.map((index) => teacher?.[index] ?? -Infinity));
  const fit = (some: readonly StyleClip[]) =>
    fitTeacherProbe(
      some.map(({ features }) => features),
      some.map((clip) => [answerOf(clip)]),
      TEACHER_PENALTY,
    );
  const r = correlation(outOfFold(clips, fit), clips.map(answerOf));
  return { head: r < LEAST_CORRELATION ? null : fit(clips), r };
}

function uncalibrated(source: StyleSource, head: Head, clips: readonly StyleClip[]): FittedStyle {
  const scores = clips.map(({ features }) => sigmoid(scoreOf(head, features)));
  return {
    head,
    info: {
      ...describe(source),
      threshold: quantile(scores, USUAL_SHARE),
      isCalibrated: false,
      averagePrecision: null,
      positives: 0,
      tracks: 0,
    },
  };
}

function describe({ name, kind }: StyleSource): Pick<StyleInfo, 'name' | 'kind' | 'family'> {
  const family = GENRE_TREE.find((each) => each.name === name || each.styles.includes(name))?.name ?? null;
  return { name, kind, family: kind === 'style' ? family : null };
}

/** One answer of several. */
function columnOf({ weights, bias }: Head, column: number): Head {
  const width = bias.length;
  return {
    weights: weights.filter((_, index) => index % width === column),
    bias: bias.subarray(column, column + 1),
  };
}
