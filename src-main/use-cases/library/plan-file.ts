import type { TagOptions } from '../../contract/tags.ts';
import type { ChangeKind } from '../../contract/values.ts';
import type { GenrePrediction } from '../../tags/genres-from-probabilities.ts';
import { decideByLabels, decideGenres } from '../../tags/genres-from-probabilities.ts';
import type { GenreMap } from '../../tags/rank-names.ts';

/** What is known of a file whose genres are to be written. */
export interface PlannableFile {
  /** The genres that it has. */
  readonly before: readonly string[];
  /** The user's own; empty where nobody labelled it. */
  readonly labels: readonly string[];
  /** Null where it was not analysed. */
  readonly prediction: FilePrediction | null;
}

/** What a model says of a file. */
interface FilePrediction extends GenrePrediction {
  readonly model: string;
}

/** How genres are chosen and named. */
export interface PlanRules extends TagOptions {
  readonly map: GenreMap;
  /** Predictions of other models count as not sure enough; null: all count. */
  readonly onlyModel: string | null;
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
}

/** No confidence reaches it. */
const NEVER = 2;

/** Says what would happen to one file: its labels count before any prediction. Touches no file. */
export function planFile({ before, labels, prediction }: PlannableFile, rules: PlanRules): FilePlan {
  if (labels.length > 0) return { before, isLabel: true, model: '', ...decideByLabels(labels, before, rules) };
  if (!prediction) return { before, after: before, isLabel: false, model: '', kind: 'not-analysed', confidence: 0 };
  const { model } = prediction;
  const counts = rules.onlyModel === null || rules.onlyModel === model;
  const options = counts ? rules : { ...rules, minConfidence: NEVER };
  return { before, isLabel: false, model, ...decideGenres(prediction, before, options, rules.map) };
}
