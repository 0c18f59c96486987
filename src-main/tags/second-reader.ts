import { createHash } from 'node:crypto';
import { AppError } from '../contract/app-error.ts';
import type { FurtherField } from '../contract/values.ts';
import { parseTags } from '../pipeline/scan/parse-tags.ts';

const GENRE_IDS = new Set(['TCON', 'TCO', 'GENRE', '©GEN', 'GNRE', 'WM/GENRE', 'WM/GENREID', 'IGNR']);

/** As the other library names further fields, whose letters it may leave in any case; comments are told below. */
const FIELD_IDS: Readonly<Record<Exclude<FurtherField, 'comment'>, readonly string[]>> = {
  grouping: ['TIT1', 'TT1', 'GRP1', 'GP1', 'GROUPING', '©GRP', 'WM/CONTENTGROUPDESCRIPTION'],
  mood: ['TMOO', 'TXXX:MOOD', 'TXX:MOOD', 'MOOD', '----:COM.APPLE.ITUNES:MOOD', 'WM/MOOD'],
  evidence: ['TXXX:GENRESCOPE', 'TXX:GENRESCOPE', 'GENRESCOPE', '----:COM.APPLE.ITUNES:GENRESCOPE'],
};
/** Those that have no description of their own: the others are told by it. */
const COMMENT_IDS: readonly string[] = ['COMM', 'COM', 'COMMENT', '©CMT', 'DESCRIPTION'];

/** Kinds of tags that have room for further fields: INFO and ID3v1 stay as they are. */
const HOLDING_TYPES = /^(?!ID3v1|exif)/;

/** Whether a tag is one of further fields that an edit changes. */
function isChanged(id: string, value: unknown, fields: readonly FurtherField[]): boolean {
  const name = id.toUpperCase();
  return fields.some((field) =>
    field === 'comment' ? COMMENT_IDS.includes(name) && !hasDescription(value) : FIELD_IDS[field].includes(name),
  );
}

function hasDescription(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'descriptor' in value && value.descriptor !== '';
}

/** `type/id=value` of every tag but the genre, sorted; pictures and other bytes as hashes. */
export type OtherTags = readonly string[];

/**
 * Reads a file's tags by another library (music-metadata) than those that write; null where it cannot read them.
 * @param fields further fields that an edit changes are left out
 * @param name the file's own name, for a copy of it
 */
export async function readOtherTags(
  path: string,
  fields: readonly FurtherField[] = [],
  name = path,
): Promise<OtherTags | null> {
  const metadata = await parseTags(path, { duration: false, includeChapters: true }, name).catch(() => null);
  if (!metadata) return null;
  const tags = Object.entries(metadata.native).flatMap(([type, entries]) =>
    entries
      .filter(
        ({ id, value }) =>
          !GENRE_IDS.has(id.toUpperCase()) &&
          !isEmpty(value) &&
          !(type === 'ID3v1' && id === 'genre') &&
          !(HOLDING_TYPES.test(type) && isChanged(id, value, fields)),
      )
      .map(({ id, value }) => `${familyOf(type)}/${id}=${digestOf(value)}`),
  );
  const chapters = metadata.format.chapters ?? [];
  return [...tags, ...chapters.map((chapter) => `chapter=${digestOf(chapter)}`)].sort();
}

/**
 * A tag that the other library read must be read again. What it reads only now was hidden from it by an old flaw of the
 * tag: that nothing is new, our own readers have seen. @throws AppError tags-verification-failed naming what is lost
 */
export function requireSameTags(before: OtherTags | null, after: OtherTags | null): void {
  if (!before) return;
  const unmatched = [...(after ?? [])];
  for (const tag of before) {
    const index = unmatched.indexOf(tag);
    if (index < 0) throw new AppError('tags-verification-failed', `A tag would have been lost: ${tag.slice(0, 100)}`);
    unmatched.splice(index, 1);
  }
}

/** Versions of one tag family are one: a rewritten tag is compared with the old one. */
function familyOf(type: string): string {
  return type.startsWith('ID3v2') ? 'ID3v2' : type;
}

function isEmpty(value: unknown): boolean {
  return (
    value === '' ||
    value === null ||
    value === undefined ||
    (typeof value === 'string' && value.replaceAll('\0', '').trim() === '')
  );
}

function digestOf(value: unknown): string {
  const json = JSON.stringify(value, (_key, inner: unknown) =>
    inner instanceof Uint8Array || isStoredBuffer(inner)
      ? `bytes:${createHash('sha256').update(bytesOf(inner)).digest('hex')}`
      : typeof inner === 'bigint'
        ? `${inner}n`
        : inner,
  );
  return json.length > 200 ? createHash('sha256').update(json).digest('hex') : json;
}

/** Buffers turn into this before a JSON replacer sees them. */
interface StoredBuffer {
  readonly type: 'Buffer';
  readonly data: readonly number[];
}

function isStoredBuffer(value: unknown): value is StoredBuffer {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value;
}

function bytesOf(value: Uint8Array | StoredBuffer): Uint8Array {
  return value instanceof Uint8Array ? value : Uint8Array.from(value.data);
}
