import { familyOf } from '../contract/canonical-genre.ts';
import { displayDescriptor } from '../contract/genre-names.ts';
import { MOST_GENRES } from '../contract/settings.ts';
import { excessOf, SHOWN_STYLES, stylesOfTrack } from '../contract/styles-of-track.ts';
import { FURTHER_GENRE_SHARE } from '../contract/tags.ts';
import type { FieldContent } from '../contract/values.ts';
import type { GenrePrediction } from './genres-from-probabilities.ts';
import { styleNames } from './names-to-write.ts';
import type { GenreMap } from './rank-names.ts';
import { genreName, rankNames } from './rank-names.ts';

/** What is known of a track whose further fields are written. */
export interface FieldSource {
  /** The user's own; where there are any, they count before the prediction. */
  readonly labels: readonly string[];
  /** Null where the track was not analysed. */
  readonly prediction: GenrePrediction | null;
}

/** Descriptors of models that are moods; others are voices, instruments and decades. */
const MOODS: ReadonlySet<string> = new Set([
  'mellow',
  'happy',
  'sad',
  'party',
  'sexy',
  'beautiful',
  'chill',
  'angry',
  'scary',
  'tender',
  'exciting',
  'funny',
]);

/** The names that a line is made of. */
interface Names {
  /** Null: the user does not want the genre to be written. */
  readonly genre: string | null;
  readonly family: string | null;
  readonly styles: readonly string[];
  readonly further: readonly string[];
}

/** A field's text; empty where there is nothing to say. Several names are parted by semicolons. */
export function fieldText(content: Exclude<FieldContent, 'off'>, source: FieldSource, map: GenreMap): string {
  if (content === 'moods') return moodsOf(source.prediction).join('; ');
  const names = source.labels.length > 0 ? namesOfLabels(source.labels, map) : predictedNames(source.prediction, map);
  if (!names) return '';
  const { genre, family, styles, further } = names;
  if (content === 'family') return family ?? '';
  if (content === 'styles') return styles.join('; ');
  if (content === 'further-genres') return further.join('; ');
  return [genre ?? '', styles.filter((style) => style !== genre).join(', ')].filter((part) => part !== '').join(': ');
}

function predictedNames(prediction: GenrePrediction | null, map: GenreMap): Names | null {
  const [first, ...others] = prediction ? rankNames(prediction, map) : [];
  if (!prediction || !first) return null;
  const { own, further } = styleNames(first, prediction, map);
  const [genre = ''] = first.genres;
  const likely = others.filter(({ probability }) => probability >= first.probability * FURTHER_GENRE_SHARE);
  return {
    genre: first.name,
    family: first.name === null ? null : familyName(genre, map),
    styles: [...own, ...further].slice(0, SHOWN_STYLES),
    further: likely.flatMap(({ name }) => name ?? []).slice(0, MOST_GENRES - 1),
  };
}

function namesOfLabels(labels: readonly string[], map: GenreMap): Names {
  const [genre = '', ...further] = labels;
  const styles = labels.filter((label) => familyOf(label) !== null);
  return { genre, family: familyOf(genre) === null ? genre : familyName(genre, map), styles, further };
}

/** Of a style, the family of the tree; every other genre is one of its own. */
function familyName(genre: string, map: GenreMap): string | null {
  return genreName(familyOf(genre) ?? genre, map);
}

function moodsOf(prediction: GenrePrediction | null): string[] {
  if (!prediction) return [];
  return stylesOfTrack(prediction.styles, prediction.styleScores, [])
    .filter(({ kind, isThere, name }) => kind === 'descriptor' && isThere && MOODS.has(name))
    .sort((a, b) => excessOf(b) - excessOf(a))
    .slice(0, SHOWN_STYLES)
    .map(({ name }) => displayDescriptor(name));
}
