import { AppError } from '../contract/app-error.ts';
import type { FurtherField } from '../contract/values.ts';
import { digestOf, joinBytes, viewOf } from './bytes.ts';
import type { AsfObject } from './asf-objects.ts';
import { ASF, damagedAsf } from './asf-objects.ts';
import type { Field } from './tag-format.ts';
import type { HeldText, TextChanges, TextHolder } from './tag-texts.ts';
import { editTexts, UNREADABLE_TEXT } from './tag-texts.ts';

/** A named value in one of the objects that hold such values. */
interface Attribute {
  /** All of its bytes as the file has them: type, language and stream stay whatever they are. */
  readonly bytes: Uint8Array;
  readonly name: string;
  /** The value where it is text, without the NUL at its end; null where it is anything else. */
  readonly text: string | null;
}

interface AttributeList {
  readonly attributes: readonly Attribute[];
  /** What stands behind the list, if anything. */
  readonly rest: Uint8Array;
}

const TEXT_TYPE = 0;
const MAXIMUM_16_BIT = 65_535;
const GENRE = 'WM/Genre';
/**
 * Lower-case names; the second is a number of the ID3 list or a name of Windows Media's own, and belongs to the old
 * genre.
 */
const GENRE_NAMES: ReadonlySet<string> = new Set(['wm/genre', 'wm/genreid']);

/**
 * Names of further fields: Windows Media's own (“Attribute List” of the Windows Media Format SDK), and ours. The comment
 * stands in the Content Description; FFmpeg puts it here.
 */
const FIELD_NAMES: Readonly<Record<FurtherField, string>> = {
  grouping: 'WM/ContentGroupDescription',
  comment: 'Description',
  mood: 'WM/Mood',
  evidence: 'GENRESCOPE',
};
const FIELDS = new Map(Object.entries(FIELD_NAMES).map(([field, name]) => [name.toLowerCase(), field as FurtherField]));

/** @param hasComment whether the file's comment stands among attributes */
function holderOf(hasComment: boolean): TextHolder<Attribute> {
  return {
    held: (attributes) => attributes.map((attribute) => heldText(attribute, hasComment)),
    encode: ({ field, text }, old) => {
      const name = old?.name ?? FIELD_NAMES[field];
      return { bytes: textDescriptor(name, text), name, text };
    },
  };
}

function heldText({ name, text }: Attribute, hasComment: boolean): HeldText | null {
  const field = FIELDS.get(name.toLowerCase());
  return field && (field !== 'comment' || hasComment) ? { field, text: text ?? UNREADABLE_TEXT } : null;
}

/**
 * The further fields of an object's attributes.
 * @param hasComment whether the file's comment stands among them
 * @throws AppError tags-unsupported where its list is damaged
 */
export function attributeTexts(object: AsfObject, hasComment: boolean): (HeldText | null)[] {
  return parseAttributes(object).attributes.map((attribute) => heldText(attribute, hasComment));
}

/**
 * An Extended Content Description with changed further fields; all else keeps its bytes.
 * @param hasComment as for {@link attributeTexts}
 * @throws AppError tags-unsupported where the list is damaged, or would be too long
 */
export function withTexts(object: AsfObject, changes: TextChanges, hasComment: boolean): AsfObject {
  const { attributes, rest } = parseAttributes(object);
  const here = hasComment ? changes : { ...changes, comment: (texts: readonly string[]) => texts };
  const edited = editTexts(attributes, holderOf(hasComment), here);
  const list = edited.map(({ bytes }) => bytes);
  return listOf(object.guid, list, rest);
}

/** Whether an object is a list of named values. */
export function hasAttributes({ guid }: AsfObject): boolean {
  return guid === ASF.extendedContentDescription || guid === ASF.metadata || guid === ASF.metadataLibrary;
}

/** Whether an object names a genre. @throws AppError tags-unsupported where its list is damaged */
export function namesGenre(object: AsfObject): boolean {
  return parseAttributes(object).attributes.some(isGenre);
}

/** The genres in an object, in order. @throws AppError tags-unsupported where its list is damaged */
export function attributeGenres(object: AsfObject): string[] {
  const genres = parseAttributes(object).attributes.filter(({ name }) => name.toLowerCase() === GENRE.toLowerCase());
  return genres.map(({ text }) => text ?? '').filter((text) => text !== '');
}

/** The object whose further fields an edit may change. */
export interface EditedAttributes {
  /** Undefined where the file has none. */
  readonly object: AsfObject | undefined;
  /** Whether the file's comment stands among its attributes. */
  readonly hasComment: boolean;
}

/**
 * What a change of genre must leave in an object.
 * @param edited which object's further fields may change; those of others stay
 * @throws AppError tags-unsupported where its list is damaged
 */
export function attributeFields(object: AsfObject, edited: EditedAttributes): Field[] {
  const { attributes, rest } = parseAttributes(object);
  const others = attributes.filter((attribute) => !isGenre(attribute));
  return [
    ...others.map((attribute) => {
      const held = object === edited.object ? heldText(attribute, edited.hasComment) : null;
      const field = { name: `ASF attribute/${attribute.name}`, digest: digestOf(attribute.bytes) };
      return held ? { ...field, holds: held.field } : field;
    }),
    ...(rest.length > 0 ? [{ name: 'ASF attributes end', digest: digestOf(rest) }] : []),
  ];
}

/**
 * An object with these genres at the first one's place, or at the end; all else keeps its bytes.
 * @throws AppError tags-unsupported where the list is damaged, or would be too long
 */
export function withGenres(object: AsfObject, genres: readonly string[]): AsfObject {
  const { attributes, rest } = parseAttributes(object);
  const first = attributes.findIndex(isGenre);
  const others = attributes.filter((attribute) => !isGenre(attribute)).map(({ bytes }) => bytes);
  const place = first < 0 ? others.length : first;
  const fresh = genres.map((genre) => textDescriptor(GENRE, genre));
  return listOf(object.guid, others.toSpliced(place, 0, ...fresh), rest);
}

function listOf(guid: string, list: readonly Uint8Array[], rest: Uint8Array): AsfObject {
  if (list.length > MAXIMUM_16_BIT)
    throw new AppError('tags-unsupported', 'The Windows Media file cannot hold so many tags.');
  return { guid, content: joinBytes([littleEndian16(list.length), ...list, rest]) };
}

/** An object for named values with none in it. */
export function emptyDescription(): AsfObject {
  return { guid: ASF.extendedContentDescription, content: littleEndian16(0) };
}

function isGenre({ name }: Attribute): boolean {
  return GENRE_NAMES.has(name.toLowerCase());
}

/** A Content Descriptor (section 3.11) with text. */
function textDescriptor(attribute: string, text: string): Uint8Array {
  const [name, value] = [wideText(attribute), wideText(text)];
  if (value.length > MAXIMUM_16_BIT)
    throw new AppError('tags-unsupported', 'The genre is too long for a Windows Media file.');
  return joinBytes([littleEndian16(name.length), name, littleEndian16(TEXT_TYPE), littleEndian16(value.length), value]);
}

function parseAttributes({ guid, content }: AsfObject): AttributeList {
  if (content.length < 2) throw damagedAsf();
  const parse = guid === ASF.extendedContentDescription ? parseDescriptor : parseRecord;
  const attributes: Attribute[] = [];
  let offset = 2;
  for (let left = viewOf(content).getUint16(0, true); left > 0; left--) {
    const attribute = parse(content.subarray(offset));
    attributes.push(attribute);
    offset += attribute.bytes.length;
  }
  return { attributes, rest: content.subarray(offset) };
}

/** Section 3.11: length of the name, name, type, length of the value, value. */
function parseDescriptor(bytes: Uint8Array): Attribute {
  const nameEnd = 2 + numberAt(bytes, 0, 2);
  const valueStart = nameEnd + 4;
  const end = valueStart + numberAt(bytes, nameEnd + 2, 2);
  return attributeOf(bytes, [2, nameEnd], [valueStart, end], numberAt(bytes, nameEnd, 2));
}

/** Sections 4.7 and 4.8: language, stream, length of the name, type, length of the value, name, value. */
function parseRecord(bytes: Uint8Array): Attribute {
  const nameEnd = 12 + numberAt(bytes, 4, 2);
  const end = nameEnd + numberAt(bytes, 8, 4);
  return attributeOf(bytes, [12, nameEnd], [nameEnd, end], numberAt(bytes, 6, 2));
}

function attributeOf(bytes: Uint8Array, name: [number, number], value: [number, number], type: number): Attribute {
  const [, end] = value;
  if (end > bytes.length) throw damagedAsf();
  const text = type === TEXT_TYPE ? textOf(bytes.subarray(...value)) : null;
  return { bytes: bytes.subarray(0, end), name: textOf(bytes.subarray(...name)), text };
}

function numberAt(bytes: Uint8Array, offset: number, size: 2 | 4): number {
  if (offset + size > bytes.length) throw damagedAsf();
  return size === 2 ? viewOf(bytes).getUint16(offset, true) : viewOf(bytes).getUint32(offset, true);
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf16le').replace(/\0+$/, '');
}

function wideText(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(`${text}\0`, 'utf16le'));
}

function littleEndian16(value: number): Uint8Array {
  return Uint8Array.of(value & 255, value >>> 8);
}
