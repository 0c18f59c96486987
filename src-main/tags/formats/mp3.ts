import { id3v2Length } from '../detect-format.ts';
import type { TextFrame } from './id3v2.ts';
import { createTag, replaceGenres } from './id3v2.ts';
import type { ByteSource, Segment } from './segments.ts';
import { asciiOf } from './segments.ts';

/** A rewritten file and the tag fields that had to be added beside the genre. */
export interface TagEdit {
  readonly segments: readonly Segment[];
  readonly addedFields: readonly string[];
}

/** The file with other genres in its ID3v2 tag, which is created if there is none. */
export async function editMp3(source: ByteSource, genres: readonly string[]): Promise<TagEdit> {
  const length = id3v2Length(await source.read(0, 10));
  if (length > 0) {
    const tag = replaceGenres(await source.read(0, length), genres);
    return { segments: [{ kind: 'bytes', bytes: tag }, { kind: 'keep', start: length, end: source.size }], addedFields: [] };
  }
  // Many players look no further than an ID3v2 tag: a new one must repeat what the old ID3v1 tag says.
  const frames = framesOfId3v1(await source.read(Math.max(0, source.size - 128), 128));
  return {
    segments: [{ kind: 'bytes', bytes: createTag(genres, frames) }, { kind: 'keep', start: 0, end: source.size }],
    addedFields: frames.map(({ id }) => id),
  };
}

/** ID3v1's fields (https://id3.org/ID3v1) as frames of ID3v2.4, without the genre. */
function framesOfId3v1(bytes: Uint8Array): TextFrame[] {
  if (asciiOf(bytes, 0, 3) !== 'TAG') return [];
  const field = (start: number, length: number) => Buffer.from(bytes.subarray(start, start + length)).toString('latin1').replace(/\0.*$/s, '').trimEnd();
  const track = bytes[125] === 0 && bytes[126] ? String(bytes[126]) : '';
  const frames: TextFrame[] = [
    { id: 'TIT2', text: field(3, 30) },
    { id: 'TPE1', text: field(33, 30) },
    { id: 'TALB', text: field(63, 30) },
    { id: 'TDRC', text: field(93, 4) },
    { id: 'COMM', text: field(97, track === '' ? 30 : 28) },
    { id: 'TRCK', text: track },
  ];
  return frames.filter(({ text }) => text !== '');
}
