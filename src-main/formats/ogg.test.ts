import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packetMd5 } from '../pipeline/decode/packet-md5.ts';
import { editFile } from '../testing/edited-file.ts';
import { encodeAudio } from '../testing/encode-audio.ts';
import { createCore } from '../testing/ffmpeg-core.ts';
import { oggPackets, oggPages, vorbisComments } from '../testing/ogg-file.ts';
import { createTestDecoder } from '../testing/test-decoder.ts';
import { asciiBytes, joinBytes } from './bytes.ts';
import { bytesSource } from './byte-source.ts';
import { isIntact, readPages } from './ogg-pages.ts';
import { oggEditor } from './ogg.ts';

const SERIAL = 77;
const FRAMING = Uint8Array.of(1);
const noise = (length: number, seed = 1) =>
  Uint8Array.from({ length }, (_, index) => (index * index * 31 + index * 7 + seed) & 255);
const identification = joinBytes([asciiBytes('\x01vorbis'), noise(23)]);
const comment = (entries: readonly (string | Uint8Array)[]) =>
  joinBytes([asciiBytes('\x03vorbis'), vorbisComments(entries), FRAMING]);
const setup = (length: number) => joinBytes([asciiBytes('\x05vorbis'), noise(length)]);
const sound = (count: number) => Array.from({ length: count }, (_, index) => noise(200 + 97 * index, index));

interface Shape {
  readonly entries: readonly (string | Uint8Array)[];
  readonly setupBytes?: number;
  readonly segments?: number;
  readonly soundOnHeaderPage?: boolean;
}

function vorbisPages({ entries, setupBytes = 3000, segments = 255, soundOnHeaderPage = false }: Shape): Uint8Array[] {
  const headers = [comment(entries), setup(setupBytes)];
  const packets = soundOnHeaderPage
    ? [[identification], [...headers, ...sound(30)]]
    : [[identification], headers, sound(15), sound(15)];
  return oggPages({ serial: SERIAL, packets, segments });
}

const vorbisFile = (shape: Shape) => joinBytes(vorbisPages(shape));

/** Changes the genre, and checks with another reader of packets that only the comment packet is another. */
async function edit(file: Uint8Array, genres: readonly string[], serial = SERIAL) {
  const edited = await editFile(oggEditor, file, genres);
  const [before, after] = [oggPackets(file, serial), oggPackets(edited.bytes, serial)];
  expect(after.packets.length).toBe(before.packets.length);
  expect(
    after.packets.filter((packet, index) => Buffer.compare(packet, before.packets[index]!) !== 0).length,
  ).toBeLessThanOrEqual(1);
  expect(after.sequences).toEqual(after.sequences.map((_, index) => index));
  for await (const { page } of readPages(bytesSource(edited.bytes))) expect(page && isIntact(page)).toBe(true);
  expect(edited.after.tags.map((tag) => tag.genres)).toEqual(edited.before.tags.map(() => genres));
  return {
    ...edited,
    pagesBefore: before.sequences.length,
    pagesAfter: after.sequences.length,
    comment: after.packets[1]!,
  };
}

describe('Vorbis in Ogg', () => {
  it('changes the genre and keeps number and bytes of the pages behind', async () => {
    const file = vorbisFile({ entries: ['TITLE=T', 'GENRE=Rock', 'genre=Jazz', 'ARTIST=A'] });
    const edited = await edit(file, ['Dub', 'Ska']);
    expect(edited.before.tags).toEqual([{ tag: 'Vorbis comments', genres: ['Rock', 'Jazz'] }]);
    expect(edited.comment).toEqual(comment(['TITLE=T', 'GENRE=Dub', 'GENRE=Ska', 'ARTIST=A']));
    expect(edited.pagesAfter).toBe(edited.pagesBefore);
    expect((await edit(edited.bytes, [])).comment).toEqual(comment(['TITLE=T', 'ARTIST=A']));
  });

  it('gives the very file back when the old genre returns', async () => {
    const file = vorbisFile({ entries: ['TITLE=T', 'GENRE=Rock'], segments: 9 });
    const { bytes } = await edit(file, ['Something Else Altogether']);
    expect((await edit(bytes, ['Rock'])).bytes).toEqual(file);
  });

  it('leaves a file as it is that has the genre already', async () => {
    const file = vorbisFile({ entries: ['GENRE=Rock'] });
    expect((await oggEditor.edit(bytesSource(file), ['Rock'], { separator: 'standard' })).segments).toEqual([
      { kind: 'keep', start: 0, end: file.length },
    ]);
  });

  it('keeps sound that shares a page with the headers', async () => {
    for (const segments of [255, 40, 17, 5]) {
      const edited = await edit(vorbisFile({ entries: ['GENRE=Rock'], soundOnHeaderPage: true, segments }), [
        'A genre of many words'.repeat(30),
      ]);
      expect(edited.pagesAfter).toBe(edited.pagesBefore);
    }
  });

  it('takes another page where the pages are full, and gives later pages their new numbers', async () => {
    const file = vorbisFile({ entries: ['GENRE=', new Uint8Array(64_950)], setupBytes: 64_968 });
    const grown = await edit(file, ['A genre of many words'.repeat(30)]);
    expect(grown.pagesAfter).toBe(grown.pagesBefore + 1);
    const shrunk = await edit(vorbisFile({ entries: [`GENRE=${'x'.repeat(3000)}`], setupBytes: 100, segments: 1 }), [
      'Pop',
    ]);
    expect(shrunk.pagesAfter).toBe(shrunk.pagesBefore - 11);
  });

  it('holds for any comments and page sizes around full segments and pages', async () => {
    const near = (size: number) => fc.integer({ min: -12, max: 12 }).map((distance) => Math.max(0, size + distance));
    const length = fc.oneof(
      fc.nat(600),
      fc.integer({ min: 1, max: 4 }).chain((count) => near(255 * count)),
      fc.constantFrom(1, 2).chain((count) => near(65_025 * count)),
    );
    const shape = fc.record({
      length,
      genre: length,
      setupBytes: length,
      segments: fc.constantFrom(1, 2, 17, 254, 255),
      soundOnHeaderPage: fc.boolean(),
      next: length,
    });
    await fc.assert(
      fc.asyncProperty(shape, async ({ length: padding, genre, next, ...rest }) => {
        await edit(vorbisFile({ entries: [`GENRE=${'g'.repeat(genre)}`, noise(padding)], ...rest }), [
          'n'.repeat(next + 1),
        ]);
      }),
      { numRuns: 150 },
    );
  }, 240_000);

  it('leaves what it does not understand', async () => {
    const odd = ['just a note', Uint8Array.from(Buffer.from('TITLE=Caf\xe9', 'latin1')), 'ЖАНР=Рок', ''];
    expect((await edit(vorbisFile({ entries: [...odd, 'GENRE=Rock'] }), ['Pop'])).comment).toEqual(
      comment([...odd, 'GENRE=Pop']),
    );
  });
});

describe('several streams', () => {
  const theora = oggPages({
    serial: 5,
    packets: [[joinBytes([Uint8Array.of(0x80), asciiBytes('theora'), noise(30)])], [noise(400), noise(900)], sound(9)],
    segments: 3,
  });

  /** Beginnings first, then a page of each stream in turn. */
  function multiplexed(pages: readonly Uint8Array[]): Uint8Array {
    const longest = Math.max(pages.length, theora.length);
    return joinBytes(
      Array.from({ length: longest }, (_, index) => [theora[index], pages[index]])
        .flat()
        .filter((page) => page !== undefined),
    );
  }

  it('keeps pages and numbers of other streams', async () => {
    for (const genre of ['Pop', 'x'.repeat(90_000)]) {
      const file = multiplexed(vorbisPages({ entries: ['GENRE=Rock'], segments: 8 }));
      const edited = await edit(file, [genre]);
      expect(oggPackets(edited.bytes, 5)).toEqual(oggPackets(file, 5));
    }
  });

  it('keeps the links behind the first, also where they have its serial number', async () => {
    const second = vorbisFile({ entries: ['GENRE=Jazz'] });
    for (const genre of ['Pop', 'x'.repeat(90_000)]) {
      const first = vorbisFile({ entries: ['GENRE=Rock'] });
      const edited = await editFile(oggEditor, joinBytes([first, second]), [genre]);
      const alone = await edit(first, [genre]);
      expect(edited.bytes).toEqual(joinBytes([alone.bytes, second]));
      expect(edited.before.tags).toHaveLength(1);
    }
  });

  it('refuses a file without sound', async () => {
    await expect(oggEditor.read(bytesSource(joinBytes(theora)))).rejects.toThrow(
      'no Vorbis, Opus, FLAC or Speex stream',
    );
    await expect(oggEditor.read(bytesSource(noise(5000)))).rejects.toThrow('no Ogg stream');
  });
});

describe('other codecs', () => {
  it('keeps what stands behind Opus comments', async () => {
    for (const rest of [new Uint8Array(300), joinBytes([Uint8Array.of(1), noise(70_000)])]) {
      const tags = (genre: string) =>
        joinBytes([asciiBytes('OpusTags'), vorbisComments(['A=1', `GENRE=${genre}`]), rest]);
      const file = joinBytes(
        oggPages({
          serial: SERIAL,
          packets: [[joinBytes([asciiBytes('OpusHead'), noise(11)])], [tags('Rock')], sound(20)],
        }),
      );
      expect((await edit(file, ['Pop'])).comment).toEqual(tags('Pop'));
    }
  });

  it('counts the further headers of Speex', async () => {
    const first = joinBytes([asciiBytes('Speex   '), new Uint8Array(60), Uint8Array.of(1, 0, 0, 0), new Uint8Array(8)]);
    const file = joinBytes(
      oggPages({ serial: SERIAL, packets: [[first], [vorbisComments(['GENRE=Rock'])], [noise(90)], sound(20)] }),
    );
    const edited = await edit(file, ['Pop']);
    expect(edited.comment).toEqual(vorbisComments(['GENRE=Pop']));
    expect(edited.before.fields.map(({ name }) => name)).toContain('Speex header 3');
  });

  const block = (type: number, content: Uint8Array) =>
    joinBytes([
      Uint8Array.of(type, content.length >>> 16, (content.length >>> 8) & 255, content.length & 255),
      content,
    ]);
  const flac = (count: number, blocks: readonly Uint8Array[]) =>
    joinBytes(
      oggPages({
        serial: SERIAL,
        packets: [
          [joinBytes([asciiBytes('\x7fFLAC'), Uint8Array.of(1, 0, 0, count), asciiBytes('fLaC'), block(0, noise(34))])],
          ...blocks.map((each) => [each]),
          sound(20),
        ],
      }),
    );

  it('changes every comment block of FLAC, whether the blocks are counted or not', async () => {
    const blocks = (genre: string) => [
      block(4, vorbisComments(['A=1', `GENRE=${genre}`])),
      block(6, noise(70_000)),
      block(0x84, vorbisComments([`GENRE=${genre}`])),
    ];
    for (const count of [0, 3]) {
      const { bytes, before } = await editFile(oggEditor, flac(count, blocks('Rock')), ['x'.repeat(66_000)]);
      expect(before.tags.map(({ genres }) => genres)).toEqual([['Rock'], ['Rock']]);
      expect(oggPackets(bytes, SERIAL).packets.slice(1, 4)).toEqual(blocks('x'.repeat(66_000)));
    }
  });

  it('refuses FLAC without comments, with too long ones, and with blocks of a wrong length', async () => {
    const writing = { separator: 'standard' } as const;
    await expect(oggEditor.edit(bytesSource(flac(1, [block(0x81, noise(50))])), ['Pop'], writing)).rejects.toThrow(
      'no block for comments',
    );
    await expect(
      oggEditor.edit(bytesSource(flac(1, [block(0x84, vorbisComments([]))])), ['x'.repeat(2 ** 24)], writing),
    ).rejects.toThrow('too long');
    await expect(
      oggEditor.read(bytesSource(flac(1, [block(0x84, vorbisComments([])).subarray(0, -1)]))),
    ).rejects.toThrow('damaged');
  });
});

describe('damage', () => {
  const pages = vorbisPages({ entries: ['GENRE=Rock'], segments: 8 });
  const withFlip = (index: number) =>
    joinBytes(
      pages.map((page, at) => (at === index ? page.map((byte, offset) => (offset === 60 ? byte ^ 1 : byte)) : page)),
    );

  it('refuses headers with wrong checksums, lost or doubled pages, and an early end', async () => {
    const files = [
      withFlip(1),
      withFlip(2),
      joinBytes(pages.toSpliced(2, 1)),
      joinBytes(pages.toSpliced(2, 0, pages[1]!)),
      joinBytes(pages.slice(0, 2)),
      joinBytes(pages).subarray(0, pages[0]!.length + 80),
    ];
    for (const file of files) await expect(oggEditor.read(bytesSource(file))).rejects.toThrow('damaged');
  });

  it('leaves damage further back as it is where pages keep their numbers', async () => {
    const files = [
      withFlip(6),
      joinBytes(pages.toSpliced(6, 1)),
      joinBytes(pages.toSpliced(6, 0, noise(3_000_000))),
      joinBytes([...pages, asciiBytes('OggS'), noise(128)]),
      joinBytes(pages).subarray(0, -100),
    ];
    for (const file of files) {
      const { bytes, after } = await editFile(oggEditor, file, ['Pop']);
      expect(bytes.subarray(-2000)).toEqual(file.subarray(-2000));
      expect(after.tags[0]?.genres).toEqual(['Pop']);
    }
  });

  it('refuses damage in a page that would need another number, and keeps strange bytes', async () => {
    const long = ['x'.repeat(200_000)];
    await expect(oggEditor.edit(bytesSource(withFlip(6)), long, { separator: 'standard' })).rejects.toThrow(
      'a later page of the Ogg file is damaged',
    );
    const { bytes } = await editFile(oggEditor, joinBytes([...pages, noise(500)]), long);
    expect(bytes.subarray(-500)).toEqual(noise(500));
  });

  it('notices a wrong number or checksum behind the headers', async () => {
    const digestOf = async (file: Uint8Array) => (await oggEditor.read(bytesSource(file))).fields.at(-1);
    const whole = await digestOf(joinBytes(pages));
    expect(await digestOf(withFlip(6))).not.toEqual(whole);
    const wrongChecksum = joinBytes(
      pages.map((page, at) => (at === 6 ? page.map((byte, offset) => (offset === 22 ? byte ^ 1 : byte)) : page)),
    );
    expect(await digestOf(wrongChecksum)).not.toEqual(whole);
  });
});

describe('a long file', () => {
  it('is read and edited with little memory', async () => {
    const head = vorbisFile({ entries: ['GENRE=Rock'] });
    const page = oggPages({ serial: SERIAL, packets: [[noise(1)], [noise(60_000)]] })[1]!;
    const size = head.length + page.length * 5000;
    let largest = 0;
    const source = {
      size,
      read: (position: number, length: number) => {
        largest = Math.max(largest, length);
        return Promise.resolve(
          Uint8Array.from({ length: Math.min(length, size - position) }, (_, index) => {
            const at = position + index;
            return at < head.length ? head[at]! : page[(at - head.length) % page.length]!;
          }),
        );
      },
    };
    const { segments } = await oggEditor.edit(source, ['Pop'], { separator: 'standard' });
    expect(segments.length).toBeLessThan(5);
    expect(largest).toBeLessThan(2 ** 21);
  });
});

describe('files of an encoder', () => {
  const decoder = createTestDecoder();
  const packetsOf = async (bytes: Uint8Array, name: string) => {
    const path = join(await mkdtemp(join(tmpdir(), 'ogg-')), name);
    await writeFile(path, bytes);
    return packetMd5(path, decoder);
  };

  async function flacInOgg(): Promise<Uint8Array> {
    const core = await createCore();
    core.FS.writeFile(
      '/in.flac',
      await encodeAudio('flac', { sound: { seconds: 3 }, tags: { title: 'T', genre: 'Rock' } }),
    );
    core.exec('-i', '/in.flac', '-c', 'copy', '/out.ogg');
    return core.FS.readFile('/out.ogg').slice();
  }

  it.each([
    ['ogg', () => encodeAudio('ogg', { sound: { seconds: 3 }, tags: { title: 'T', genre: 'Rock' } })],
    ['opus', () => encodeAudio('opus', { sound: { seconds: 3 }, tags: { title: 'T', genre: 'Rock' } })],
    ['oga', flacInOgg],
  ])('have the same packets afterwards (%s)', async (extension, make) => {
    const file = await make();
    for await (const { page } of readPages(bytesSource(file))) expect(page && isIntact(page)).toBe(true);
    for (const genre of ['Pop', 'x'.repeat(140_000)]) {
      const edited = await editFile(oggEditor, file, [genre]);
      expect(edited.before.tags).toEqual([{ tag: 'Vorbis comments', genres: ['Rock'] }]);
      expect(edited.after.tags).toEqual([{ tag: 'Vorbis comments', genres: [genre] }]);
      expect(await packetsOf(edited.bytes, `after.${extension}`)).toBe(await packetsOf(file, `before.${extension}`));
    }
  });
});
