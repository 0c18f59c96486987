import { canonicalGenre, familyOf } from './canonical-genre.ts';
import { GENRE_TREE } from './genre-tree.ts';
import type { StyleInfo } from './styles.ts';

/** Most styles that a row of the table or a line of output names. */
export const SHOWN_STYLES = 3;

/** How much a track has of a style or a descriptor, as a model scores it. */
export interface TrackStyle extends Pick<StyleInfo, 'name' | 'kind' | 'family' | 'threshold' | 'isCalibrated'> {
  /** 0 to 1. */
  readonly score: number;
  /**
   * Whether it counts as there: its score reaches its threshold. A score that nobody compared with labels says which
   * styles of its family a track has, and does not speak against the track's family.
   */
  readonly isThere: boolean;
}

/**
 * A model's scores with what its card says of them.
 * @param scores in the order of `infos` @param genres the track's, however they are written; those that are not in the
 *   tree of genres say nothing of its family
 */
export function stylesOfTrack(
  infos: readonly StyleInfo[],
  scores: ArrayLike<number>,
  genres: readonly string[],
): TrackStyle[] {
  const known = genres
    .map((genre) => familyOf(genre) ?? canonicalGenre(genre))
    .filter((family) => GENRE_TREE.some(({ name }) => name === family));
  return infos.map(({ name, kind, family, threshold, isCalibrated }, index) => {
    const score = scores[index] ?? 0;
    const mayBeThere = isCalibrated || kind === 'descriptor' || known.length === 0 || isStyleOf({ family }, known);
    return { name, kind, family, threshold, isCalibrated, score, isThere: mayBeThere && score >= threshold };
  });
}

/** Whether a style belongs to one of some families, however these are written; a descriptor belongs to none. */
export function isStyleOf({ family }: Pick<TrackStyle, 'family'>, families: readonly string[]): boolean {
  return family !== null && families.some((name) => canonicalGenre(name) === canonicalGenre(family));
}

/**
 * The styles that a track has: those of some families first, then by how far their scores are above their thresholds.
 * Descriptors are no genres, and left out.
 */
export function genresAmong(styles: readonly TrackStyle[], families: readonly string[]): TrackStyle[] {
  return styles
    .filter((style) => style.kind === 'style' && style.isThere)
    .map((style) => ({ style, isOwn: Number(isStyleOf(style, families)) }))
    .sort((a, b) => b.isOwn - a.isOwn || excessOf(b.style) - excessOf(a.style))
    .map(({ style }) => style);
}

/** How many times its threshold a score is. */
export function excessOf({ score, threshold }: TrackStyle): number {
  return score / Math.max(threshold, Number.EPSILON);
}
