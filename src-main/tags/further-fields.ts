import { commentPart, OWN_COMMENT_PART } from '../contract/comment-part.ts';
import type { FieldWrite } from '../contract/tags.ts';
import type { FieldTexts } from '../contract/track.ts';
import type { TextChanges } from '../formats/tag-texts.ts';
import { UNREADABLE_TEXT } from '../formats/tag-texts.ts';
import { isSameEvidence } from './evidence.ts';

/**
 * What becomes of a field's texts in one tag; the same array where nothing changes.
 *
 * A comment is the user's: only our own part of it, `[Genrescope: …]`, is added, changed or taken out. Evidence is ours,
 * and stays where only its date would change. Grouping and mood stay where they have a value, unless `replaces` is set.
 */
export function changedTexts(texts: readonly string[], { field, text, replaces }: FieldWrite): readonly string[] {
  if (field === 'comment') return withOwnPart(texts, text);
  const isKept = text === '' || (texts.length === 1 && texts[0] === text);
  if (field === 'evidence') return isKept || texts.some((one) => isSameEvidence(one, text)) ? texts : [text];
  const isFree = texts.every((one) => one.trim() === '');
  return isKept || !(isFree || replaces) ? texts : [text];
}

function withOwnPart(texts: readonly string[], text: string): readonly string[] {
  // What cannot be read whole cannot be kept whole.
  if (texts.some((one) => one.includes(UNREADABLE_TEXT))) return texts;
  const part = commentPart(text);
  const place = texts.findIndex((one) => OWN_COMMENT_PART.test(one));
  const old = texts[place] ?? texts[0] ?? '';
  if (place < 0 && part === '') return texts;
  const changed = place < 0 ? `${old} ${part}`.trimStart() : old.replace(OWN_COMMENT_PART, () => part);
  const whole = part === '' ? changed.trimEnd() : changed;
  if (whole === old) return texts;
  const at = Math.max(0, place);
  return whole === '' ? texts.toSpliced(at, 1) : texts.toSpliced(at, 1, whole);
}

/** Further fields as the editors of tags are told of them. */
export function textChangesOf(writes: readonly FieldWrite[]): TextChanges {
  return Object.fromEntries(
    writes.map((write) => [write.field, (texts: readonly string[]) => changedTexts(texts, write)]),
  );
}

/** Whether any of a file's tags would change; a file without tags would get one. */
export function changesAny(tags: readonly FieldTexts[], write: FieldWrite): boolean {
  return (tags.length === 0 ? [{}] : tags).some((tag: FieldTexts) => {
    const texts = tag[write.field] ?? [];
    return changedTexts(texts, write) !== texts;
  });
}
