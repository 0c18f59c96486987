import { isSameGenre } from '../contract/genre-meaning.ts';
import { genresAmong, isStyleOf, stylesOfTrack } from '../contract/styles-of-track.ts';
import type { StyleInfo } from '../contract/styles.ts';
import { FURTHER_GENRE_SHARE, type TagOptions } from '../contract/tags.ts';
import type { GenreMap, RankedName } from './rank-names.ts';
import { genreName } from './rank-names.ts';

/** What a model scores besides its genres. */
export interface StylePrediction {
  readonly styles: readonly StyleInfo[];
  /** In the order of `styles`. */
  readonly styleScores: ArrayLike<number>;
}

/**
 * The names to write where the model is sure enough of the likeliest one, at most `maxGenres`: first the family or the
 * most specific name, as the depth says, then styles that are there, then families likely enough beside the first, see
 * FURTHER_GENRE_SHARE.
 * @param ranked the likeliest first, which may be one that is not to be written: then only with a style of its own
 */
export function namesToWrite(
  ranked: readonly RankedName[],
  prediction: StylePrediction,
  { genreDepth, maxGenres }: Pick<TagOptions, 'genreDepth' | 'maxGenres'>,
  map: GenreMap,
): string[] {
  const [first, ...others] = ranked;
  if (!first) return [];
  const { own, further } = genreDepth === 'family' ? { own: [], further: [] } : styleNames(first, prediction, map);
  if (first.name === null && own.length === 0) return [];
  const isReplaced = first.name === null || (genreDepth === 'most-specific' && own.length > 0);
  const likely = others.filter(({ probability }) => probability >= first.probability * FURTHER_GENRE_SHARE);
  const names = [isReplaced ? null : first.name, ...own, ...further, ...likely.map(({ name }) => name)];
  return names
    .filter((name) => name !== null)
    .filter((name, place, all) => all.findIndex((other) => isSameGenre(other, name)) === place)
    .slice(0, maxGenres);
}

/** Written names of the styles that are there: those of the likeliest genres, and those of other families. */
export function styleNames({ genres }: RankedName, { styles, styleScores }: StylePrediction, map: GenreMap) {
  const there = genresAmong(stylesOfTrack(styles, styleScores, genres), genres);
  const namesOf = (areOwn: boolean) =>
    there
      .filter((style) => isStyleOf(style, genres) === areOwn)
      .map(({ name }) => genreName(name, map))
      .filter((name) => name !== null);
  return { own: namesOf(true), further: namesOf(false) };
}
