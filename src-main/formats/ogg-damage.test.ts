import { describe, expect, it } from 'vitest';
import { editFile } from '../testing/edited-file.ts';
import { noise, vorbisPages } from '../testing/vorbis-in-ogg.ts';
import { asciiBytes, joinBytes } from './bytes.ts';
import { bytesSource } from './byte-source.ts';
import { oggEditor } from './ogg.ts';

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
