import { describe, expect, it } from 'vitest';
import { editFile } from '../testing/edited-file.ts';
import { isRefused, tryGenres } from '../testing/genre-trials.ts';
import type { Mp4Layout } from '../testing/mp4-file.ts';
import {
  box,
  dataBox,
  freeForm,
  HANDLER,
  largeBox,
  lastBox,
  meta,
  MP4_SOUND,
  mp4File,
  wide,
} from '../testing/mp4-file.ts';
import { asciiBytes, asciiOf, bigEndian32, joinBytes, viewOf } from './bytes.ts';
import { bytesSource } from './byte-source.ts';
import { detectFormat } from './detect-format.ts';
import { mp4Editor } from './mp4.ts';

const zeros = (length: number) => new Uint8Array(length);
const free = (length: number) => box('free', zeros(length));
const title = box('©nam', dataBox(1, 'Title'));
const genre = box('©gen', dataBox(1, 'Rock'));
const number = box('gnre', dataBox(0, Uint8Array.of(0, 18)));
const cover = box('covr', dataBox(13, zeros(300).fill(0xd8)));
const odd = [
  freeForm('iTunSMPB', ' 00000000 00000840'),
  freeForm('Label', 'x'),
  freeForm('LABEL', 'y'),
  freeForm('SERATO_MARKERS', Uint8Array.of(0, 255), 'com.serato'),
  box('hdvd', dataBox(21, Uint8Array.of(1))),
  box('xyz1', zeros(5)),
];
const list = (...items: Uint8Array[]) => box('ilst', ...items);
const tags = (...items: Uint8Array[]) => [box('udta', meta(list(...items)))];

/** What lies in moov behind the track, by name. */
const TAGS: Readonly<Record<string, readonly Uint8Array[]>> = {
  text: tags(title, genre, cover),
  'a number alone': tags(number, title),
  'text and number': tags(number, title, genre),
  'several texts': tags(genre, title, box('©gen', dataBox(1, 'Jazz'))),
  'an empty text and a number': tags(box('©gen', dataBox(1, '')), number),
  'several values': tags(box('©gen', dataBox(1, 'Rock'), dataBox(1, 'Jazz')), title),
  'UTF-16': tags(box('©gen', dataBox(2, Uint8Array.from(Buffer.from('Rock', 'utf16le').swap16())))),
  'an unknown kind of data': tags(box('©gen', dataBox(0, 'Rock'))),
  'items of all kinds': tags(...odd, genre, title, cover),
  'no genre': tags(title),
  'an empty list': tags(),
  'no list': [box('udta', meta())],
  'no tags in the user data': [box('udta', box('name', asciiBytes('x')))],
  'empty user data': [box('udta')],
  'user data that ends with zeros': [box('udta', box('name', asciiBytes('x')), zeros(4))],
  'no user data': [],
  'free room behind the list': [box('udta', meta(list(title, genre), free(100)))],
  'free room of any place': [free(9), box('udta', free(3), meta(free(20), list(genre), free(1)), free(40)), free(5)],
  chapters: [box('udta', box('chpl', zeros(40)), meta(list(genre)))],
  'two boxes of user data': [box('udta', box('name', asciiBytes('x'))), box('udta', meta(list(title, genre)))],
  'two boxes for tags': [
    box(
      'udta',
      box('meta', zeros(4), box('hdlr', zeros(8), asciiBytes('ID32'), zeros(13)), box('ID32', zeros(9))),
      meta(list(genre)),
    ),
  ],
  'no handler': [box('udta', box('meta', zeros(4), list(genre)))],
  'QuickTime’s box without a version': [box('udta', box('meta', HANDLER, list(title, genre)))],
};

/** How the file is laid out, by name. */
const LAYOUTS: Readonly<Record<string, Omit<Mp4Layout, 'inMoov'>>> = {
  'index first': { order: 'moov first' },
  'index first, with free room behind it': { order: 'moov first', between: [free(60)] },
  'index last': { order: 'moov last' },
  '64-bit sizes': { order: 'moov first', sound: (content) => largeBox('mdat', content), table: 'co64' },
  'sound to the end': { order: 'moov first', sound: (content) => lastBox('mdat', content) },
  'several boxes of sound': {
    order: 'moov first',
    sound: (content) => joinBytes([box('mdat', zeros(50)), box('mdat', content), box('mdat', zeros(7))]),
    behind: [box('uuid', zeros(30))],
  },
};

const GENRELESS = /no genre|list|tags in|an empty list|empty user|zeros|no user/;

describe('MP4 of every kind', () => {
  for (const [layoutName, layout] of Object.entries(LAYOUTS)) {
    it.each(Object.entries(TAGS))(`${layoutName}: %s`, async (name, inMoov) => {
      const file = mp4File({ inMoov, ...layout });
      expect((await detectFormat(bytesSource(file))).written).toBe('mp4');
      const { before, bytes } = await tryGenres(mp4Editor, file);
      if (!GENRELESS.test(name) || name === 'free room behind the list') expect(before.tags[0]?.genres[0]).toBe('Rock');
      expect(firstOffset(bytes)).toBe(Buffer.from(bytes).indexOf(Buffer.from(MP4_SOUND)));
      expect(await isRefused(mp4Editor, file)).toBe(false);
    });
  }

  it('leaves one genre item, in the place of the first, and all others as they are', async () => {
    const { bytes } = await editFile(
      mp4Editor,
      mp4File({ inMoov: tags(...odd, number, title, genre), order: 'moov last' }),
      ['Pop', 'Жанр'],
    );
    const expected = list(...odd, box('©gen', dataBox(1, 'Pop'), dataBox(1, 'Жанр')), title);
    expect(Buffer.from(bytes).includes(Buffer.from(expected))).toBe(true);
  });

  it('uses free room so that the sound stays where it is', async () => {
    for (const inMoov of [TAGS['free room behind the list'] as Uint8Array[], TAGS['text'] as Uint8Array[]]) {
      const file = mp4File({ inMoov, order: 'moov first', between: [free(60)] });
      expect((await editFile(mp4Editor, file, ['A longer genre'])).bytes.length).toBe(file.length);
    }
  });
});

/** Where the first entry of the first table of positions leads. */
function firstOffset(file: Uint8Array): number {
  const at = Math.max(Buffer.from(file).indexOf('stco'), Buffer.from(file).indexOf('co64'));
  return asciiOf(file, at, 4) === 'stco' ? viewOf(file).getUint32(at + 12) : Number(viewOf(file).getBigUint64(at + 12));
}

/** A fragment whose positions are told from the file's start. */
function fragment(start: number): Uint8Array {
  const header = box('tfhd', Uint8Array.of(0, 0, 0, 1), bigEndian32(1), wide(start));
  return joinBytes([
    box('moof', box('mfhd', zeros(8)), box('traf', header, box('trun', zeros(12)))),
    box('mdat', MP4_SOUND.slice(0, 200)),
  ]);
}

function fragmented(inMoov: readonly Uint8Array[], sidxFirst: boolean): Uint8Array {
  const moov = box('moov', box('mvhd', zeros(20)), box('mvex', zeros(9)), ...inMoov);
  const build = (first: number, sidxEnd: number): Uint8Array => {
    const sidx = box(
      'sidx',
      zeros(4),
      bigEndian32(1),
      bigEndian32(1000),
      zeros(4),
      bigEndian32(first - sidxEnd),
      zeros(4),
    );
    const fragments = [fragment(first), fragment(first + fragment(0).length)];
    const random = box(
      'mfra',
      box('tfra', Uint8Array.of(1, 0, 0, 0), bigEndian32(1), zeros(4), bigEndian32(1), wide(0), wide(first), zeros(3)),
      box('mfro', zeros(8)),
    );
    return joinBytes([
      box('ftyp', asciiBytes('dash'), zeros(4)),
      ...(sidxFirst ? [sidx, moov] : [moov, sidx]),
      ...fragments,
      random,
    ]);
  };
  const draft = Buffer.from(build(2 ** 20, 0));
  const first = draft.indexOf('moof') - 4;
  const sidxAt = draft.indexOf('sidx') - 4;
  return build(first, sidxAt + draft.readUInt32BE(sidxAt));
}

describe('fragmented MP4', () => {
  it.each([true, false])('keeps positions and indexes true (segment index first: %s)', async (sidxFirst) => {
    for (const inMoov of [[], tags(genre), [box('udta', meta(list(genre), free(50)))]]) {
      const { bytes } = await tryGenres(mp4Editor, fragmented(inMoov, sidxFirst));
      const file = Buffer.from(bytes);
      const first = file.indexOf('moof') - 4;
      expect(Number(file.readBigUInt64BE(file.indexOf('tfra') + 28))).toBe(first);
      expect(Number(file.readBigUInt64BE(file.indexOf('tfhd') + 12))).toBe(first);
      const sidxAt = file.indexOf('sidx') - 4;
      expect(sidxAt + file.readUInt32BE(sidxAt) + file.readUInt32BE(sidxAt + 24)).toBe(first);
    }
  });
});

describe('MP4 that was cut off within its sound', () => {
  it('is edited; what leads beyond the end stays as far behind it', async () => {
    const file = mp4File({ inMoov: tags(genre), order: 'moov first' });
    const { after } = await editFile(mp4Editor, file.slice(0, -20), ['A genre that is longer than the old one']);
    expect(after.tags[0]?.genres).toEqual(['A genre that is longer than the old one']);
  });
});

describe('MP4 that cannot be edited', () => {
  it('is refused: cut off, without an index, or with one that is compressed', async () => {
    const file = mp4File({ inMoov: tags(genre), order: 'moov first' });
    for (const length of [30, 100, 300]) expect(await isRefused(mp4Editor, file.slice(0, length))).toBe(true);
    expect(await isRefused(mp4Editor, joinBytes([box('ftyp', zeros(8)), box('mdat', MP4_SOUND)]))).toBe(true);
    expect(
      await isRefused(
        mp4Editor,
        joinBytes([box('moov', box('cmov', box('dcom', zeros(4)), box('cmvd', zeros(40)))), box('mdat', MP4_SOUND)]),
      ),
    ).toBe(true);
  });

  it('ends within a moment on sizes and numbers that lie', async () => {
    const file = mp4File({ inMoov: tags(genre), order: 'moov first' });
    const lying = file.slice();
    viewOf(lying).setUint32(Buffer.from(file).indexOf('stco') + 8, 0xffffffff);
    expect(await isRefused(mp4Editor, lying)).toBe(false);
    const many = mp4File({
      inMoov: tags(joinBytes(Array.from({ length: 200_000 }, () => box('xyz1')))),
      order: 'moov last',
    });
    const values = mp4File({
      inMoov: tags(box('©gen', joinBytes(Array.from({ length: 200_000 }, () => dataBox(1, 'x'))))),
      order: 'moov last',
    });
    const started = performance.now();
    for (const each of [many, values]) await isRefused(mp4Editor, each);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
