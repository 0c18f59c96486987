import type { ByteSource } from './byte-source.ts';
import { asciiBytes, asciiOf, bigEndian32, joinBytes, viewOf } from './bytes.ts';
import { genreOfNumber } from './genre-numbers.ts';
import type { Box } from './mp4-boxes.ts';
import { encodeBox } from './mp4-boxes.ts';

const DATA_HEADER = 8;
const UTF8 = 1;
const UTF16 = 2;

/** Whether an item of iTunes' list holds the genre: as text, or as a number of ID3v1. */
export function isGenreItem({ type }: Box): boolean {
  return type === '©gen' || type === 'gnre';
}

/** The genres that an item holds: one a data box. */
export async function genresOfItem(source: ByteSource, item: Box): Promise<string[]> {
  const genres: string[] = [];
  for (const data of item.children.filter(({ type }) => type === 'data')) {
    const content = await source.read(data.content, Math.min(data.end - data.content, 1 << 16));
    const value = content.subarray(DATA_HEADER);
    const genre = item.type === 'gnre' ? numbered(value) : textOf(viewOf(content), value);
    if (genre !== null && genre !== '') genres.push(genre);
  }
  return genres;
}

function textOf(header: DataView, value: Uint8Array): string {
  const kind = header.byteLength >= 4 ? header.getUint32(0) & 0xffffff : UTF8;
  return new TextDecoder(kind === UTF16 ? 'utf-16be' : 'utf-8').decode(value).replace(/\0+$/, '');
}

/** Counted from one. */
function numbered(value: Uint8Array): string | null {
  return value.length < 2 ? null : genreOfNumber(viewOf(value).getUint16(0) - 1);
}

/** The item for these genres; nothing where there are none. */
export function encodeGenreItem(genres: readonly string[]): Uint8Array {
  if (genres.length === 0) return new Uint8Array(0);
  const data = genres.map((genre) =>
    encodeBox('data', bigEndian32(UTF8), bigEndian32(0), new TextEncoder().encode(genre)),
  );
  return encodeBox('©gen', ...data);
}

/** A box for tags as iTunes makes it, around the given list (QuickTime File Format, “Metadata”). */
export function encodeMeta(list: Uint8Array): Uint8Array {
  const handler = encodeBox('hdlr', new Uint8Array(8), asciiBytes('mdirappl'), new Uint8Array(9));
  return encodeBox('meta', new Uint8Array(4), handler, list);
}

/** Whether a box for tags is of iTunes' kind: others have lists of other items. */
export async function isTagMeta(source: ByteSource, meta: Box): Promise<boolean> {
  const handler = meta.children.find(({ type }) => type === 'hdlr');
  // Some programs leave the handler out.
  if (!handler) return meta.children.some(({ type }) => type === 'ilst');
  return asciiOf(await source.read(handler.content, 12), 8, 4) === 'mdir';
}

/** A box that fills room. @param size at least 8 */
export function encodeFree(size: number): Uint8Array {
  return joinBytes([bigEndian32(size), asciiBytes('free'), new Uint8Array(size - DATA_HEADER)]);
}
