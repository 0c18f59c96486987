import type { FurtherField } from '../contract/values.ts';
import { asciiBytes, asciiOf, joinBytes } from './bytes.ts';
import type { Id3Frame } from './id3-frames.ts';
import { FIELD_FRAMES, hasId, MOVEMENT_FRAMES } from './id3-field-ids.ts';
import { encodeFrame, frameOf } from './id3-frames.ts';
import { decodeText, encodeText, isLatin1 } from './id3-text.ts';
import type { HeldText, TextHolder } from './tag-texts.ts';
import { UNREADABLE_TEXT } from './tag-texts.ts';

type Version = 2 | 3 | 4;

const USER_TEXTS: Readonly<Record<string, FurtherField>> = { MOOD: 'mood', GENRESCOPE: 'evidence' };
const LANGUAGE_BYTES = 3;

/** A frame with a description: the parts of a comment, or of a user's text, whose language is empty. */
interface DescribedText {
  readonly language: string;
  readonly description: string;
  readonly text: string;
}

/**
 * The further fields of a tag. Grouping is TIT1, or iTunes' GRP1 in tags of its later versions, where TIT1 is the
 * name of a work. Mood is TMOO, which ID3v2.4 introduced, or
 * a user's text MOOD. The comment is the first one without a description: others belong to programs. Evidence is the
 * user's text GENRESCOPE.
 */
export function id3FieldHolder(version: Version): TextHolder<Id3Frame> {
  return {
    held: (frames) => {
      const grouping = groupingIds(frames);
      const comment = frames.findIndex(
        (frame) => hasId(FIELD_FRAMES.comment, frame) && describedOf(frame)?.description === '',
      );
      return frames.map((frame, index) => heldText(frame, grouping, index === comment));
    },
    encode: (held, old, frames) => frameOf(version, encodeField(version, held, old, frames)),
  };
}

function groupingIds(frames: readonly Id3Frame[]): readonly [string, string] {
  const isOfItunes = frames.some((frame) => hasId(FIELD_FRAMES.itunesGrouping, frame) || hasId(MOVEMENT_FRAMES, frame));
  return isOfItunes ? FIELD_FRAMES.itunesGrouping : FIELD_FRAMES.contentGroup;
}

function heldText(frame: Id3Frame, grouping: readonly string[], isComment: boolean): HeldText | null {
  if (isComment) return { field: 'comment', text: describedOf(frame)?.text ?? UNREADABLE_TEXT };
  if (hasId(grouping, frame)) return { field: 'grouping', text: textOf(frame) };
  if (hasId(FIELD_FRAMES.mood, frame)) return { field: 'mood', text: textOf(frame) };
  const described = hasId(FIELD_FRAMES.userText, frame) ? describedOf(frame) : null;
  const field = described && USER_TEXTS[described.description.toUpperCase()];
  return field ? { field, text: described.text } : null;
}

function textOf({ content }: Id3Frame): string {
  return content.length === 0 ? UNREADABLE_TEXT : decodeText(content);
}

/** Null where the content cannot be read. */
function describedOf(frame: Id3Frame): DescribedText | null {
  const { content } = frame;
  const start = hasId(FIELD_FRAMES.comment, frame) ? 1 + LANGUAGE_BYTES : 1;
  if (content.length < start) return null;
  const isWide = content[0] === 1 || content[0] === 2;
  const end = endOfText(content, start, isWide);
  const part = (from: number, to: number): string =>
    decodeText(joinBytes([content.subarray(0, 1), content.subarray(from, to)]));
  return {
    language: asciiOf(content, 1, start - 1),
    description: part(start, end),
    text: part(Math.min(content.length, end + (isWide ? 2 : 1)), content.length),
  };
}

/** Where the first text ends: at a zero byte, in UTF-16 at two of them. */
function endOfText(content: Uint8Array, start: number, isWide: boolean): number {
  const step = isWide ? 2 : 1;
  for (let at = start; at + step <= content.length; at += step)
    if (content[at] === 0 && (!isWide || content[at + 1] === 0)) return at;
  return content.length;
}

function encodeField(
  version: Version,
  { field, text }: HeldText,
  old: Id3Frame | null,
  frames: readonly Id3Frame[],
): Uint8Array {
  const idOf = ([short, long]: readonly [string, string]): string => (version === 2 ? short : long);
  const hasDescription = old && (hasId(FIELD_FRAMES.comment, old) || hasId(FIELD_FRAMES.userText, old));
  if (old && !hasDescription) return encodeFrame(version, old.id, text);
  if (old) return encodeDescribed(version, old.id, { ...(describedOf(old) ?? NO_TEXT), text }, isLatin1Frame(old));
  if (field === 'comment') return encodeComment(version, text);
  if (field === 'grouping') return encodeFrame(version, idOf(groupingIds(frames)), text);
  if (field === 'mood' && version === 4) return encodeFrame(version, idOf(FIELD_FRAMES.mood), text);
  const description = field === 'mood' ? 'MOOD' : 'GENRESCOPE';
  return encodeDescribed(version, idOf(FIELD_FRAMES.userText), { language: '', description, text }, false);
}

const NO_TEXT: DescribedText = { language: '', description: '', text: '' };
const isLatin1Frame = ({ content }: Id3Frame): boolean => content[0] === 0;

/** A new comment without a description, in the language that programs look for. */
export function encodeComment(version: Version, text: string): Uint8Array {
  const id = FIELD_FRAMES.comment[version === 2 ? 0 : 1];
  return encodeDescribed(version, id, { language: 'eng', description: '', text }, false);
}

/**
 * Encoding, language, description, text (id3v2.4.0-frames, sections 4.2.6 and 4.10).
 * @param wasLatin1 then it stays so where it can: some programs read Latin-1 as another code page
 */
function encodeDescribed(
  version: Version,
  id: string,
  { language, description, text }: DescribedText,
  wasLatin1: boolean,
): Uint8Array {
  const all = `${description}${text}`;
  const [encoding = 0] = wasLatin1 && isLatin1(all) ? [0] : encodeText(all, version);
  const end = new Uint8Array(encoding === 1 ? 2 : 1);
  const parts = [encodePart(description, encoding), end, encodePart(text, encoding)];
  return encodeFrame(version, id, joinBytes([Uint8Array.of(encoding), asciiBytes(language), ...parts]));
}

/** @param encoding one of those that {@link encodeText} chooses */
function encodePart(text: string, encoding: number): Uint8Array {
  if (encoding === 0) return asciiBytes(text);
  if (encoding === 3) return new TextEncoder().encode(text);
  return Uint8Array.from([0xff, 0xfe, ...Buffer.from(text, 'utf16le')]);
}
