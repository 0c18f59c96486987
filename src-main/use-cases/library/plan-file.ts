import type { FieldRules } from '../../contract/settings.ts';
import type { FieldWrite, PlannedField, TagChange, TagOptions } from '../../contract/tags.ts';
import { isWriting } from '../../contract/tags.ts';
import type { FieldTexts } from '../../contract/track.ts';
import type { ChangeKind } from '../../contract/values.ts';
import type { GenrePrediction } from '../../tags/genres-from-probabilities.ts';
import { displayGenre } from '../../contract/genre-names.ts';
import { decideByLabels, decideGenres } from '../../tags/genres-from-probabilities.ts';
import type { GenreMap } from '../../tags/rank-names.ts';
import { planFields } from './plan-fields.ts';
import { rankNames } from '../../tags/rank-names.ts';

/** What is known of a file whose genres are to be written. */
export interface PlannableFile {
  /** The genres that it has. */
  readonly before: readonly string[];
  /** The user's own; empty where nobody labelled it. */
  readonly labels: readonly string[];
  /** Null where it was not analysed. */
  readonly prediction: FilePrediction | null;
  /** What its album's tracks say together; null where the file stands by itself. */
  readonly album: FilePrediction | null;
  /** Further fields of each of its tags. */
  readonly tags: readonly FieldTexts[];
}

/** What a model says of a file. */
export interface FilePrediction extends GenrePrediction {
  readonly model: string;
}

/** How genres are chosen and named. */
export interface PlanRules extends TagOptions {
  readonly map: GenreMap;
  /** Predictions of other models count as not sure enough; null: all count. */
  readonly onlyModel: string | null;
  readonly fields: FieldRules;
  /** The day of writing. */
  readonly date: Date;
}

/** What would happen to a file. */
export interface FilePlan {
  readonly kind: ChangeKind;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly confidence: number;
  /** Whether the user's own labels decided, and not the model. */
  readonly isLabel: boolean;
  /** Whose prediction it is; empty for the user's own labels, and where there is no prediction. */
  readonly model: string;
  /** The likeliest genre of the file's own prediction, where its album's is another one and decided; else null. */
  readonly ownGenre: string | null;
  /** Further fields that change. */
  readonly fields: readonly PlannedField[];
  /** The same, as the tag writer is told of them. */
  readonly fieldWrites: readonly FieldWrite[];
}

/** What would happen to a file's genres alone. */
type GenrePlan = Omit<FilePlan, 'fields' | 'fieldWrites'>;

/** No confidence reaches it. */
const NEVER = 2;

/**
 * Says what would happen to one file: its labels count before any prediction, and its album's before its own. Further
 * fields are written wherever a genre is, and where the file has the genre already or keeps its own. Touches no file.
 */
export function planFile(file: PlannableFile, rules: PlanRules): FilePlan {
  const plan = planGenres(file, rules);
  const isDecided = isWriting(plan.kind) || plan.kind === 'same' || plan.kind === 'kept';
  if (!isDecided) return { ...plan, fields: [], fieldWrites: [] };
  const { labels, tags, prediction, album } = file;
  const source = { labels, tags, prediction: album ?? prediction };
  const { writes, shown } = planFields(source, rules.fields, rules.map, rules.date);
  const kind = writes.length > 0 && !isWriting(plan.kind) ? 'fields' : plan.kind;
  return { ...plan, kind, fields: shown, fieldWrites: writes };
}

/** What the tag writer is told of a plan. */
export function changeOf(path: string, { kind, after, model, fieldWrites }: FilePlan): TagChange {
  const fields = fieldWrites.length > 0 ? { fields: [...fieldWrites] } : {};
  return { path, genres: after, model, ...fields, ...(kind === 'fields' && { keepsGenres: true }) };
}

function planGenres({ before, labels, prediction, album }: PlannableFile, rules: PlanRules): GenrePlan {
  const undecided = { before, isLabel: false, model: '', ownGenre: null };
  if (labels.length > 0) return { ...undecided, isLabel: true, ...decideByLabels(labels, before, rules) };
  if (!prediction) return { ...undecided, after: before, kind: 'not-analysed', confidence: 0 };
  const { model } = prediction;
  const counts = rules.onlyModel === null || rules.onlyModel === model;
  const options = counts ? rules : { ...rules, minConfidence: NEVER };
  const ownGenre = album && genreBesideAlbum(prediction, album, rules.map);
  return { ...undecided, model, ownGenre, ...decideGenres(album ?? prediction, before, options, rules.map) };
}

function genreBesideAlbum(own: FilePrediction, album: FilePrediction, map: GenreMap): string | null {
  const name = likeliestName(own, map);
  return name === likeliestName(album, map) ? null : name;
}

/** As it is written; where the user wants it not to be, as it is shown. */
function likeliestName(prediction: FilePrediction, map: GenreMap): string {
  const [first] = rankNames(prediction, map);
  return first?.name ?? displayGenre(first?.genres[0] ?? '');
}
