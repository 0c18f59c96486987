import { deflateSync } from 'node:zlib';
import { asciiBytes, bigEndian32, joinBytes, littleEndian32 } from '../../../src-main/formats/bytes.ts';
import { flacFile } from '../../../src-main/testing/flac-file.ts';
import { chunk, form, SAMPLES, WAV_FORMAT } from '../../../src-main/testing/chunk-file.ts';
import { apeTag, id3Frame, id3Tag, mp3Sound, synchsafe } from '../../../src-main/testing/id3-file.ts';
import { oggPages, vorbisComments } from '../../../src-main/testing/ogg-file.ts';
import type { HostileFile } from './hostile-file.ts';
import { times } from './hostile-file.ts';

const MANY = 200_000;
const MANY_FRAMES = 19_000;
const UNSYNCHRONISED = 0x80;
const COMPRESSED = 0x80;
const LARGEST_ID3 = 2 ** 28 - 1;

const genres = (count: number, joint: string): string => times(count, (index) => `g${index}`).join(joint);
const mp3 = (version: number, frames: readonly Uint8Array[]): Uint8Array =>
  joinBytes([id3Tag(version, frames), mp3Sound(400)]);

/** A frame of a hundred bytes that holds sixty thousand. */
function compressedFrame(id: string): Uint8Array {
  const text = deflateSync(Buffer.alloc(60_000, 'x'));
  return id3Frame(3, id, joinBytes([bigEndian32(60_000), text]), { flags: COMPRESSED });
}

function id3Header(size: number, flags = 0): Uint8Array {
  return joinBytes([asciiBytes('ID3'), Uint8Array.of(4, 0, flags), synchsafe(size)]);
}

function vorbisFile(): Uint8Array {
  const head = joinBytes([
    asciiBytes('\x01vorbis'),
    littleEndian32(0),
    Uint8Array.of(2),
    littleEndian32(44_100),
    new Uint8Array(14),
  ]);
  const comments = vorbisComments(times(MANY, (index) => `GENRE=g${index}`));
  const packets = [[head], [joinBytes([asciiBytes('\x03vorbis'), comments, Uint8Array.of(1)])]];
  return joinBytes(oggPages({ serial: 1, packets }));
}

const manyGenres = (): Uint8Array => id3Tag(4, [id3Frame(4, 'TCON', genres(MANY, '\0'))]);

/** Tags with more in them than any program writes, in small files. */
export const HOSTILE_TAGS: readonly HostileFile[] = [
  { name: 'id3 with 200,000 genres.mp3', bytes: () => mp3(4, [id3Frame(4, 'TCON', genres(MANY, '\0'))]) },
  { name: 'id3 with 200,000 genres in one value.mp3', bytes: () => mp3(3, [id3Frame(3, 'TCON', genres(MANY, '; '))]) },
  {
    name: 'id3 with 19,000 genre frames.mp3',
    bytes: () =>
      mp3(
        4,
        times(MANY_FRAMES, (n) => id3Frame(4, 'TCON', `g${n}`)),
      ),
  },
  {
    name: 'id3 with 19,000 artists.mp3',
    bytes: () =>
      mp3(
        4,
        times(MANY_FRAMES, (n) => id3Frame(4, 'TPE1', `a${n}`)),
      ),
  },
  { name: 'id3 with 200,000 references.mp3', bytes: () => mp3(3, [id3Frame(3, 'TCON', '(17)'.repeat(MANY))]) },
  { name: 'id3 with a title of 15 MB.mp3', bytes: () => mp3(4, [id3Frame(4, 'TIT2', 't'.repeat(15 << 20))]) },
  { name: 'id3 with a genre of 15 MB.mp3', bytes: () => mp3(4, [id3Frame(4, 'TCON', 't'.repeat(15 << 20))]) },
  {
    name: 'id3 with compressed genres.mp3',
    bytes: () =>
      mp3(
        3,
        times(MANY_FRAMES, () => compressedFrame('TCON')),
      ),
  },
  {
    name: 'id3 with compressed texts.mp3',
    bytes: () =>
      mp3(
        3,
        times(MANY_FRAMES, () => compressedFrame('TXXX')),
      ),
  },
  {
    name: 'id3 of 256 MB, unsynchronised.mp3',
    bytes: () => id3Header(LARGEST_ID3, UNSYNCHRONISED),
    size: LARGEST_ID3 + 11,
  },
  { name: 'id3 of 256 MB in a short file.mp3', bytes: () => joinBytes([id3Header(LARGEST_ID3), mp3Sound(400)]) },
  {
    name: 'frame of 256 MB in a short tag.mp3',
    bytes: () =>
      joinBytes([id3Header(30), asciiBytes('TIT2'), synchsafe(LARGEST_ID3), new Uint8Array(22), mp3Sound(400)]),
  },
  {
    name: 'hundred tags of id3.mp3',
    bytes: () => joinBytes([...times(100, () => id3Tag(4, [id3Frame(4, 'TIT2', 'x')])), mp3Sound(400)]),
  },
  {
    name: 'id3 with 200,000 genres in a chunk.wav',
    bytes: () => form('WAVE', [WAV_FORMAT, chunk('data', SAMPLES), chunk('id3 ', manyGenres())]),
  },
  {
    name: 'id3 with 200,000 genres in a chunk.aiff',
    bytes: () => form('AIFF', [chunk('ID3 ', manyGenres(), { big: true }), chunk('SSND', SAMPLES, { big: true })]),
  },
  {
    name: 'ape with 40,000 items.mp3',
    bytes: () => joinBytes([mp3Sound(400), apeTag(Object.fromEntries(times(40_000, (n) => [`k${n}`, 'x'])))]),
  },
  {
    name: 'ape with 200,000 genres.mp3',
    bytes: () => joinBytes([mp3Sound(400), apeTag({ Genre: genres(MANY, '\0'), Artist: genres(MANY, '\0') })]),
  },
  {
    name: 'flac with 200,000 genres.flac',
    bytes: () => flacFile([{ type: 4, content: vorbisComments(times(MANY, (n) => `GENRE=g${n}`)) }]),
  },
  {
    name: 'flac with 200,000 artists.flac',
    bytes: () => flacFile([{ type: 4, content: vorbisComments(times(MANY, (n) => `ARTISTS=a${n}`)) }]),
  },
  { name: 'vorbis with 200,000 genres.ogg', bytes: vorbisFile },
];
