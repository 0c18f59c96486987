import { describe, expect, it } from 'vitest';
import { chunk, form, infoList, SAMPLES, sizes64, WAV_FORMAT } from '../testing/chunk-file.ts';
import { editFile } from '../testing/edited-file.ts';
import { isRefused, tryGenres } from '../testing/genre-trials.ts';
import { apeTag, id3Frame, id3Tag, id3v1Tag } from '../testing/id3-file.ts';
import { asciiBytes, asciiOf, joinBytes, viewOf } from './bytes.ts';
import { bytesSource } from './byte-source.ts';
import { readChunks } from './chunk-list.ts';
import { chunkEditor } from './chunks.ts';
import { detectFormat } from './detect-format.ts';

const UNKNOWN = 0xffffffff;
const data = chunk('data', SAMPLES);
const odd = chunk('data', SAMPLES.slice(1), { filling: false });
const info = infoList({ INAM: 'Title', IGNR: 'Rock', IART: 'A' });
const id3 = id3Tag(3, [id3Frame(3, 'TIT2', 'Title'), id3Frame(3, 'TCON', 'Rock')], { padding: 11 });
const wav = (...chunks: Uint8Array[]) => form('WAVE', [WAV_FORMAT, ...chunks]);
const rf64 = (id: string, ...chunks: Uint8Array[]) => {
  const body = (size: number) =>
    form('WAVE', [sizes64(size, 400), WAV_FORMAT, chunk('data', SAMPLES, { size: UNKNOWN }), ...chunks], {
      id,
      size: UNKNOWN,
    });
  return body(body(0).length - 8);
};
const big = { big: true };
const common = chunk('COMM', new Uint8Array(18).fill(3), big);
const aiff = (kind: string, ...chunks: Uint8Array[]) =>
  form(kind, [common, ...chunks, chunk('SSND', SAMPLES.slice(1), big)]);
const texts = [
  chunk('NAME', 'Title', big),
  chunk('AUTH', 'Artist', big),
  chunk('ANNO', 'One', big),
  chunk('ANNO', 'Two', big),
];

const KINDS: Readonly<Record<string, Uint8Array>> = {
  'INFO before the sound': wav(info, data),
  'INFO behind the sound': wav(data, info),
  'INFO before and behind': wav(info, data, infoList({ IGNR: 'Jazz' })),
  'INFO without filling bytes': wav(data, infoList({ INAM: 'Five', IGNR: 'Rock', IART: 'Five', ICMT: 'x' }, false)),
  'INFO without filling bytes and the genre first': wav(
    infoList({ IGNR: 'Rock', INAM: 'Four', IART: 'Five' }, false),
    data,
  ),
  'INFO with the program’s name alone': wav(infoList({ ISFT: 'Lavf' }), data),
  'INFO that ends in the middle': wav(
    data,
    chunk('LIST', joinBytes([asciiBytes('INFO'), chunk('IGNR', 'Rock\0'), asciiBytes('INAM')])),
  ),
  'an ID3 chunk': wav(data, chunk('id3 ', id3)),
  'an ID3 chunk in capitals, in front': wav(chunk('ID3 ', id3), data),
  'an ID3 chunk of odd length': wav(
    data,
    chunk('id3 ', id3.length % 2 === 1 ? id3 : joinBytes([id3, new Uint8Array(1)])),
  ),
  'ID3 and INFO': wav(data, info, chunk('id3 ', id3)),
  'two ID3 chunks': wav(chunk('id3 ', id3), data, chunk('ID3 ', id3)),
  'unknown chunks': wav(
    chunk('bext', new Uint8Array(603)),
    chunk('iXML', '<a/>'),
    data,
    chunk('LIST', 'adtlxyz'),
    chunk('cue ', new Uint8Array(4)),
  ),
  'odd sound without a filling byte at the end': form('WAVE', [WAV_FORMAT, odd]),
  'odd sound without a filling byte in the middle': wav(odd, chunk('LGWV', new Uint8Array(7)), info),
  'a filling byte counted and not written': form('WAVE', [WAV_FORMAT, odd], {
    size: odd.length + WAV_FORMAT.length + 5,
  }),
  'a form size that counts its own header': form('WAVE', [WAV_FORMAT, data], {
    size: data.length + WAV_FORMAT.length + 12,
  }),
  'sizes of zero': form('WAVE', [WAV_FORMAT, chunk('data', SAMPLES, { size: 0 })], { size: 0 }),
  'the largest sizes': form('WAVE', [WAV_FORMAT, chunk('data', SAMPLES, { size: UNKNOWN })], { size: UNKNOWN }),
  'no sound, but INFO': wav(chunk('data', new Uint8Array(0)), info),
  'ID3v1 behind': joinBytes([wav(data), id3v1Tag('T', 17)]),
  'APE and ID3v1 behind': joinBytes([wav(data), apeTag({ Genre: 'Rock', Title: 'T' }), id3v1Tag('T', 17)]),
  'seven bytes behind': joinBytes([wav(data), new Uint8Array(7)]),
  'bytes within the form that are no chunk': wav(data, asciiBytes('left')),
  'chunks behind the form': joinBytes([wav(data), info]),
  RF64: rf64('RF64'),
  'RF64 with chunks behind the sound': rf64('RF64', chunk('id3 ', id3), info),
  BW64: rf64('BW64', chunk('axml', '<x/>1')),
  AIFF: aiff('AIFF'),
  'AIFF with texts': aiff('AIFF', ...texts),
  'AIFF with ID3': aiff('AIFF', chunk('ID3 ', id3, big)),
  AIFC: aiff('AIFC', chunk('FVER', new Uint8Array(4), big), ...texts),
};

describe('WAV and AIFF of every kind', () => {
  it.each(Object.entries(KINDS))('%s', async (_, file) => {
    expect((await detectFormat(bytesSource(file))).written).toMatch(/wav|aiff/);
    const { bytes } = await tryGenres(chunkEditor, file);
    const layout = await readChunks(bytesSource(bytes));
    const isSized = layout.is64Bit || viewOf(bytes).getUint32(4, layout.dialect.littleEndian) === layout.end - 8;
    expect(isSized).toBe(true);
    expect(await isRefused(chunkEditor, file)).toBe(false);
  });

  it('finds the genre of INFO entries that are not filled up', async () => {
    const { before, after } = await editFile(chunkEditor, KINDS['INFO without filling bytes'] as Uint8Array, ['Pop']);
    expect(before.tags).toEqual([{ tag: 'INFO', genres: ['Rock'] }]);
    expect(after.tags.map(({ genres }) => genres)).toEqual([['Pop'], ['Pop']]);
  });

  it('does not take a tag behind an empty sound chunk for sound', async () => {
    expect((await editFile(chunkEditor, KINDS['no sound, but INFO'] as Uint8Array, ['Pop'])).before.tags).toEqual([
      { tag: 'INFO', genres: ['Rock'] },
    ]);
  });

  it('repeats what INFO and AIFF’s texts say in a new ID3 chunk, and names an unknown alphabet', async () => {
    const edit = async (file: Uint8Array) => chunkEditor.edit(bytesSource(file), ['Pop'], { separator: 'standard' });
    expect(await edit(wav(info, data))).toMatchObject({ added: ['ID3v2/TIT2', 'ID3v2/TPE1'], notes: [] });
    expect(await edit(KINDS['AIFF with texts'] as Uint8Array)).toMatchObject({
      added: ['ID3v2/TIT2', 'ID3v2/TPE1', 'ID3v2/COMM', 'ID3v2/COMM'],
      notes: [],
    });
    const cyrillic = wav(
      data,
      chunk(
        'LIST',
        joinBytes([asciiBytes('INFO'), chunk('INAM', Uint8Array.from(Buffer.from('cff0e8e2e5f200', 'hex')))]),
      ),
    );
    expect(await edit(cyrillic)).toMatchObject({ added: [], notes: ['text-not-copied'] });
  });

  it('makes sizes true that were not known', async () => {
    for (const kind of ['sizes of zero', 'the largest sizes']) {
      const { bytes } = await editFile(chunkEditor, KINDS[kind] as Uint8Array, ['Pop']);
      expect(viewOf(bytes).getUint32(WAV_FORMAT.length + 16, true)).toBe(400);
      expect(asciiOf(bytes, WAV_FORMAT.length + 420, 4)).toBe('id3 ');
    }
  });

  it('fills up odd sound before a new chunk', async () => {
    const { bytes } = await editFile(chunkEditor, KINDS['odd sound without a filling byte at the end'] as Uint8Array, [
      'Pop',
    ]);
    expect(asciiOf(bytes, 12 + WAV_FORMAT.length + 8 + SAMPLES.length, 4)).toBe('id3 ');
  });

  it('keeps RF64’s table true', async () => {
    const { bytes } = await editFile(chunkEditor, rf64('RF64'), ['Pop']);
    expect(Number(viewOf(bytes).getBigUint64(20, true))).toBe(bytes.length - 8);
    expect(viewOf(bytes).getUint32(4, true)).toBe(UNKNOWN);
  });

  it('gives sound that was cut off the size that it has, so that a tag can stand behind it', async () => {
    for (const file of [wav(data).slice(0, -100), aiff('AIFF').slice(0, -50)]) {
      const { bytes } = await editFile(chunkEditor, file, ['Pop']);
      const { chunks } = await readChunks(bytesSource(bytes));
      expect(chunks.map(({ id, isSizeTrue }) => [id.trim().toLowerCase(), isSizeTrue]).at(-1)).toEqual(['id3', true]);
    }
  });

  it('refuses what was cut off elsewhere, and tags that cannot be read', async () => {
    const cut = [
      wav(info, data).slice(0, 60),
      rf64('RF64').slice(0, -30),
      wav(data, chunk('id3 ', 'nothing')),
      asciiBytes('RIFF....WAV'),
    ];
    for (const file of cut) expect(await isRefused(chunkEditor, file)).toBe(true);
  });

  it('loses no bytes of the form that are no chunk', async () => {
    const { bytes } = await editFile(chunkEditor, KINDS['bytes within the form that are no chunk'] as Uint8Array, [
      'Pop',
    ]);
    expect(asciiOf(bytes, bytes.length - 4, 4)).toBe('left');
  });

  it('loses nothing that stands behind a tag in its chunk', async () => {
    expect(await isRefused(chunkEditor, wav(data, chunk('id3 ', joinBytes([id3, asciiBytes('more')]))))).toBe(true);
  });

  it('ends within a moment on millions of empty chunks or entries', async () => {
    const empty = new Uint8Array(8 * 400_000).fill(0x41).map((byte, index) => (index % 8 < 4 ? byte : 0));
    const started = performance.now();
    expect(await isRefused(chunkEditor, wav(empty))).toBe(true);
    expect(await isRefused(chunkEditor, wav(chunk('LIST', joinBytes([asciiBytes('INFO'), empty]))))).toBe(true);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
