import { holdsGenres } from '../formats/id3-genre-text.ts';
import { canonicalGenre } from '../contract/canonical-genre.ts';
import { isBelowConfidence } from '../contract/confidence.ts';
import { isSameGenre } from '../contract/genre-meaning.ts';
import type { ChangeKind } from '../contract/values.ts';
import type { TagOptions } from '../contract/tags.ts';
import type { StylePrediction } from './names-to-write.ts';
import { namesToWrite } from './names-to-write.ts';
import type { GenreMap } from './rank-names.ts';
import { rankNames } from './rank-names.ts';

/** What a model says of a file. */
export interface GenrePrediction extends StylePrediction {
  readonly genres: readonly string[];
  readonly probabilities: readonly number[];
}

/** What shall happen to a file's genres. */
export interface GenreDecision {
  readonly kind: Exclude<ChangeKind, 'fields' | 'not-analysed'>;
  readonly after: readonly string[];
  readonly confidence: number;
}

/** The genres to write, if the likeliest name reaches the threshold; see rankNames and namesToWrite. */
export function decideGenres(
  prediction: GenrePrediction,
  before: readonly string[],
  options: Omit<TagOptions, 'by'>,
  map: GenreMap,
): GenreDecision {
  const ranked = rankNames(prediction, map);
  const names = namesToWrite(ranked, prediction, options, map);
  const confidence = ranked[0]?.probability ?? 0;
  if (names.length === 0) return { kind: 'unmapped', after: before, confidence };
  if (isBelowConfidence(confidence, options.minConfidence))
    return { kind: 'below-confidence', after: before, confidence };
  // “DnB” is not added to “Drum and Bass”; what replaces may be the name that the user prefers.
  const isSame = options.mode === 'append' ? isOneGenre : isSameGenre;
  return { ...combine(before, names, options.mode, isSame), confidence };
}

/** The user's own labels are written whatever the model thinks, as they stand. */
export function decideByLabels(
  labels: readonly string[],
  before: readonly string[],
  { mode }: Pick<TagOptions, 'mode'>,
): GenreDecision {
  return { ...combine(before, labels, mode, isSameGenre), confidence: 1 };
}

function isOneGenre(a: string, b: string): boolean {
  return canonicalGenre(a) === canonicalGenre(b);
}

function combine(
  before: readonly string[],
  names: readonly string[],
  mode: TagOptions['mode'],
  isSame: typeof isSameGenre,
): Pick<GenreDecision, 'kind' | 'after'> {
  if (before.length === 0) return { kind: 'add', after: names };
  if (mode === 'fill') return { kind: 'kept', after: before };
  const missing = names.filter((name) => !before.some((old) => isSame(old, name)));
  if (mode === 'append')
    return missing.length > 0 ? { kind: 'append', after: [...before, ...missing] } : { kind: 'same', after: before };
  const same = (missing.length === 0 && before.length === names.length) || holdsGenres(before, names);
  return same ? { kind: 'same', after: before } : { kind: 'replace', after: names };
}
