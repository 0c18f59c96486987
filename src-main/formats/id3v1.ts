import { asciiOf, digestOf } from './bytes.ts';
import { genreOfNumber, numberOfGenres } from './genre-numbers.ts';
import { guessText } from './id3-text.ts';
import type { TextFrame } from './id3v2.ts';
import type { Field, TagGenres } from './tag-format.ts';

/** Length of an ID3v1 tag (https://id3.org/ID3v1), which lies at the very end of a file. */
export const ID3V1_BYTES = 128;
const GENRE = 127;

/** Whether 128 bytes are an ID3v1 tag. */
export function isId3v1(bytes: Uint8Array): boolean {
  return bytes.length === ID3V1_BYTES && asciiOf(bytes, 0, 3) === 'TAG';
}

/** What the tag says: all but the genre is one field. */
export function readId3v1(tag: Uint8Array): { readonly genres: TagGenres; readonly fields: Field[] } {
  const genre = genreOfNumber(tag[GENRE] ?? 255);
  return {
    genres: { tag: 'ID3v1', genres: genre === null ? [] : [genre] },
    fields: [{ name: 'ID3v1', digest: digestOf(tag.subarray(0, GENRE)) }],
  };
}

/** The tag with the number of the first genre that has one; 255 where none has. */
export function editId3v1(tag: Uint8Array, genres: readonly string[]): Uint8Array {
  const edited = tag.slice();
  edited[GENRE] = numberOfGenres(genres);
  return edited;
}

/**
 * Length of the block of longer texts that some programs put in front of ID3v1: names of 60 bytes, speed, genre and
 * times.
 */
export const ENHANCED_BYTES = 227;
const ENHANCED_GENRE = [185, 215] as const;

/** What the block says but for the genre, as one field. */
export function readEnhanced(block: Uint8Array): Field[] {
  return [{ name: 'ID3v1 enhanced', digest: digestOf(editEnhanced(block)) }];
}

/** The block without a genre: its 30 bytes have no room for many, and the tag behind it tells one. */
export function editEnhanced(block: Uint8Array): Uint8Array {
  return block.slice().fill(0, ...ENHANCED_GENRE);
}

/** Whether an ID3v1 tag can say these genres: their number names the first of them. */
export function id3v1Holds(values: readonly string[], genres: readonly string[]): boolean {
  const expected = genreOfNumber(numberOfGenres(genres));
  return expected === null ? values.length === 0 : values[0] === expected;
}

/** The tag's fields as frames of ID3v2.4, without the genre; `isWhole` is false where a text's alphabet is unknown. */
export function framesOfId3v1(tag: Uint8Array): { readonly frames: TextFrame[]; readonly isWhole: boolean } {
  const track = tag[125] === 0 && tag[126] ? String(tag[126]) : '';
  const field = (start: number, length: number): string | null => guessText(tag.subarray(start, start + length));
  const found = [
    { id: 'TIT2', text: field(3, 30) },
    { id: 'TPE1', text: field(33, 30) },
    { id: 'TALB', text: field(63, 30) },
    { id: 'TDRC', text: field(93, 4) },
    { id: 'COMM', text: field(97, track === '' ? 30 : 28) },
    { id: 'TRCK', text: track },
  ];
  const frames = found.flatMap(({ id, text }) => (text === null || text.trim() === '' ? [] : [{ id, text }]));
  return { frames, isWhole: found.every(({ text }) => text !== null) };
}
