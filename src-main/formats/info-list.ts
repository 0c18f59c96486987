import { AppError } from '../contract/app-error.ts';
import { asciiBytes, asciiOf, digestOf, joinBytes, viewOf } from './bytes.ts';
import { CHUNK_HEADER, encodeChunk, isChunkHeader, WAV } from './chunk-list.ts';
import { guessText } from './id3-text.ts';
import type { TextFrame } from './id3v2.ts';
import type { Field } from './tag-format.ts';

/** Frames of ID3v2.4 that hold what these entries do (Microsoft's RIFF specification, AIFF 1.3). */
const FRAMES: Readonly<Record<string, string>> = {
  INAM: 'TIT2',
  IART: 'TPE1',
  IPRD: 'TALB',
  ICRD: 'TDRC',
  ICMT: 'COMM',
  ITRK: 'TRCK',
  IPRT: 'TRCK',
  ICOP: 'TCOP',
  NAME: 'TIT2',
  AUTH: 'TPE1',
  '(c) ': 'TCOP',
  ANNO: 'COMM',
};
const GENRE = 'IGNR';
const MOST_ENTRIES = 20_000;

interface Entry {
  readonly id: string;
  readonly content: Uint8Array;
  readonly stored: Uint8Array;
}

/**
 * The entries of a LIST chunk's content that begins with INFO; what does not parse is one entry without a name.
 * @throws AppError tags-unsupported
 */
function parseList(list: Uint8Array): Entry[] {
  const entries: Entry[] = [];
  for (let offset = 4; offset < list.length;) {
    const length = offset + CHUNK_HEADER <= list.length ? viewOf(list).getUint32(offset + 4, true) : Infinity;
    const end = offset + CHUNK_HEADER + length;
    if (end > list.length) return [...entries, { id: '', content: new Uint8Array(0), stored: list.subarray(offset) }];
    if (entries.length >= MOST_ENTRIES)
      throw new AppError('tags-unsupported', 'The file’s INFO list has more entries than any program writes.');
    const filled = length % 2 === 1 && !isUnfilled(list, end) ? Math.min(list.length, end + 1) : end;
    entries.push({
      id: asciiOf(list, offset, 4),
      content: list.subarray(offset + CHUNK_HEADER, end),
      stored: list.subarray(offset, filled),
    });
    offset = filled;
  }
  return entries;
}

/** Some programs leave the filling byte of odd entries out. */
function isUnfilled(list: Uint8Array, end: number): boolean {
  const isEntry = (start: number): boolean =>
    isChunkHeader(list.subarray(start, start + CHUNK_HEADER), list.length - start, true);
  return !isEntry(end + 1) && isEntry(end);
}

/** Whether a LIST chunk's content is a list of texts. */
export function isInfoList(list: Uint8Array): boolean {
  return asciiOf(list, 0, 4) === 'INFO';
}

/** What an INFO list says; null where it holds no tags, but at most the name of the program that wrote the file. */
export function readInfo(list: Uint8Array): { readonly genres: readonly string[] | null; readonly fields: Field[] } {
  const entries = parseList(list);
  const genres = entries.filter(({ id }) => id === GENRE).flatMap(({ content }) => guessText(content) ?? []);
  const isTag = entries.some(({ id }) => id === GENRE || FRAMES[id] !== undefined);
  const fields = entries
    .filter(({ id }) => id !== GENRE)
    .map(({ id, stored }) => ({ name: `INFO/${id}`, digest: digestOf(stored) }));
  return { genres: isTag ? genres.filter((genre) => genre !== '') : null, fields };
}

/**
 * The list with one genre entry (it has room for one text), at the old one's place; as it is where it holds no tags.
 */
export function editInfo(list: Uint8Array, genres: readonly string[]): Uint8Array {
  if (readInfo(list).genres === null) return list;
  const entries = parseList(list);
  const place = entries.findIndex(({ id }) => id === GENRE);
  const others = entries.filter(({ id }) => id !== GENRE).map(({ stored }) => stored);
  const text = joinBytes([new TextEncoder().encode(genres.join('; ')), Uint8Array.of(0)]);
  const fresh = genres.length > 0 ? [encodeChunk(GENRE, text, WAV)] : [];
  // The last entry may lack its filling byte: nothing can stand behind it then.
  const position = place < 0 ? 0 : entries.slice(0, place).filter(({ id }) => id !== GENRE).length;
  return joinBytes([asciiBytes('INFO'), ...others.toSpliced(position, 0, ...fresh)]);
}

/** What an entry, or an AIFF text chunk, says as a frame; null where it is no such text or in an unknown alphabet. */
export function frameOfEntry(id: string, content: Uint8Array): TextFrame | 'unknown-alphabet' | null {
  const frame = FRAMES[id];
  if (frame === undefined) return null;
  const text = guessText(content);
  if (text === null) return 'unknown-alphabet';
  return text.trim() === '' ? null : { id: frame, text };
}

/** The texts of an INFO list as frames. */
export function framesOfInfo(list: Uint8Array): (TextFrame | 'unknown-alphabet')[] {
  return parseList(list).flatMap(({ id, content }) => frameOfEntry(id, content) ?? []);
}
