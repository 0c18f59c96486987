import { AppError } from '../contract/app-error.ts';
import { asciiOf, digestOf, joinBytes, littleEndian32, utf8Of, viewOf } from './bytes.ts';
import type { Field } from './tag-format.ts';

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
 * The structure with these genres where the first GENRE entry stands, or at the end; one entry a genre. All other
 * entries and what stands behind the list keep their bytes.
 * @param genres none takes the genre out
 * @throws AppError tags-unsupported where the structure is damaged
 */
export function editComments(bytes: Uint8Array, genres: readonly string[]): Uint8Array {
  const { vendor, entries, rest } = parseComments(bytes);
  const first = entries.findIndex(isGenre);
  const others = entries.filter((entry) => !isGenre(entry));
  const place = first < 0 ? others.length : first;
  const added = genres.map((genre) => Uint8Array.from(Buffer.from(`GENRE=${genre}`, 'utf8')));
  const list = [...others.slice(0, place), ...added, ...others.slice(place)];
  const texts = [vendor, ...list].map((text) => [littleEndian32(text.length), text]);
  const [head = [], ...tail] = texts;
  return joinBytes([...head, littleEndian32(list.length), ...tail.flat(), rest]);
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
    })),
    ...(rest.length > 0 ? [{ name: 'Vorbis comment end', digest: digestOf(rest) }] : []),
  ];
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
