import fc from 'fast-check';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { aacSound, id3Frame, id3Tag, id3v1Tag, mp3Sound } from '../testing/id3-file.ts';
import { chunk, form } from '../testing/chunk-file.ts';
import { box } from '../testing/mp4-file.ts';
import { asciiBytes, joinBytes } from './bytes.ts';
import { bytesSource } from './byte-source.ts';
import { detectFormat } from './detect-format.ts';
import { findEditor, readGenres } from './tag-editors.ts';

const id3 = id3Tag(3, [id3Frame(3, 'TCON', 'Rock')]);
const hex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const kindOf = async (file: Uint8Array) => detectFormat(bytesSource(file));
/** Two frames of MP3 whose headers lead from one to the other, as chance brings about. */
const chance = mp3Sound(2);

/** Containers whose contents hold frames of MP3, by how they begin. */
const WRITTEN: readonly (readonly [string, Uint8Array])[] = [
  ['ape', asciiBytes('MPCK')],
  ['ape', asciiBytes('MP+\x07')],
  ['ape', asciiBytes('wvpk')],
  ['ape', asciiBytes('MAC ')],
  ['flac', asciiBytes('fLaC')],
  ['ogg', asciiBytes('OggS')],
  ['wma', hex('3026b2758e66cf11a6d900aa0062ce6c')],
  ['dsf', asciiBytes('DSD ')],
  ['mp4', box('ftyp', new Uint8Array(4))],
  ['mp4', box('free', new Uint8Array(4))],
  ['mp4', box('skip')],
  ['mp4', box('wide')],
  ['mp4', box('moov')],
  ['mp4', box('styp', new Uint8Array(8))],
  ['mp4', box('pnot', new Uint8Array(12))],
];
const READ_ONLY: readonly (readonly [string, Uint8Array])[] = [
  ['Matroska', hex('1a45dfa3')],
  ['TTA', asciiBytes('TTA1')],
  ['CAF', asciiBytes('caff')],
  ['AVI', form('AVI ', [])],
  ['ADIF', asciiBytes('ADIF')],
  ['MPEG video', hex('000001ba')],
  ['Flash', asciiBytes('FLV\x01')],
  ['OptimFROG', asciiBytes('OFR ')],
];

describe('the kind of a file', () => {
  it.each(WRITTEN)('%s is not taken for the MP3 frames within it', async (kind, head) => {
    expect((await kindOf(joinBytes([head, new Uint8Array(20), mp3Sound()]))).written).toBe(kind);
  });

  it.each(READ_ONLY)('%s is known and not written', async (kind, head) => {
    const file = joinBytes([head, new Uint8Array(20), mp3Sound()]);
    for (const each of [file, joinBytes([id3, file])]) {
      expect(await kindOf(each)).toEqual({ written: null, readOnly: kind });
      await expect(findEditor(bytesSource(each))).rejects.toMatchObject({ code: 'tags-unsupported' });
      expect(await readGenres(bytesSource(each))).toBeNull();
    }
  });

  it('is seen behind ID3 tags where the container allows them in front', async () => {
    for (const [mark, kind] of [
      ['fLaC', 'flac'],
      ['MPCK', 'ape'],
      ['MP+\x07', 'ape'],
      ['OggS', null],
      ['RIFF....WAVE', null],
    ] as const) {
      expect((await kindOf(joinBytes([id3, asciiBytes(mark), mp3Sound()]))).written).toBe(kind);
    }
  });

  it('is MP3 or AAC where frames lead from one to the next', async () => {
    expect((await kindOf(mp3Sound())).written).toBe('mp3');
    expect((await kindOf(aacSound())).written).toBe('aac');
    expect((await kindOf(joinBytes([id3, aacSound(), id3v1Tag('T', 17)]))).written).toBe('aac');
    expect((await kindOf(joinBytes([new Uint8Array(3000).fill(0x20), mp3Sound()]))).written).toBe('mp3');
    expect((await kindOf(mp3Sound(2))).written).toBe('mp3');
    expect((await kindOf(mp3Sound(3).slice(0, -90))).written).toBe('mp3');
  });

  it('is not MP3 by two chance headers, in a text, a picture, or RIFF of another kind', async () => {
    const text = asciiBytes('All work and no play makes Jack a dull boy. '.repeat(200));
    const png = joinBytes([hex('89504e470d0a1a0a'), Uint8Array.from(deflateSync(Buffer.from('picture '.repeat(500))))]);
    const jpeg = joinBytes([hex('ffd8ffe000104a464946'), new Uint8Array(900).fill(0x5a)]);
    for (const front of [text, png, jpeg, new Uint8Array(50)]) {
      for (const file of [joinBytes([front, chance]), joinBytes([front, chance, front])])
        expect(await kindOf(file)).toEqual({ written: null, readOnly: null });
    }
    expect(await kindOf(form('RMP3', [chunk('data', mp3Sound())]))).toEqual({ written: null, readOnly: null });
    expect((await kindOf(new Uint8Array(0))).written).toBeNull();
  });

  it('is none for random bytes, even where many of them could begin a frame', async () => {
    const byte = fc.oneof(
      { weight: 3, arbitrary: fc.nat(255) },
      { weight: 1, arbitrary: fc.constantFrom(0xff, 0xfb, 0x90, 0xf1) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(byte, { maxLength: 6000, size: 'max' }), async (bytes) => {
        const { written } = await kindOf(Uint8Array.from([0x42, ...bytes]));
        expect(written).toBeNull();
      }),
      { numRuns: 150, seed: 3, endOnFailure: true },
    );
  });
});
