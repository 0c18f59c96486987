import { AppError } from '../contract/app-error.ts';
import type { FurtherField } from '../contract/values.ts';
import { asciiBytes, asciiOf, digestOf, joinBytes, littleEndian32, utf8Of, viewOf } from './bytes.ts';
import type { TextFrame } from './id3v2.ts';
import type { Field, GenreWriting, TagGenres } from './tag-format.ts';
import { PLAIN_WRITING } from './tag-format.ts';
import type { HeldText, TextHolder } from './tag-texts.ts';
import { editTexts, fieldTexts, UNREADABLE_TEXT } from './tag-texts.ts';

/** Length of an APE tag's header and of its footer. */
export const APE_FOOTER_BYTES = 32;
const MARK = 'APETAGEX';
const HAS_HEADER = 2 ** 31;
const IS_HEADER = 2 ** 29;
/** Bits of an item that tell its type: 0 is text. */
const TYPE_BITS = 6;
const LARGEST_TAG = 64 << 20;
const MOST_ITEMS = 50_000;

interface Item {
  readonly key: string;
  readonly flags: number;
  readonly value: Uint8Array;
  readonly stored: Uint8Array;
}

interface ApeTag {
  readonly version: number;
  readonly hasHeader: boolean;
  readonly items: readonly Item[];
  /** Bytes between the last item and the footer. */
  readonly remains: Uint8Array;
}

/** Length of the whole tag whose footer these 32 bytes are; 0 if they are none. */
export function apeTagLength(footer: Uint8Array): number {
  if (footer.length < APE_FOOTER_BYTES || asciiOf(footer, 0, 8) !== MARK) return 0;
  const view = viewOf(footer);
  const size = view.getUint32(12, true);
  const flags = view.getUint32(20, true);
  if ((flags & IS_HEADER) !== 0 || size < APE_FOOTER_BYTES || size > LARGEST_TAG) return 0;
  return size + ((flags & HAS_HEADER) === 0 ? 0 : APE_FOOTER_BYTES);
}

/** Whether a footer says that the tag has a header as well. */
export function tellsOfHeader(footer: Uint8Array): boolean {
  return (viewOf(footer).getUint32(20, true) & HAS_HEADER) !== 0;
}

/** Whether these 32 bytes are a tag's header. */
export function isApeHeader(bytes: Uint8Array): boolean {
  return (
    bytes.length === APE_FOOTER_BYTES &&
    asciiOf(bytes, 0, 8) === MARK &&
    (viewOf(bytes).getUint32(20, true) & IS_HEADER) !== 0
  );
}

/** Parses a whole tag, header included (the APEv2 specification of Hydrogenaudio). @throws AppError tags-unsupported */
function parseTag(bytes: Uint8Array): ApeTag {
  const view = viewOf(bytes);
  const footer = bytes.length - APE_FOOTER_BYTES;
  const hasHeader = isApeHeader(bytes.subarray(0, APE_FOOTER_BYTES));
  if (!hasHeader && tellsOfHeader(bytes.subarray(footer))) throw damaged();
  const count = view.getUint32(footer + 16, true);
  if (count > MOST_ITEMS) throw damaged();
  const items: Item[] = [];
  let offset = hasHeader ? APE_FOOTER_BYTES : 0;
  for (let index = 0; index < count; index++) {
    if (offset + 9 > footer) throw damaged();
    const length = view.getUint32(offset, true);
    const keyEnd = bytes.indexOf(0, offset + 8);
    const end = keyEnd + 1 + length;
    if (keyEnd < 0 || end > footer) throw damaged();
    items.push({
      key: asciiOf(bytes, offset + 8, keyEnd - offset - 8),
      flags: view.getUint32(offset + 4, true),
      value: bytes.subarray(keyEnd + 1, end),
      stored: bytes.subarray(offset, end),
    });
    offset = end;
  }
  return { version: view.getUint32(footer + 8, true), hasHeader, items, remains: bytes.subarray(offset, footer) };
}

function damaged(): AppError {
  return new AppError('tags-unsupported', 'The APE tag is damaged; rewriting it could lose something.');
}

/**
 * Keys of further fields, of which APE compares letters without regard to case: Comment is one of the specification's,
 * Grouping and Mood are Picard's and Mp3tag's, GENRESCOPE is our own.
 */
const FIELD_KEYS: Readonly<Record<FurtherField, string>> = {
  grouping: 'Grouping',
  comment: 'Comment',
  mood: 'Mood',
  evidence: 'GENRESCOPE',
};
const FIELDS = new Map(Object.entries(FIELD_KEYS).map(([field, key]) => [key.toUpperCase(), field as FurtherField]));

const HOLDER: TextHolder<Item> = {
  held: (items) => items.map(heldText),
  encode: ({ field, text }, old) => itemOf(old?.key ?? FIELD_KEYS[field], text),
};

function heldText({ key, flags, value }: Item): HeldText | null {
  const field = FIELDS.get(key.toUpperCase());
  if (!field) return null;
  return { field, text: ((flags & TYPE_BITS) === 0 && utf8Of(value)) || UNREADABLE_TEXT };
}

const isGenre = ({ key }: Item): boolean => key.toUpperCase() === 'GENRE';

/** What the tag says. @param bytes the whole tag @throws AppError tags-unsupported where it is damaged */
export function readApe(bytes: Uint8Array): { readonly genres: TagGenres; readonly fields: Field[] } {
  const tag = parseTag(bytes);
  const texts = tag.items.filter((item) => isGenre(item) && (item.flags & TYPE_BITS) === 0);
  const genres = texts.flatMap(({ value }) => (utf8Of(value) ?? Buffer.from(value).toString('latin1')).split('\0'));
  const others = tag.items.filter((item) => !isGenre(item));
  return {
    genres: {
      tag: tag.version === 1000 ? 'APEv1' : 'APEv2',
      genres: genres.filter((genre) => genre !== ''),
      texts: fieldTexts(HOLDER.held(tag.items)),
    },
    fields: [
      ...others.map((item) => ({ name: `APE/${item.key}`, digest: digestOf(item.stored), ...markOf(item) })),
      ...(tag.remains.length > 0 ? [{ name: 'APE/remains', digest: digestOf(tag.remains) }] : []),
    ],
  };
}

function markOf(item: Item): Pick<Field, 'holds'> {
  const held = heldText(item);
  return held ? { holds: held.field } : {};
}

/**
 * The tag with other genres and further fields; every other item keeps its bytes and its place.
 * @throws AppError tags-unsupported where it is damaged
 */
export function editApe(
  bytes: Uint8Array,
  genres: readonly string[],
  { keepsGenres = false, texts }: GenreWriting = PLAIN_WRITING,
): Uint8Array {
  const tag = parseTag(bytes);
  const items = editTexts(keepsGenres ? tag.items : replaceGenres(tag.items, genres), HOLDER, texts);
  return finishTag(items, tag);
}

function replaceGenres(items: readonly Item[], genres: readonly string[]): readonly Item[] {
  const place = items.findIndex(isGenre);
  const others = items.filter((item) => !isGenre(item));
  const fresh = genres.length > 0 ? [itemOf(items[place]?.key ?? 'Genre', genres.join('\0'))] : [];
  return others.toSpliced(place < 0 ? others.length : place, 0, ...fresh);
}

/** A new tag with these texts and genres. */
export function createApe(
  genres: readonly string[],
  frames: readonly TextFrame[],
  { texts }: GenreWriting = PLAIN_WRITING,
): Uint8Array {
  const copied = frames.flatMap(({ id, text }) => (KEYS[id] === undefined ? [] : [itemOf(KEYS[id], text)]));
  const items = editTexts(replaceGenres(copied, genres), HOLDER, texts);
  return finishTag(items, { version: 2000, hasHeader: true, remains: new Uint8Array(0) });
}

/** The items that hold what these ID3 frames do. */
const KEYS: Readonly<Record<string, string>> = {
  TIT2: 'Title',
  TPE1: 'Artist',
  TALB: 'Album',
  TDRC: 'Year',
  COMM: 'Comment',
  TRCK: 'Track',
};

function itemOf(key: string, text: string): Item {
  const value = new TextEncoder().encode(text);
  const stored = joinBytes([littleEndian32(value.length), littleEndian32(0), asciiBytes(`${key}\0`), value]);
  return { key, flags: 0, value, stored };
}

function finishTag(items: readonly Item[], { version, hasHeader, remains }: Omit<ApeTag, 'items'>): Uint8Array {
  const body = joinBytes([...items.map(({ stored }) => stored), remains]);
  const edge = (flags: number): Uint8Array =>
    joinBytes([
      asciiBytes(MARK),
      ...[version, body.length + APE_FOOTER_BYTES, items.length, flags].map(littleEndian32),
      new Uint8Array(8),
    ]);
  const flag = hasHeader ? HAS_HEADER : 0;
  return joinBytes([hasHeader ? edge(flag + IS_HEADER) : new Uint8Array(0), body, edge(flag)]);
}

/** The field, as {@link readApe} names it, that holds what an ID3 frame does; none for frames without one. */
export function apeFieldOf(frameId: string): string[] {
  const key = KEYS[frameId];
  return key === undefined ? [] : [`APE/${key}`];
}
