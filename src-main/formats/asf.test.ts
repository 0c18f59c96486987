import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packetMd5 } from '../pipeline/decode/packet-md5.ts';
import { editFile } from '../testing/edited-file.ts';
import { encodeAudio } from '../testing/encode-audio.ts';
import { createTestDecoder } from '../testing/test-decoder.ts';
import type { AsfObject } from './asf-objects.ts';
import { ASF, objectBytes, parseObjects } from './asf-objects.ts';
import { asfEditor } from './asf.ts';
import { asciiBytes, asciiOf, joinBytes, littleEndian32, viewOf } from './bytes.ts';
import { bytesSource } from './byte-source.ts';

const wide = (text: string) => Uint8Array.from(Buffer.from(`${text}\0`, 'utf16le'));
const small = (value: number) => Uint8Array.of(value & 255, value >>> 8);
const writing = { separator: 'standard' } as const;

/** A Content Descriptor. */
const descriptor = (name: string, value: string | Uint8Array, type = 0) => {
  const bytes = typeof value === 'string' ? wide(value) : value;
  return joinBytes([small(wide(name).length), wide(name), small(type), small(bytes.length), bytes]);
};

/** A record of the Metadata Library. */
const record = (name: string, value: string | Uint8Array, { type = 0, language = 0, stream = 0 } = {}) => {
  const bytes = typeof value === 'string' ? wide(value) : value;
  return joinBytes([
    small(language),
    small(stream),
    small(wide(name).length),
    small(type),
    littleEndian32(bytes.length),
    wide(name),
    bytes,
  ]);
};

const list = (guid: string, items: readonly Uint8Array[], rest: Uint8Array = new Uint8Array(0)): AsfObject => ({
  guid,
  content: joinBytes([small(items.length), ...items, rest]),
});
const extended = (...items: Uint8Array[]) => list(ASF.extendedContentDescription, items);
const library = (...items: Uint8Array[]) => list(ASF.metadataLibrary, items);
const padding = (length: number): AsfObject => ({ guid: ASF.padding, content: new Uint8Array(length) });
const unknown: AsfObject = { guid: '01234567-89ab-cdef-0123-456789abcdef', content: asciiBytes('nobody knows') };
const data = joinBytes([Uint8Array.of(0x36, 0x26, 0xb2, 0x75), new Uint8Array(5000).fill(9)]);

function extension(...objects: AsfObject[]): AsfObject {
  const bytes = joinBytes(objects.map(objectBytes));
  return {
    guid: ASF.headerExtension,
    content: joinBytes([new Uint8Array(16).fill(7), small(6), littleEndian32(bytes.length), bytes]),
  };
}

/** A file whose File Properties tell its size, or another one. */
function fileOf(objects: readonly AsfObject[], toldSize?: number): Uint8Array {
  const build = (size: number) => {
    const properties = {
      guid: ASF.fileProperties,
      content: joinBytes([new Uint8Array(16), littleEndian32(size), new Uint8Array(60)]),
    };
    const all = [properties, ...objects];
    return joinBytes([
      objectBytes({
        guid: ASF.header,
        content: joinBytes([littleEndian32(all.length), Uint8Array.of(1, 2), ...all.map(objectBytes)]),
      }),
      data,
    ]);
  };
  return build(toldSize ?? build(0).length);
}

describe('ASF objects', () => {
  it('stores identifiers as the specification says', () => {
    expect(Buffer.from(objectBytes({ guid: ASF.header, content: new Uint8Array(1) })).toString('hex')).toBe(
      '3026b2758e66cf11a6d900aa0062ce6c190000000000000000',
    );
    expect(parseObjects(objectBytes(unknown))).toEqual([unknown]);
  });
});

describe('Windows Media', () => {
  it('puts one genre in the place of all and leaves types, languages and unknown objects', async () => {
    const numbers = [
      descriptor('WM/TrackNumber', littleEndian32(7), 3),
      descriptor('WM/IsCompilation', littleEndian32(1), 2),
    ];
    const records = [
      record('WM/MediaClassPrimaryID', new Uint8Array(16).fill(3), { type: 6 }),
      record('Title', 'Titel', { language: 1, stream: 1 }),
    ];
    const make = (genres: Uint8Array[], ...oldRecords: Uint8Array[]) =>
      fileOf([
        unknown,
        extended(descriptor('Author', 'A'), ...genres, ...numbers, descriptor('Author', 'B')),
        extension(
          unknown,
          list(ASF.metadata, [record('x', small(1), { type: 5, stream: 1 })]),
          library(records[0]!, ...oldRecords, records[1]!),
        ),
        unknown,
      ]);
    const old = [descriptor('wm/genre', 'Rock'), descriptor('WM/GenreID', '(17)'), descriptor('WM/Genre', 'Jazz')];
    const file = make(old, record('WM/Genre', 'Rock', { language: 1 }), record('WM/Genre', 'Fusion', { stream: 1 }));
    const { before, after, bytes } = await editFile(asfEditor, file, ['Dub', 'Ska']);
    expect(before.tags).toEqual([{ tag: 'ASF', genres: ['Rock', 'Jazz', 'Fusion'], texts: {} }]);
    expect(after.tags).toEqual([{ tag: 'ASF', genres: ['Dub', 'Ska'], texts: {} }]);
    expect(bytes).toEqual(make([descriptor('WM/Genre', 'Dub'), descriptor('WM/Genre', 'Ska')]));
    expect((await editFile(asfEditor, file, [])).bytes).toEqual(make([]));
  });

  it('reads the Extended Content Description first, wherever it stands', async () => {
    const file = fileOf([
      extension(library(record('WM/Genre', 'Jazz'), record('WM/Genre', 'Rock'))),
      extended(descriptor('WM/Genre', 'Rock')),
    ]);
    expect((await asfEditor.read(bytesSource(file))).tags).toEqual([
      { tag: 'ASF', genres: ['Rock', 'Jazz'], texts: {} },
    ]);
  });

  it('makes an Extended Content Description where there is none', async () => {
    const { bytes } = await editFile(asfEditor, fileOf([unknown, extension()]), ['Pop']);
    expect(bytes).toEqual(fileOf([unknown, extension(), extended(descriptor('WM/Genre', 'Pop'))]));
    expect((await editFile(asfEditor, fileOf([unknown]), [])).bytes).toEqual(fileOf([unknown]));
  });

  it('takes the difference from padding that has room, so that the sound stays where it is', async () => {
    const file = fileOf([padding(2), extended(descriptor('WM/Genre', 'Pop')), padding(400)]);
    const { bytes } = await editFile(asfEditor, file, ['Popular']);
    expect(bytes).toEqual(fileOf([padding(2), extended(descriptor('WM/Genre', 'Popular')), padding(392)]));
    expect((await editFile(asfEditor, bytes, ['Pop'])).bytes).toEqual(file);
    const long = 'x'.repeat(300);
    expect((await editFile(asfEditor, file, [long])).bytes).toEqual(
      fileOf([padding(2), extended(descriptor('WM/Genre', long)), padding(400)]),
    );
  });

  it('leaves a size that was not true', async () => {
    const { bytes } = await editFile(asfEditor, fileOf([unknown], 123), ['Pop']);
    expect(bytes).toEqual(fileOf([unknown, extended(descriptor('WM/Genre', 'Pop'))], 123));
  });

  it('notices a size that is not true any more', async () => {
    const sizeField = async (file: Uint8Array) => (await asfEditor.read(bytesSource(file))).fields[1];
    expect(await sizeField(fileOf([unknown, padding(40)], 123))).not.toEqual(
      await sizeField(fileOf([unknown, padding(40)])),
    );
    expect(await sizeField(fileOf([unknown, padding(40)]))).toEqual(await sizeField(fileOf([unknown, padding(80)])));
  });

  it('keeps all other attributes for any of them', async () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !/^wm\/genre(id)?\0*$/i.test(text));
    const item = fc.record({ name, value: fc.uint8Array({ maxLength: 600 }), type: fc.nat(9) });
    const genre = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.endsWith('\0'));
    const shape = fc.record({
      items: fc.array(item),
      records: fc.array(item),
      genres: fc.uniqueArray(genre),
      room: fc.nat(200),
      place: fc.nat(9),
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ items, records, genres, room, place }) => {
        const descriptors: Uint8Array[] = items
          .map((each) => descriptor(each.name, each.value, each.type))
          .toSpliced(place, 0, descriptor('WM/Genre', 'Old'));
        const objects = [
          extension(library(...records.map((each) => record(each.name, each.value, each)), record('WM/Genre', 'Old'))),
          extended(...descriptors),
          padding(room),
        ];
        const { after, bytes } = await editFile(asfEditor, fileOf(objects), genres);
        expect(after.tags).toEqual([{ tag: 'ASF', genres, texts: {} }]);
        expect(viewOf(bytes).getUint32(30 + 24 + 16, true)).toBe(bytes.length);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps what stands behind a list and behind the objects', async () => {
    const strange = list(ASF.extendedContentDescription, [descriptor('WM/Genre', 'Pop')], asciiBytes('behind'));
    const file = fileOf([strange, unknown]);
    // One object less than there are: the last one is what stands behind.
    file[24] = 2;
    const { bytes } = await editFile(asfEditor, file, ['Rap']);
    expect(asciiOf(bytes, 0, bytes.length)).toContain('behind');
    expect(bytes.length).toBe(file.length);
  });

  it('refuses more than the format can hold', async () => {
    const many = extended(...Array.from({ length: 65_534 }, () => descriptor('', '')));
    await expect(asfEditor.edit(bytesSource(fileOf([many])), ['A', 'B'], writing)).rejects.toThrow('so many tags');
    await editFile(asfEditor, fileOf([unknown]), ['x'.repeat(32_766)]);
    await expect(asfEditor.edit(bytesSource(fileOf([unknown])), ['x'.repeat(32_767)], writing)).rejects.toThrow(
      'too long',
    );
  });

  it('refuses every cut header and every length that leads beyond its object', async () => {
    const file = fileOf([extended(descriptor('WM/Genre', 'Pop')), extension(library(record('WM/Genre', 'Pop')))]);
    const headerLength = file.length - data.length;
    for (let length = 0; length < headerLength; length++)
      await expect(asfEditor.read(bytesSource(file.slice(0, length)))).rejects.toThrow(
        /damaged|no Windows Media header/,
      );
    const broken = [
      fileOf([{ guid: ASF.extendedContentDescription, content: small(1) }]),
      fileOf([list(ASF.extendedContentDescription, [descriptor('WM/Genre', 'Pop').slice(0, -1)])]),
      fileOf([extension(list(ASF.metadata, [record('WM/Genre', 'Pop').slice(0, -1)]))]),
      fileOf([{ guid: ASF.headerExtension, content: extension(unknown).content.slice(0, -1) }]),
    ];
    for (const each of broken)
      await expect(asfEditor.edit(bytesSource(each), ['Pop'], writing)).rejects.toThrow('damaged');
    const huge = fileOf([unknown]);
    viewOf(huge).setUint32(16, 2 ** 27, true);
    await expect(asfEditor.read(bytesSource(huge))).rejects.toThrow('too large');
  });

  it('reads no more than the header', async () => {
    const file = fileOf([extended(descriptor('WM/Genre', 'Pop'))]);
    const asked: number[] = [];
    const source = {
      size: 2 ** 40,
      read: (position: number, length: number) => (asked.push(length), bytesSource(file).read(position, length)),
    };
    const { pieces } = await asfEditor.edit(source, ['Rap'], writing);
    await asfEditor.read(source);
    expect(Math.max(...asked)).toBeLessThan(1000);
    expect(pieces.at(-1)).toEqual({ kind: 'keep', start: file.length - data.length, end: 2 ** 40 });
  });

  it('leaves the packets of an encoded file as they are', async () => {
    const file = await encodeAudio('wma', { sound: { seconds: 3 }, tags: { title: 'T', genre: 'Rock' } });
    const folder = await mkdtemp(join(tmpdir(), 'asf-'));
    const edited = await editFile(asfEditor, file, ['Drum & Bass', 'Größe']);
    expect(edited.before.tags).toEqual([{ tag: 'ASF', genres: ['Rock'], texts: {} }]);
    await writeFile(join(folder, 'before.wma'), file);
    await writeFile(join(folder, 'after.wma'), edited.bytes);
    const decoder = createTestDecoder();
    expect(await packetMd5(join(folder, 'after.wma'), decoder)).toBe(
      await packetMd5(join(folder, 'before.wma'), decoder),
    );
  });
});
