import { describe, expect, it } from 'vitest';
import { editFile } from '../testing/edited-file.ts';
import { isRefused, tryGenres } from '../testing/genre-trials.ts';
import { id3Frame, id3Tag } from '../testing/id3-file.ts';
import { wide } from '../testing/mp4-file.ts';
import { asciiBytes, joinBytes, viewOf } from './bytes.ts';
import { bytesSource } from './byte-source.ts';
import { detectFormat } from './detect-format.ts';
import { dsfEditor } from './dsf.ts';

const little = (value: number) => wide(value).toReversed();
const sound = joinBytes([asciiBytes('fmt '), new Uint8Array(48), asciiBytes('data'), new Uint8Array(400).fill(0x69)]);
const tag = id3Tag(3, [id3Frame(3, 'TIT2', 'Title'), id3Frame(3, 'TCON', 'Rock')], { padding: 20 });
const NONE = new Uint8Array(0);

function dsf({
  tags = NONE,
  position = tags.length > 0 ? 28 + sound.length : 0,
  behind = NONE,
  size = -1,
}: {
  tags?: Uint8Array;
  position?: number;
  behind?: Uint8Array;
  size?: number;
}): Uint8Array {
  const length = 28 + sound.length + tags.length + behind.length;
  return joinBytes([
    asciiBytes('DSD '),
    little(28),
    little(size < 0 ? length : size),
    little(position),
    sound,
    tags,
    behind,
  ]);
}

const KINDS: Readonly<Record<string, Uint8Array>> = {
  'a tag': dsf({ tags: tag }),
  'no tag': dsf({}),
  'no tag, but a position at the end': dsf({ position: 28 + sound.length }),
  'bytes behind the tag': dsf({ tags: tag, behind: asciiBytes('more') }),
  'a wrong size': dsf({ tags: tag, size: 12 }),
  'a footer': dsf({ tags: id3Tag(4, [id3Frame(4, 'TCON', 'Rock')], { footer: true }) }),
};

describe('DSF', () => {
  it.each(Object.entries(KINDS))('with %s', async (name, file) => {
    expect((await detectFormat(bytesSource(file))).written).toBe('dsf');
    const { bytes } = await tryGenres(dsfEditor, file);
    const view = viewOf(bytes);
    expect(Number(view.getBigUint64(12, true))).toBe(name === 'a wrong size' ? 12 : bytes.length);
    expect(Number(view.getBigUint64(20, true))).toBe(28 + sound.length);
  });

  it('puts no tag where there is nothing to write', async () => {
    expect((await editFile(dsfEditor, dsf({}), [])).bytes).toEqual(dsf({}));
  });

  it('refuses positions that lead elsewhere, and cut files', async () => {
    for (const position of [4, 27, 60, 28 + sound.length + 3, 2 ** 40])
      expect(await isRefused(dsfEditor, dsf({ tags: tag, position }))).toBe(true);
    expect(await isRefused(dsfEditor, dsf({ tags: tag }).slice(0, -1))).toBe(true);
    expect(await isRefused(dsfEditor, dsf({}).slice(0, 20))).toBe(true);
  });
});
