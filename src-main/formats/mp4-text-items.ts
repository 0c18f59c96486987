import type { FurtherField } from '../contract/values.ts';
import type { ByteSource } from './byte-source.ts';
import { asciiBytes, asciiOf, bigEndian32, viewOf } from './bytes.ts';
import type { Box } from './mp4-boxes.ts';
import { encodeBox } from './mp4-boxes.ts';
import type { HeldText, TextHolder } from './tag-texts.ts';
import { UNREADABLE_TEXT } from './tag-texts.ts';

/** An item of iTunes' list: one of the file's, or a new one. */
export interface ListItem {
  /** Where it stands in the file; null of a new one. */
  readonly box: Box | null;
  /** What takes its place; null where it stays. */
  readonly bytes: Uint8Array | null;
  /** The name of a free-form item, else its type. */
  readonly name: string;
  readonly held: HeldText | null;
}

/**
 * Where iTunes keeps grouping and comment (QuickTime File Format, “User Data Text”; mutagen's and Picard's mappings),
 * and names of free-form items (`----`, mean `com.apple.iTunes`): MOOD as Picard and Mp3tag have it, GENRESCOPE is our
 * own.
 */
const TYPES: Readonly<Record<string, FurtherField>> = { '©grp': 'grouping', '©cmt': 'comment' };
const FREE_NAMES: Readonly<Record<string, FurtherField>> = { MOOD: 'mood', GENRESCOPE: 'evidence' };
const FREE_FORM = '----';
const MEAN = 'com.apple.iTunes';
const HEADER = 8;
const UTF8 = 1;
const UTF16 = 2;
/** Longer items are no texts of these fields. */
const LONGEST_ITEM = 1 << 18;

/** See {@link ListItem}. */
export const LIST_HOLDER: TextHolder<ListItem> = {
  held: (items) => items.map(({ held }) => held),
  encode: (held, old) => {
    const name = old?.name ?? newName(held.field);
    return { box: old?.box ?? null, bytes: encodeItem(name, held.text), name, held };
  },
};

/** The items of a list, with the further fields that they hold. */
export async function readListItems(source: ByteSource, list: Box | null): Promise<ListItem[]> {
  const items: ListItem[] = [];
  for (const box of list?.children ?? []) items.push({ box, bytes: null, ...(await readHeld(source, box)) });
  return items;
}

async function readHeld(source: ByteSource, box: Box): Promise<Pick<ListItem, 'name' | 'held'>> {
  const { type, content, end } = box;
  if (TYPES[type] === undefined && type !== FREE_FORM) return { name: type, held: null };
  const parts = partsOf(await source.read(content, Math.min(end - content, LONGEST_ITEM)));
  const isWhole = end - content <= LONGEST_ITEM;
  const name = type === FREE_FORM ? freeName(parts) : type;
  const field = type === FREE_FORM ? FREE_NAMES[name.toUpperCase()] : TYPES[type];
  if (!field) return { name, held: null };
  const texts = parts.filter((part) => part.type === 'data').map((part) => textOf(part.content));
  return { name, held: { field, text: isWhole ? texts.join('\0') : UNREADABLE_TEXT } };
}

interface Part {
  readonly type: string;
  readonly content: Uint8Array;
}

/** The boxes in an item, as far as their sizes fit. */
function partsOf(bytes: Uint8Array): Part[] {
  const parts: Part[] = [];
  for (let offset = 0; offset + HEADER <= bytes.length;) {
    const size = viewOf(bytes).getUint32(offset);
    if (size < HEADER || offset + size > bytes.length) break;
    parts.push({ type: asciiOf(bytes, offset + 4, 4), content: bytes.subarray(offset + HEADER, offset + size) });
    offset += size;
  }
  return parts;
}

/** The name of a free-form item of iTunes' kind; empty of any other. */
function freeName(parts: readonly Part[]): string {
  const wordOf = (wanted: string): string => {
    const part = parts.find(({ type }) => type === wanted);
    return part ? asciiOf(part.content, 4, part.content.length - 4) : '';
  };
  return wordOf('mean') === MEAN ? wordOf('name') : '';
}

function textOf(content: Uint8Array): string {
  if (content.length < HEADER) return UNREADABLE_TEXT;
  const kind = viewOf(content).getUint32(0) & 0xffffff;
  const value = content.subarray(HEADER);
  if (kind > UTF16) return UNREADABLE_TEXT;
  return new TextDecoder(kind === UTF16 ? 'utf-16be' : 'utf-8').decode(value);
}

function newName(field: FurtherField): string {
  const names = [...Object.entries(TYPES), ...Object.entries(FREE_NAMES)];
  return names.find(([, held]) => held === field)?.[0] ?? '';
}

function encodeItem(name: string, text: string): Uint8Array {
  const data = text
    .split('\0')
    .map((value) => encodeBox('data', bigEndian32(UTF8), bigEndian32(0), new TextEncoder().encode(value)));
  if (TYPES[name] !== undefined) return encodeBox(name, ...data);
  const word = (type: string, value: string): Uint8Array => encodeBox(type, new Uint8Array(4), asciiBytes(value));
  return encodeBox(FREE_FORM, word('mean', MEAN), word('name', name), ...data);
}
