import type { FieldRules } from '../../contract/settings.ts';
import type { FieldWrite, PlannedField } from '../../contract/tags.ts';
import type { FieldTexts } from '../../contract/track.ts';
import type { FieldContent, FurtherField } from '../../contract/values.ts';
import { evidenceText } from '../../tags/evidence.ts';
import type { FieldSource } from '../../tags/field-contents.ts';
import { fieldText } from '../../tags/field-contents.ts';
import { changedTexts, changesAny } from '../../tags/further-fields.ts';
import type { GenrePrediction } from '../../tags/genres-from-probabilities.ts';
import type { GenreMap } from '../../tags/rank-names.ts';

/** A file whose further fields may be written. */
export interface FieldedFile extends FieldSource {
  readonly prediction: (GenrePrediction & { readonly model: string }) | null;
  /** What each of its tags says; see `TrackMetadata.fields`. */
  readonly tags: readonly FieldTexts[];
}

/** Further fields that would change: what the writer is told, and what people see. */
export interface FieldPlan {
  readonly writes: readonly FieldWrite[];
  readonly shown: readonly PlannedField[];
}

/** What a file gets beside its genre. @param date the day of writing, for the evidence */
export function planFields(file: FieldedFile, rules: FieldRules, map: GenreMap, date: Date): FieldPlan {
  const writes = wantedFields(file, rules, map, date).filter((write) => changesAny(file.tags, write));
  return { writes, shown: writes.map((write) => shownField(file.tags, write)) };
}

function wantedFields(file: FieldedFile, rules: FieldRules, map: GenreMap, date: Date): FieldWrite[] {
  const contents: readonly (readonly [FurtherField, FieldContent])[] = [
    ['grouping', rules.groupingField],
    ['comment', rules.commentField],
    ['mood', rules.moodField],
  ];
  const writes = contents.flatMap(([field, content]) =>
    content === 'off' ? [] : [{ field, text: oneLine(fieldText(content, file, map)), replaces: rules.replacesFields }],
  );
  // Labels are the user's own word: there is no evidence to tell.
  if (!rules.evidenceField || !file.prediction || file.labels.length > 0) return writes;
  return [...writes, { field: 'evidence', text: evidenceText(file.prediction, date), replaces: true }];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** As the first tag that changes has it. */
function shownField(tags: readonly FieldTexts[], write: FieldWrite): PlannedField {
  const { field } = write;
  const changed = tags.map((tag) => tag[field] ?? []).find((texts) => changedTexts(texts, write) !== texts) ?? [];
  return { field, before: changed.join('; '), after: changedTexts(changed, write).join('; ') };
}
