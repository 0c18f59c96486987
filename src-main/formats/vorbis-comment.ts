import { AppError } from '../contract/app-error.ts';
import type { FurtherField } from '../contract/values.ts';
import { asciiOf, digestOf, joinBytes, littleEndian32, utf8Of, viewOf } from './bytes.ts';
import type { Field, GenreWriting, TagGenres } from './tag-format.ts';
import { PLAIN_WRITING } from './tag-format.ts';
import type { HeldText, TextHolder } from './tag-texts.ts';
import { editTexts, fieldTexts, UNREADABLE_TEXT } from './tag-texts.ts';

/** A Vorbis comment structure (Vorbis I specification, section 5), in bytes as the file has them. */
export interface Comments {
  readonly vendor: Uint8Array;
  /** Mostly `NAME=value` in UTF-8, but nothing is taken for granted. */
  readonly entries: readonly Uint8Array[];
  /** What stands behind the list: Vorbis's framing bit, Opus's padding or binary data. */
  readonly rest: Uint8Array;
}

const EQUALS_SIGN = 0x3d;

/** Takes a comment structure apart. @throws AppError tags-unsupported where a length leads beyond the end */
export function parseComments(bytes: Uint8Array): Comments {
  const view = viewOf(bytes);
  let offset = 0;
  const readNumber = (): number => {
    if (offset + 4 > bytes.length) throw damaged();
    offset += 4;
    return view.getUint32(offset - 4, true);
  };
  const readText = (): Uint8Array => {
    const length = readNumber();
    if (length > bytes.length - offset) throw damaged();
    offset += length;
    return bytes.subarray(offset - length, offset);
  };
  const vendor = readText();
  const count = readNumber();
  if (count > (bytes.length - offset) / 4) throw damaged();
  const entries = Array.from({ length: count }, readText);
  return { vendor, entries, rest: bytes.subarray(offset) };
}

/**
 * Names of further fields, compared without regard to case: COMMENT, GROUPING and MOOD as Picard and Mp3tag name them
 * (the specification's own list has none of the three), GENRESCOPE is our own.
 */
const FIELD_NAMES: Readonly<Record<FurtherField, string>> = {
  grouping: 'GROUPING',
  comment: 'COMMENT',
  mood: 'MOOD',
  evidence: 'GENRESCOPE',
};
const FIELDS = new Map(Object.entries(FIELD_NAMES).map(([field, name]) => [name, field as FurtherField]));

const HOLDER: TextHolder<Uint8Array> = {
  held: (entries) => entries.map(heldText),
  encode: ({ field, text }, old) => {
    const name = old ? asciiOf(old, 0, nameLength(old)) : FIELD_NAMES[field];
    return entryOf(name, text);
  },
};

function heldText(entry: Uint8Array): HeldText | null {
  const length = nameLength(entry);
  const field = length < 16 ? FIELDS.get(asciiOf(entry, 0, length).toUpperCase()) : undefined;
  return field ? { field, text: utf8Of(entry.subarray(length + 1)) ?? UNREADABLE_TEXT } : null;
}

function entryOf(name: string, text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(`${name}=${text}`, 'utf8'));
}

/**
 * The structure with these genres where the first GENRE entry stands, or at the end; one entry a genre. All other
 * entries and what stands behind the list keep their bytes, but for further fields that `writing` changes.
 * @param genres none takes the genre out
 * @throws AppError tags-unsupported where the structure is damaged
 */
export function editComments(
  bytes: Uint8Array,
  genres: readonly string[],
  { keepsGenres = false, texts: changes }: Omit<GenreWriting, 'separator'> = PLAIN_WRITING,
): Uint8Array {
  const { vendor, entries, rest } = parseComments(bytes);
  const list = editTexts(keepsGenres ? entries : replaceGenres(entries, genres), HOLDER, changes);
  const texts = [vendor, ...list].map((text) => [littleEndian32(text.length), text]);
  const [head = [], ...tail] = texts;
  return joinBytes([...head, littleEndian32(list.length), ...tail.flat(), rest]);
}

function replaceGenres(entries: readonly Uint8Array[], genres: readonly string[]): readonly Uint8Array[] {
  const first = entries.findIndex(isGenre);
  const others = entries.filter((entry) => !isGenre(entry));
  const added = genres.map((genre) => entryOf('GENRE', genre));
  return others.toSpliced(first < 0 ? others.length : first, 0, ...added);
}

/** What a structure says, as one tag. */
export function tagOfComments(comments: Comments): TagGenres {
  const texts = fieldTexts(HOLDER.held(comments.entries));
  return { tag: 'Vorbis comments', genres: genresOf(comments), texts };
}

/** The values of the GENRE entries that are not empty. Bytes that are not UTF-8 are read as Latin-1. */
export function genresOf(comments: Comments): string[] {
  return comments.entries
    .filter(isGenre)
    .map((entry) => textOf(entry.subarray(nameLength(entry) + 1)))
    .filter((genre) => genre !== '');
}

/**
 * What a change of genre must leave as it is: the vendor, the other entries in their order, and what stands behind
 * them.
 */
export function fieldsOf(comments: Comments): Field[] {
  const { vendor, entries, rest } = comments;
  const others = entries.filter((entry) => !isGenre(entry));
  return [
    { name: 'Vorbis comment vendor', digest: digestOf(vendor) },
    ...others.map((entry) => ({
      name: `Vorbis comment/${textOf(entry.subarray(0, nameLength(entry)))}`,
      digest: digestOf(entry),
      ...markOf(entry),
    })),
    ...(rest.length > 0 ? [{ name: 'Vorbis comment end', digest: digestOf(rest) }] : []),
  ];
}

function markOf(entry: Uint8Array): Pick<Field, 'holds'> {
  const held = heldText(entry);
  return held ? { holds: held.field } : {};
}

/** Names are compared without regard to the case of ASCII letters, as the specification says. */
function isGenre(entry: Uint8Array): boolean {
  const length = nameLength(entry);
  return length < entry.length && asciiOf(entry, 0, length).toLowerCase() === 'genre';
}

/** Up to the equals sign; 0 where there is none, for then all of it is text. */
function nameLength(entry: Uint8Array): number {
  return Math.max(0, entry.indexOf(EQUALS_SIGN));
}

function textOf(bytes: Uint8Array): string {
  return utf8Of(bytes) ?? asciiOf(bytes, 0, bytes.length);
}

function damaged(): AppError {
  return new AppError('tags-unsupported', 'The list of Vorbis comments is damaged.');
}
