import { describe, expect, it } from 'vitest';
import type { FlacBlock } from '../testing/flac-file.ts';
import { editFile } from '../testing/edited-file.ts';
import { FLAC_SOUND, flacFile } from '../testing/flac-file.ts';
import { isRefused, tryGenres } from '../testing/genre-trials.ts';
import { apeTag, id3Frame, id3Tag, id3v1Tag } from '../testing/id3-file.ts';
import { vorbisComments } from '../testing/ogg-file.ts';
import { asciiBytes, bigEndian32, joinBytes } from './bytes.ts';
import { bytesSource } from './byte-source.ts';
import { detectFormat } from './detect-format.ts';
import { flacEditor } from './flac.ts';

const LARGEST = 2 ** 24 - 1;
const comments = (...entries: string[]): FlacBlock => ({ type: 4, content: vorbisComments(entries) });
const padding = (length: number): FlacBlock => ({ type: 1, content: new Uint8Array(length) });
const seekTable: FlacBlock = { type: 3, content: new Uint8Array(36).fill(5) };
const application: FlacBlock = { type: 2, content: asciiBytes('riffanything') };
const full = comments('TITLE=T', 'GENRE=Rock', 'ARTIST=A');
const id3 = id3Tag(3, [id3Frame(3, 'TIT2', 'T'), id3Frame(3, 'TCON', 'Blues')], { padding: 30 });

/** A picture block; programs cut the length of a large one to 24 bits in its header. */
function picture(length: number): FlacBlock {
  const text = (value: string) => [bigEndian32(value.length), asciiBytes(value)];
  const content = joinBytes([
    bigEndian32(3),
    ...text('image/png'),
    ...text('front'),
    new Uint8Array(16),
    bigEndian32(length),
    new Uint8Array(length).fill(0xab),
  ]);
  return { type: 6, content, told: content.length % 2 ** 24 };
}

const KINDS: Readonly<Record<string, Uint8Array>> = {
  'comments and padding': flacFile([seekTable, full, application, padding(500)]),
  'no padding': flacFile([full]),
  'padding in front of the comments': flacFile([padding(40), full]),
  'several paddings': flacFile([padding(3), full, padding(200), seekTable, padding(9)]),
  'no comments': flacFile([seekTable, padding(100)]),
  'stream information alone': flacFile([]),
  'an empty comment block first': flacFile([comments(), full, padding(500)]),
  'two full comment blocks': flacFile([full, comments('TITLE=T', 'GENRE=Jazz'), padding(500)]),
  'unknown blocks': flacFile([{ type: 60, content: new Uint8Array(9).fill(1) }, full]),
  'ID3 around it': joinBytes([id3, flacFile([full, padding(500)]), id3v1Tag('T', 17)]),
  'two ID3 tags in front': joinBytes([id3, id3, flacFile([full])]),
  'an APE tag behind': joinBytes([flacFile([full]), apeTag({ Genre: 'Rock' })]),
  'no sound': flacFile([full, padding(10)], new Uint8Array(0)),
};

describe('FLAC of every kind', () => {
  it.each(Object.entries(KINDS))('%s', async (_, file) => {
    expect((await detectFormat(bytesSource(file))).written).toBe('flac');
    await tryGenres(flacEditor, file);
    expect(await isRefused(flacEditor, file)).toBe(false);
  });

  it('gives every comment block and every ID3 tag the genre', async () => {
    const both = await editFile(flacEditor, KINDS['two full comment blocks'] as Uint8Array, ['Pop']);
    expect(both.before.tags.map(({ genres }) => genres)).toEqual([['Rock'], ['Jazz']]);
    expect(both.after.tags.map(({ genres }) => genres)).toEqual([['Pop'], ['Pop']]);
    const around = await editFile(flacEditor, KINDS['ID3 around it'] as Uint8Array, ['Pop']);
    expect(around.after.tags).toEqual([
      { tag: 'Vorbis comments', genres: ['Pop'], texts: {} },
      { tag: 'ID3v2.3', genres: ['Pop'], texts: {} },
      { tag: 'ID3v1', genres: ['Pop'] },
    ]);
  });

  it('takes padding so that the sound stays where it is', async () => {
    const file = flacFile([full, padding(100)]);
    expect((await editFile(flacEditor, file, ['A longer genre'])).bytes).toEqual(
      flacFile([comments('TITLE=T', 'GENRE=A longer genre', 'ARTIST=A'), padding(90)]),
    );
    expect((await editFile(flacEditor, file, [])).bytes).toEqual(
      flacFile([comments('TITLE=T', 'ARTIST=A'), padding(114)]),
    );
  });

  it('grows without padding and keeps the last block marked', async () => {
    expect((await editFile(flacEditor, flacFile([full]), ['Rock and Roll'])).bytes).toEqual(
      flacFile([comments('TITLE=T', 'GENRE=Rock and Roll', 'ARTIST=A')]),
    );
    const { pieces } = await flacEditor.edit(bytesSource(flacFile([])), ['Pop'], { separator: 'standard' });
    expect(pieces.at(-1)).toMatchObject({ kind: 'keep' });
    expect(Buffer.from((await editFile(flacEditor, flacFile([]), ['Pop'])).bytes).includes(Buffer.from([0x84]))).toBe(
      true,
    );
  });

  it.each([1, 3, 4, 5, 30])('shares the largest padding in two where %i bytes become free', async (freed) => {
    const genre = 'x'.repeat(40);
    const before = flacFile([comments(`GENRE=${genre}`), padding(LARGEST)]);
    const { bytes } = await editFile(flacEditor, before, [genre.slice(freed)]);
    expect(before.length - bytes.length).toBe(freed < 4 ? freed : 0);
  });

  it('keeps a picture of more than 16 MB whose length does not fit its header', async () => {
    const cover = picture(2 ** 24 + 1000);
    const { bytes } = await editFile(flacEditor, flacFile([cover, full, padding(50)]), ['Pop']);
    expect(Buffer.compare(bytes, flacFile([cover, comments('TITLE=T', 'GENRE=Pop', 'ARTIST=A'), padding(51)]))).toBe(0);
    await editFile(flacEditor, flacFile([picture(300), full]), ['Pop']);
  });
});

describe('FLAC that is damaged', () => {
  it('is refused wherever it was cut before the sound', async () => {
    const file = flacFile([seekTable, full, padding(20)]);
    for (let length = 8; length < file.length - FLAC_SOUND.length; length++)
      expect(await isRefused(flacEditor, file.slice(0, length))).toBe(true);
  });

  it('is refused where its blocks do not lead to the sound', async () => {
    expect(await isRefused(flacEditor, flacFile([full, { ...seekTable, told: 30 }, padding(9)]))).toBe(true);
    expect(await isRefused(flacEditor, flacFile([full, { ...padding(20), told: 10 }]))).toBe(true);
  });

  it('ends within a moment on a million empty blocks', async () => {
    const blocks = new Uint8Array(4 * 1_000_000);
    const started = performance.now();
    expect(await isRefused(flacEditor, joinBytes([asciiBytes('fLaC'), blocks]))).toBe(true);
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('refuses comments that would be larger than a block', async () => {
    await expect(
      flacEditor.edit(bytesSource(flacFile([full])), ['x'.repeat(LARGEST)], { separator: 'standard' }),
    ).rejects.toThrow('larger than 16 MB');
  });
});
