import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packetMd5 } from '../pipeline/decode/packet-md5.ts';
import { editFile } from '../testing/edited-file.ts';
import { encodeAudio } from '../testing/encode-audio.ts';
import { createCore } from '../testing/ffmpeg-core.ts';
import { oggPackets, oggPages, vorbisComments } from '../testing/ogg-file.ts';
import { createTestDecoder } from '../testing/test-decoder.ts';
import { editOgg, noise, SERIAL, sound } from '../testing/vorbis-in-ogg.ts';
import { asciiBytes, joinBytes } from './bytes.ts';
import { bytesSource } from './byte-source.ts';
import { isIntact, readPages } from './ogg-pages.ts';
import { oggEditor } from './ogg.ts';

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
      expect((await editOgg(file, ['Pop'])).comment).toEqual(tags('Pop'));
    }
  });

  it('counts the further headers of Speex', async () => {
    const first = joinBytes([asciiBytes('Speex   '), new Uint8Array(60), Uint8Array.of(1, 0, 0, 0), new Uint8Array(8)]);
    const file = joinBytes(
      oggPages({ serial: SERIAL, packets: [[first], [vorbisComments(['GENRE=Rock'])], [noise(90)], sound(20)] }),
    );
    const edited = await editOgg(file, ['Pop']);
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
      expect(edited.before.tags).toEqual([{ tag: 'Vorbis comments', genres: ['Rock'], texts: {} }]);
      expect(edited.after.tags).toEqual([{ tag: 'Vorbis comments', genres: [genre], texts: {} }]);
      expect(await packetsOf(edited.bytes, `after.${extension}`)).toBe(await packetsOf(file, `before.${extension}`));
    }
  });
});
