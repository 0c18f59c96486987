import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { synthesizeWav } from '../../testing/synthesize.ts';
import { pictureSize } from './picture-size.ts';
import { pictureType } from './picture-type.ts';
import { readCover } from './read-cover.ts';

const text = (value: string) => [...value].map((letter) => letter.charCodeAt(0));
const uint32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];

/** The beginning of a PNG picture: all that is looked at. */
function png(width: number, height: number): Uint8Array {
  const header = [0x89, ...text('PNG\r\n'), 0x1a, 0x0a, ...uint32(13), ...text('IHDR')];
  return Uint8Array.of(...header, ...uint32(width), ...uint32(height), 8, 2, 0, 0, 0);
}

/** An ID3v2.3 tag with pictures, before a sound. */
function withPictures(pictures: readonly { readonly kind: number; readonly bytes: Uint8Array }[]): Uint8Array {
  const frames = pictures.flatMap(({ kind, bytes }) => {
    const content = [0, ...text('image/png'), 0, kind, 0, ...bytes];
    return [...text('APIC'), ...uint32(content.length), 0, 0, ...content];
  });
  const size = frames.length;
  const synchsafe = [(size >> 21) & 127, (size >> 14) & 127, (size >> 7) & 127, size & 127];
  // The header of an MPEG frame, so that the file is taken for one.
  return Uint8Array.of(
    ...text('ID3'),
    3,
    0,
    0,
    ...synchsafe,
    ...frames,
    0xff,
    0xfb,
    0x90,
    0x00,
    ...new Uint8Array(2_000),
  );
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-cover-'));
});

async function track(content: Uint8Array): Promise<string> {
  const path = join(folder, 'track.mp3');
  await writeFile(path, content);
  return path;
}

describe('a cover', () => {
  it('is the front cover in the tags, wherever it stands, and not the folder’s', async () => {
    await writeFile(join(folder, 'cover.png'), png(90, 90));
    const back = { kind: 4, bytes: png(16, 16) };
    const path = await track(withPictures([back, { kind: 3, bytes: png(20, 20) }]));
    expect(pictureSize((await readCover(path)) ?? new Uint8Array())).toEqual({ width: 20, height: 20 });
    expect(pictureSize((await readCover(await track(withPictures([back])))) ?? png(0, 0))?.width).toBe(16);
  });

  it('is the folder’s picture, by the likeliest name, where the tags have none', async () => {
    const path = await track(synthesizeWav({ seconds: 1 }));
    expect(await readCover(path)).toBeNull();
    await writeFile(join(folder, 'Front.png'), png(30, 30));
    await writeFile(join(folder, 'Folder.JPG'), png(40, 40));
    await writeFile(join(folder, 'discover.png'), png(50, 50));
    expect(pictureSize((await readCover(path)) ?? png(0, 0))?.width).toBe(40);
  });

  it('is none where it is no picture, a folder, or would take too much memory', async () => {
    const path = await track(withPictures([{ kind: 3, bytes: Uint8Array.from(text('<svg onload="x()"/>')) }]));
    await mkdir(join(folder, 'cover.jpg'));
    expect(await readCover(path)).toBeNull();
    const other = await mkdtemp(join(tmpdir(), 'genrescope-cover-'));
    await writeFile(join(other, 'cover.png'), png(60_000, 60_000));
    await writeFile(join(other, 'track.wav'), synthesizeWav({ seconds: 1 }));
    expect(await readCover(join(other, 'track.wav'))).toBeNull();
    await writeFile(join(other, 'cover.png'), png(1, 1));
    expect(await readCover(join(other, 'track.wav'))).toBeNull();
  });

  it('may be there where the system cannot read the file', async () => {
    await expect(readCover(join(folder, 'gone', 'track.mp3'))).rejects.toThrow('ENOENT');
  });
});

describe('the size of a picture', () => {
  it('is read from the beginning of every kind', () => {
    expect(pictureSize(png(640, 480))).toEqual({ width: 640, height: 480 });
    const gif = Uint8Array.of(...text('GIF89a'), 44, 1, 200, 0);
    expect(pictureSize(gif)).toEqual({ width: 300, height: 200 });
    const jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xc4, 0, 2, 0xff, 0xc2, 0, 17, 8, 1, 0, 2, 0, 3];
    expect(pictureSize(Uint8Array.from(jpeg))).toEqual({ width: 512, height: 256 });
    const webp = (chunk: string, ...rest: number[]) =>
      Uint8Array.of(...text('RIFF'), 0, 0, 0, 0, ...text('WEBP'), ...text(chunk), 0, 0, 0, 0, ...rest);
    expect(pictureSize(webp('VP8X', 0, 0, 0, 0, 0xff, 1, 0, 0x1f, 0, 0))).toEqual({ width: 512, height: 32 });
    expect(pictureSize(webp('VP8 ', 0, 0, 0, 0x9d, 1, 0x2a, 0x40, 1, 0xf0, 0))).toEqual({ width: 320, height: 240 });
    expect(pictureSize(webp('VP8L', 0x2f, 0x3f, 0xc1, 0x3b, 0))).toEqual({ width: 320, height: 240 });
  });

  it('is unknown of what is cut off or of another kind', () => {
    expect(pictureSize(png(1, 1).subarray(0, 18))).toBeNull();
    expect(pictureSize(Uint8Array.of(0xff, 0xd8, 0xff))).toBeNull();
    expect(pictureSize(Uint8Array.of(0xff, 0xd8, 0xff, 0xda, 0, 0, 0, 0))).toBeNull();
    expect(pictureSize(Uint8Array.from(text('<svg/>')))).toBeNull();
    expect(pictureType(new Uint8Array())).toBeNull();
  });
});
