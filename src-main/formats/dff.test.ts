import { describe, expect, it } from 'vitest';
import { editFile } from '../testing/edited-file.ts';
import { isRefused, tryGenres } from '../testing/genre-trials.ts';
import { id3Frame, id3Tag } from '../testing/id3-file.ts';
import { wide } from '../testing/mp4-file.ts';
import { asciiBytes, joinBytes, viewOf } from './bytes.ts';
import { bytesSource } from './byte-source.ts';
import { detectFormat } from './detect-format.ts';
import { dffEditor } from './dff.ts';

function chunk(id: string, content: Uint8Array, size = content.length): Uint8Array {
  return joinBytes([asciiBytes(id), wide(size), content, new Uint8Array(content.length % 2)]);
}

const NONE: Uint8Array = new Uint8Array(0);

function dff(chunks: readonly Uint8Array[], { size = -1, behind = NONE } = {}): Uint8Array {
  const body = joinBytes([asciiBytes('DSD '), ...chunks]);
  return joinBytes([asciiBytes('FRM8'), wide(size < 0 ? body.length : size), body, behind]);
}

const VERSION = chunk('FVER', Uint8Array.of(1, 5, 0, 0));
const sound = (length: number) => chunk('DSD ', new Uint8Array(length).fill(0x69));
const tag = (...frames: Uint8Array[]) => chunk('ID3 ', id3Tag(3, [id3Frame(3, 'TIT2', 'Title'), ...frames]));
const ROCK = id3Frame(3, 'TCON', 'Rock');

const KINDS: Readonly<Record<string, Uint8Array>> = {
  'a tag': dff([VERSION, sound(400), tag(ROCK)]),
  'a tag without a genre': dff([VERSION, sound(400), tag()]),
  'no tag': dff([VERSION, sound(400)]),
  'sound of odd length': dff([VERSION, sound(401)]),
  'a tag before the sound': dff([VERSION, tag(ROCK), sound(400)]),
  'two tags': dff([VERSION, sound(400), tag(ROCK), tag(ROCK)]),
  'bytes behind the form': dff([VERSION, sound(400), tag(ROCK)], { behind: asciiBytes('more') }),
};

describe('DFF', () => {
  it.each(Object.entries(KINDS))('with %s', async (_, file) => {
    expect((await detectFormat(bytesSource(file))).written).toBe('dff');
    const { bytes } = await tryGenres(dffEditor, file);
    const behind = file === KINDS['bytes behind the form'] ? 4 : 0;
    expect(Number(viewOf(bytes).getBigUint64(4))).toBe(bytes.length - 12 - behind);
  });

  it('puts no tag where there is nothing to write', async () => {
    const file = dff([VERSION, sound(400)]);
    expect((await editFile(dffEditor, file, [])).bytes).toEqual(file);
  });

  it('fills up sound of odd length that the file’s end left unfilled', async () => {
    const cut = dff([VERSION, sound(401)]).slice(0, -1);
    viewOf(cut).setBigUint64(4, BigInt(cut.length - 12));
    const { bytes } = await tryGenres(dffEditor, cut);
    expect(bytes.length % 2).toBe(0);
  });

  it('refuses sizes that lead beyond the file, cut files and other forms', async () => {
    expect(await isRefused(dffEditor, dff([VERSION, sound(400)], { size: 10_000 }))).toBe(true);
    expect(await isRefused(dffEditor, dff([VERSION, chunk('DSD ', new Uint8Array(400), 2 ** 40)]))).toBe(true);
    expect(await isRefused(dffEditor, dff([VERSION, sound(400)]).slice(0, -7))).toBe(true);
    expect(await isRefused(dffEditor, dff([]).slice(0, 10))).toBe(true);
  });
});
