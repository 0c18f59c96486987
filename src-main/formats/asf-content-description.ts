import { AppError } from '../contract/app-error.ts';
import type { AsfObject } from './asf-objects.ts';
import { ASF } from './asf-objects.ts';
import { digestOf, joinBytes, viewOf } from './bytes.ts';
import type { Field } from './tag-format.ts';
import type { TextsChange } from './tag-texts.ts';

/** The five texts of a Content Description (section 3.10), in their order. */
const PARTS = ['title', 'author', 'copyright', 'description', 'rating'] as const;
const COMMENT = PARTS.indexOf('description');
const LENGTHS_BYTES = 2 * PARTS.length;
const LONGEST_PART = 65_535;

interface Description {
  readonly parts: readonly Uint8Array[];
  /** What stands behind them, if anything. */
  readonly rest: Uint8Array;
}

/** Whether an object is the one that holds the comment, of which a header has one at most. */
export function isContentDescription({ guid }: AsfObject): boolean {
  return guid === ASF.contentDescription;
}

/** @returns null where its lengths do not fit: then it stays as it is */
function parseDescription({ content }: AsfObject): Description | null {
  if (content.length < LENGTHS_BYTES) return null;
  const view = viewOf(content);
  let offset = LENGTHS_BYTES;
  const parts = PARTS.map((_part, index) => {
    const start = offset;
    offset += view.getUint16(2 * index, true);
    return content.subarray(start, offset);
  });
  return offset > content.length ? null : { parts, rest: content.subarray(offset) };
}

/** The comment, if there is one: WM/Text in Windows Media Player, “Description” in the specification. */
export function commentsOf(object: AsfObject | undefined): readonly string[] {
  const part = object && parseDescription(object)?.parts[COMMENT];
  const text = part ? textOf(part) : '';
  return text === '' ? [] : [text];
}

/**
 * Its texts as fields; null where it cannot be taken apart.
 * @param hasComment whether the file's comment stands here
 */
export function descriptionFields(object: AsfObject, hasComment: boolean): Field[] | null {
  const description = parseDescription(object);
  if (!description) return null;
  const parts = description.parts.flatMap((part, index): Field[] => {
    const field = { name: `ASF content description/${PARTS[index] ?? ''}`, digest: digestOf(part) };
    return textOf(part) === '' ? [] : [index === COMMENT && hasComment ? { ...field, holds: 'comment' } : field];
  });
  const { rest } = description;
  return rest.length === 0 ? parts : [...parts, { name: 'ASF content description end', digest: digestOf(rest) }];
}

/**
 * The object with a changed comment. @param object null: a new one
 * @returns null where there is none, and none is needed
 * @throws AppError tags-unsupported where the comment would be too long
 */
export function withComment(object: AsfObject | null, change: TextsChange): AsfObject | null {
  const description = object ? parseDescription(object) : null;
  if (object && !description) return object;
  const before = commentsOf(object ?? undefined);
  const after = change(before);
  if (after.length === before.length && after[0] === before[0]) return object;
  const { parts, rest } = description ?? { parts: PARTS.map(() => new Uint8Array(0)), rest: new Uint8Array(0) };
  const text = after.length === 0 ? new Uint8Array(0) : wideText(after.join('\n'));
  if (text.length > LONGEST_PART)
    throw new AppError('tags-unsupported', 'The comment would be too long for a Windows Media file.');
  const changed = parts.with(COMMENT, text);
  const lengths = new Uint8Array(LENGTHS_BYTES);
  changed.forEach((part, index) => viewOf(lengths).setUint16(2 * index, part.length, true));
  return { guid: ASF.contentDescription, content: joinBytes([lengths, ...changed, rest]) };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf16le').replace(/\0+$/, '');
}

function wideText(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(`${text}\0`, 'utf16le'));
}
