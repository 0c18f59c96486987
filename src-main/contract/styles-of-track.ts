import { canonicalGenre } from './canonical-genre.ts';
import type { StyleInfo } from './styles.ts';

/** Most styles that a row of the table or a line of output names. */
export const SHOWN_STYLES = 3;

/** How much a track has of a style or a descriptor, as a model scores it. */
export interface TrackStyle extends Pick<StyleInfo, 'name' | 'kind' | 'family' | 'threshold' | 'isCalibrated'> {
  /** 0 to 1. */
  readonly score: number;
}

/** A model's scores with what its card says of them. @param scores in the order of `infos` */
export function stylesOfTrack(infos: readonly StyleInfo[], scores: ArrayLike<number>): TrackStyle[] {
  return infos.map(({ name, kind, family, threshold, isCalibrated }, index) => ({
    name,
    kind,
    family,
    threshold,
    isCalibrated,
    score: scores[index] ?? 0,
  }));
}

/** Whether a style counts as there. */
export function isThere({ score, threshold }: TrackStyle): boolean {
  return score >= threshold;
}

/** Whether a style belongs to one of some families, however these are written; a descriptor belongs to none. */
export function isStyleOf({ family }: TrackStyle, families: readonly string[]): boolean {
  return family !== null && families.some((name) => canonicalGenre(name) === canonicalGenre(family));
}

/**
 * The styles that a track has: those of some families first, then by how far their scores are above their thresholds.
 * Descriptors are no genres, and left out.
 */
export function genresAmong(styles: readonly TrackStyle[], families: readonly string[]): TrackStyle[] {
  return styles
    .filter((style) => style.kind === 'style' && isThere(style))
    .map((style) => ({ style, isOwn: Number(isStyleOf(style, families)) }))
    .sort((a, b) => b.isOwn - a.isOwn || excessOf(b.style) - excessOf(a.style))
    .map(({ style }) => style);
}

/** How many times its threshold a score is; 1 and more where the style is there. */
export function excessOf({ score, threshold }: TrackStyle): number {
  return score / Math.max(threshold, Number.EPSILON);
}
