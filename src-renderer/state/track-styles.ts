import { displayDescriptor, displayGenre } from '../../src-main/contract/genre-names.ts';
import type { TrackStyle } from '../../src-main/contract/styles-of-track.ts';
import { excessOf } from '../../src-main/contract/styles-of-track.ts';
import type { StyleKind } from '../../src-main/contract/values.ts';
import { decimal, percent } from '../../src-main/texts/format.ts';

/** Shown where no style reaches its threshold. */
const NEAREST = 3;
const SMALL_SCORE = 0.1;

/** The styles or the descriptors of a track for a list. */
export interface StyleList {
  /** The farthest above its threshold first. */
  readonly all: readonly TrackStyle[];
  /** Those that the track has; the nearest ones where it has none. */
  readonly short: readonly TrackStyle[];
  /** Whether it has any. */
  readonly hasAny: boolean;
}

/** Sorts the styles or the descriptors among a track's scores. */
export function styleList(styles: readonly TrackStyle[], kind: StyleKind): StyleList {
  const all = styles.filter((style) => style.kind === kind).sort((a, b) => excessOf(b) - excessOf(a));
  const there = all.filter(({ isThere }) => isThere);
  return { all, short: there.length > 0 ? there : all.slice(0, NEAREST), hasAny: there.length > 0 };
}

/** A style's or a descriptor's name as people write it. */
export function styleName({ kind, name }: Pick<TrackStyle, 'kind' | 'name'>): string {
  return kind === 'style' ? displayGenre(name) : displayDescriptor(name);
}

/**
 * A probability as a percentage, “42%”; a score that is none as a number, “0.42”, small ones with three decimals, since
 * thresholds may be as low as 0.002.
 */
export function scoreText({ score, isCalibrated }: Pick<TrackStyle, 'score' | 'isCalibrated'>): string {
  return isCalibrated ? percent(score) : decimal(score, score < SMALL_SCORE ? 3 : 2);
}
