import { holdsGenres } from '../formats/id3-genre-text.ts';
import { isSameGenre } from '../contract/genre-meaning.ts';
import { displayGenre } from '../contract/genre-names.ts';
import type { ChangeKind } from '../contract/values.ts';
import type { TagOptions } from '../contract/tags.ts';

/** The user's names for genres: another name, several onto one, or null for none. */
export type GenreMap = Readonly<Record<string, string | null>>;

/** What shall happen to a file's genres. */
export interface GenreDecision {
  readonly kind: Exclude<ChangeKind, 'not-analysed'>;
  readonly after: readonly string[];
  readonly confidence: number;
}

/** A second genre must be at least this share as likely as the first. */
const FURTHER_GENRE_SHARE = 0.5;

/** The name that is written for a model's genre; null if it is not to be written. */
export function genreName(genre: string, map: GenreMap): string | null {
  const mapped = Object.hasOwn(map, genre) ? map[genre] : undefined;
  if (mapped !== undefined) return mapped;
  return displayGenre(genre);
}

/**
 * The genres to write. Probabilities of genres that the user calls by one name add up; the likeliest name must
 * reach the threshold, further ones half of the likeliest's probability.
 */
export function decideGenres(
  prediction: { readonly genres: readonly string[]; readonly probabilities: readonly number[] },
  before: readonly string[],
  options: TagOptions,
  map: GenreMap,
): GenreDecision {
  const { ranked, dropped } = rankNames(prediction, map);
  const [first] = ranked;
  if (!first || dropped > first.probability) return { kind: 'unmapped', after: before, confidence: dropped };
  const confidence = first.probability;
  if (confidence < options.minConfidence) return { kind: 'below-confidence', after: before, confidence };
  const names = ranked
    .slice(0, options.maxGenres)
    .filter(({ probability }) => probability >= confidence * FURTHER_GENRE_SHARE)
    .map(({ name }) => name);
  return { ...combine(before, names, options.mode), confidence };
}

/** The user's own labels are written whatever the model thinks, as they stand. */
export function decideByLabels(
  labels: readonly string[],
  before: readonly string[],
  { mode }: Pick<TagOptions, 'mode'>,
): GenreDecision {
  return { ...combine(before, labels, mode), confidence: 1 };
}

function combine(
  before: readonly string[],
  names: readonly string[],
  mode: TagOptions['mode'],
): Pick<GenreDecision, 'kind' | 'after'> {
  if (before.length === 0) return { kind: 'add', after: names };
  if (mode === 'fill') return { kind: 'kept', after: before };
  const missing = names.filter((name) => !before.some((old) => isSameGenre(old, name)));
  if (mode === 'append')
    return missing.length > 0 ? { kind: 'append', after: [...before, ...missing] } : { kind: 'same', after: before };
  const same = (missing.length === 0 && before.length === names.length) || holdsGenres(before, names);
  return same ? { kind: 'same', after: before } : { kind: 'replace', after: names };
}

function rankNames(
  prediction: { readonly genres: readonly string[]; readonly probabilities: readonly number[] },
  map: GenreMap,
) {
  const sums = new Map<string, number>();
  let dropped = 0;
  prediction.genres.forEach((genre, index) => {
    const name = genreName(genre, map);
    const probability = prediction.probabilities[index] ?? 0;
    if (name === null) dropped = Math.max(dropped, probability);
    else sums.set(name, (sums.get(name) ?? 0) + probability);
  });
  const ranked = [...sums]
    .map(([name, probability]) => ({ name, probability }))
    .sort((a, b) => b.probability - a.probability);
  return { ranked, dropped };
}
