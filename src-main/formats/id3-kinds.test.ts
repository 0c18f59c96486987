import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { editFile } from '../testing/edited-file.ts';
import { isRefused, tryGenres } from '../testing/genre-trials.ts';
import { apeTag, id3Frame, id3Tag, id3v1Tag, mp3Sound, synchsafe, unsynchronised } from '../testing/id3-file.ts';
import type { FrameOptions, TagOptions } from '../testing/id3-file.ts';
import { asciiBytes, bigEndian32, joinBytes } from './bytes.ts';
import { bytesSource } from './byte-source.ts';
import { detectFormat } from './detect-format.ts';
import { mpegAudioEditor } from './mpeg-audio.ts';

const zeros = (length: number) => new Uint8Array(length);
const jpeg = joinBytes([
  asciiBytes('\0image/jpeg\0\x03\0'),
  Uint8Array.of(0xff, 0xd8),
  ...Array.from({ length: 300 }, () => Uint8Array.of(0xff, 0, 0xab, 0xff, 0xe1)),
  Uint8Array.of(0xff),
]);
const names = {
  2: ['TT2', 'TCO', 'PIC', 'TP1'],
  3: ['TIT2', 'TCON', 'APIC', 'TPE1'],
  4: ['TIT2', 'TCON', 'APIC', 'TPE1'],
} as const;
const genreOf = (version: 2 | 3 | 4, value: string | Uint8Array = 'Rock', options?: FrameOptions) =>
  id3Frame(version, names[version][1], value, options);

/** Title, picture, genre, artist. */
function frames(version: 2 | 3 | 4, options?: FrameOptions): Uint8Array[] {
  const [title, , picture, artist] = names[version];
  return [
    id3Frame(version, title, 'Title', options),
    id3Frame(version, picture, jpeg, options),
    genreOf(version, 'Rock', options),
    id3Frame(version, artist, 'Artist', options),
  ];
}

const mp3 = (...tags: Uint8Array[]) => joinBytes([...tags, mp3Sound()]);
const tag = (version: 2 | 3 | 4, list: readonly Uint8Array[], options?: TagOptions) => id3Tag(version, list, options);
const utf16 = (...parts: (string | number[])[]) =>
  joinBytes(
    parts.map((part) =>
      typeof part === 'string' ? Uint8Array.from(Buffer.from(part, 'utf16le')) : Uint8Array.from(part),
    ),
  );

const perFrame = (content: Uint8Array) => joinBytes([synchsafe(content.length), unsynchronised(content)]);
const compressedV3 = (text: string) => joinBytes([bigEndian32(text.length + 1), deflateSync(Buffer.from(`\0${text}`))]);
const compressedV4 = (text: string) => joinBytes([synchsafe(text.length + 1), deflateSync(Buffer.from(`\0${text}`))]);
const crcHeader = joinBytes([synchsafe(12), Uint8Array.of(1, 0x20, 5), zeros(5)]);

/** Files whose one genre is Rock, and the version that the tag tells. */
const KINDS: Readonly<Record<string, Uint8Array>> = {
  'v2.2': mp3(tag(2, frames(2), { padding: 20 })),
  'v2.3': mp3(tag(3, frames(3), { padding: 20 })),
  'v2.4': mp3(tag(4, frames(4), { padding: 20 })),
  'v2.4 without padding': mp3(tag(4, frames(4))),
  'v2.4 with a footer': mp3(tag(4, frames(4), { footer: true })),
  'v2.2 with a number': mp3(tag(2, [genreOf(2, '(17)')])),
  'v2.3 with a number and its name': mp3(tag(3, [genreOf(3, '(17)Rock')])),
  'v2.4 with a bare number': mp3(tag(4, [genreOf(4, '17')])),
  'v2.4 with plain sizes': mp3(tag(4, frames(4, { size: 'plain' }), { padding: 30 })),
  'v2.3 with synchsafe sizes': mp3(tag(3, frames(3, { size: 'synchsafe' }), { padding: 30 })),
  'v2.3 with group and flags': mp3(
    tag(
      3,
      [genreOf(3, joinBytes([Uint8Array.of(7), asciiBytes('\0Rock')]), { flags: 0x20 }), ...frames(3).slice(0, 1)],
      { padding: 9 },
    ),
  ),
  'v2.3 with a compressed genre': mp3(
    tag(3, [genreOf(3, compressedV3('Rock'), { flags: 0x80 }), ...frames(3).slice(0, 1)]),
  ),
  'v2.4 with a compressed genre': mp3(
    tag(4, [genreOf(4, compressedV4('Rock'), { flags: 9 }), ...frames(4).slice(0, 1)]),
  ),
  'v2.4 with a data length': mp3(tag(4, [genreOf(4, joinBytes([synchsafe(5), asciiBytes('\0Rock')]), { flags: 1 })])),
  'v2.4 unsynchronised frame by frame': mp3(
    tag(
      4,
      [id3Frame(4, 'APIC', perFrame(jpeg), { flags: 3 }), genreOf(4, perFrame(asciiBytes('\0Rock')), { flags: 3 })],
      { flags: 0x80, padding: 10 },
    ),
  ),
  'v2.3 unsynchronised': mp3(id3Tag(3, [unsynchronised(joinBytes([...frames(3), zeros(50)]))], { flags: 0x80 })),
  'v2.2 unsynchronised': mp3(id3Tag(2, [unsynchronised(joinBytes(frames(2)))], { flags: 0x80, padding: 10 })),
  'v2.3 with the flag only': mp3(id3Tag(3, frames(3), { flags: 0x80, padding: 100 })),
  'v2.4 with an extended header': mp3(
    tag(4, [joinBytes([synchsafe(6), Uint8Array.of(1, 0)]), ...frames(4)], { flags: 0x40, padding: 30 }),
  ),
  'v2.4 with a checksum': mp3(tag(4, [crcHeader, ...frames(4)], { flags: 0x40, padding: 30 })),
  'v2.3 with an extended header': mp3(
    tag(3, [joinBytes([bigEndian32(6), zeros(6)]), ...frames(3)], { flags: 0x40, padding: 30 }),
  ),
  'v2.3 with a checksum': mp3(
    tag(3, [joinBytes([bigEndian32(10), Uint8Array.of(0x80, 0), zeros(8)]), ...frames(3)], {
      flags: 0x40,
      padding: 30,
    }),
  ),
  'v2.4 whose extended header does not count itself': mp3(
    tag(4, [joinBytes([synchsafe(6), Uint8Array.of(1, 0), zeros(4)]), ...frames(4)], { flags: 0x40 }),
  ),
  'UTF-16 with a mark': mp3(tag(3, [genreOf(3, utf16([1, 0xff, 0xfe], 'Rock', [0, 0]))])),
  'UTF-16 of the other byte order': mp3(
    tag(3, [
      genreOf(
        3,
        joinBytes([
          Uint8Array.of(1, 0xfe, 0xff),
          Uint8Array.from(Buffer.from('Rock', 'utf16le')).reverse().slice(0, 0),
          Uint8Array.from(Buffer.from('Rock', 'utf16le').swap16()),
        ]),
      ),
    ]),
  ),
  'UTF-16 without a mark': mp3(tag(3, [genreOf(3, utf16([1], 'Rock'))])),
  'UTF-16BE': mp3(
    tag(4, [genreOf(4, joinBytes([Uint8Array.of(2), Uint8Array.from(Buffer.from('Rock', 'utf16le').swap16())]))]),
  ),
  'text with zeros behind': mp3(tag(3, [genreOf(3, 'Rock\0\0\0'), ...frames(3).slice(0, 2)])),
  'frames without content': mp3(
    tag(3, [id3Frame(3, 'TALB', zeros(0)), genreOf(3), id3Frame(3, 'TPE2', zeros(0))], { padding: 20 }),
  ),
  'iTunes’ names with a space': mp3(
    tag(3, [id3Frame(3, 'TSA ', 'Sort'), genreOf(3), id3Frame(3, 'TALB', 'Album')], { padding: 20 }),
  ),
  'iTunes’ names with a zero byte': mp3(
    tag(3, [id3Frame(3, 'TP2\0', 'Sort'), id3Frame(3, 'TCO\0', 'Rock'), id3Frame(3, 'TALB', 'Album')], { padding: 20 }),
  ),
  'two tags': mp3(
    tag(3, frames(3), { padding: 50 }),
    tag(3, [id3Frame(3, 'TIT2', 'Second'), genreOf(3, 'Jazz')], { padding: 20 }),
  ),
  'two tags of different versions with zeros between': mp3(tag(4, frames(4)), zeros(40), tag(2, frames(2))),
  'a large picture in the second tag': mp3(
    tag(3, [genreOf(3)]),
    tag(3, [id3Frame(3, 'APIC', zeros(400_000).fill(0xab))]),
  ),
  'zeros behind the tag': mp3(tag(3, frames(3)), zeros(1500)),
  'zeros in front': mp3(zeros(24), tag(3, frames(3), { padding: 50 })),
  'zeros between frames': mp3(tag(3, [id3Frame(3, 'TIT2', 'T'), zeros(8), genreOf(3)], { padding: 50 })),
  'remains in the padding': mp3(tag(3, [...frames(3), zeros(40), asciiBytes('LEFTOVER')], { padding: 40 })),
  'padding filled by MP3ext': mp3(
    tag(3, [...frames(3), asciiBytes('MP3ext V3.3.17(unicode)'.repeat(9)).slice(0, 180)]),
  ),
  'a tag behind the sound': joinBytes([mp3Sound(), tag(4, frames(4), { footer: true })]),
  'a tag in front and one behind, with ID3v1': joinBytes([
    tag(3, frames(3)),
    mp3Sound(),
    tag(4, frames(4), { footer: true }),
    id3v1Tag('T', 17),
  ]),
  'all kinds at once': joinBytes([
    tag(3, frames(3)),
    mp3Sound(),
    apeTag({ Title: 'T', Genre: 'Rock' }),
    asciiBytes('LYRICSBEGININD0000211000021LYRICS200'),
    id3v1Tag('T', 17),
  ]),
};

describe('ID3v2 of every kind', () => {
  it.each(Object.entries(KINDS))('%s', async (name, file) => {
    expect((await detectFormat(bytesSource(file))).written).toBe('mp3');
    const { before } = await tryGenres(mpegAudioEditor, file);
    // Frames behind zeros are kept, but most players do not see them.
    if (name !== 'zeros between frames') expect(before.tags.flatMap(({ genres }) => genres)).toContain('Rock');
    expect(await isRefused(mpegAudioEditor, file)).toBe(false);
  });

  it('keeps the tag’s length while there is padding, so that the sound stays where it is', async () => {
    const { bytes } = await editFile(mpegAudioEditor, KINDS['v2.3'] as Uint8Array, ['Rock and Roll']);
    expect(bytes.length).toBe((KINDS['v2.3'] as Uint8Array).length);
  });

  it('keeps what stands in front of the genre and behind it byte for byte', async () => {
    const { bytes } = await editFile(mpegAudioEditor, KINDS['v2.4'] as Uint8Array, ['Pop']);
    const [title, picture, , artist] = frames(4) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    expect(bytes.slice(10, -mp3Sound().length - 21)).toEqual(
      joinBytes([title, picture, id3Frame(4, 'TCON', 'Pop'), artist]),
    );
  });

  it('does not look for the genre in a picture where sizes are plain and synchsafe ones lead to a zero', async () => {
    // 769 in eight bits a byte is 385 in seven, where a zero stands.
    const picture = zeros(769).fill(0x41, 0, 300).fill(0x42, 400);
    const file = mp3(
      tag(4, [id3Frame(4, 'APIC', picture, { size: 'plain' }), id3Frame(4, 'TIT2', 'Title', { size: 'plain' })], {
        padding: 30,
      }),
    );
    const { after, bytes } = await editFile(mpegAudioEditor, file, ['Pop']);
    expect(after.fields.map(({ name }) => name)).toEqual(['ID3v2/APIC', 'ID3v2/TIT2', 'sound']);
    expect(Buffer.from(bytes).includes(Buffer.from(picture))).toBe(true);
  });
});

describe('ID3v2 that lies', () => {
  it('does not take sound for a footer that is not there', async () => {
    const file = joinBytes([id3Tag(4, frames(4), { flags: 0x10 }), mp3Sound()]);
    expect(Buffer.from((await editFile(mpegAudioEditor, file, ['Pop'])).bytes).includes(Buffer.from(mp3Sound()))).toBe(
      true,
    );
  });

  it('does not put a tag in front of one that cannot be read', async () => {
    const tooLong = mp3(tag(3, frames(3)));
    tooLong.set([1, 0, 0, 0], 6);
    const notSynchsafe = mp3(tag(3, frames(3)));
    notSynchsafe[9] = 0x90;
    for (const file of [tooLong, notSynchsafe]) {
      await expect(detectFormat(bytesSource(file))).rejects.toMatchObject({ code: 'tags-unsupported' });
    }
  });

  it('refuses frames that lead nowhere, unknown versions and compressed tags', async () => {
    for (const file of [
      mp3(id3Tag(3, [asciiBytes('no frames here, but text')])),
      mp3(id3Tag(5, frames(4))),
      mp3(id3Tag(2, frames(2), { flags: 0x40 })),
    ]) {
      expect(await isRefused(mpegAudioEditor, file)).toBe(true);
    }
  });

  it('ends within a moment on a tag of a million gaps, and on one of a million frames', async () => {
    const gaps = joinBytes(Array.from({ length: 100_000 }, () => joinBytes([zeros(1), id3Frame(3, 'TALB', 'A')])));
    const many = joinBytes(Array.from({ length: 300_000 }, () => id3Frame(3, 'TALB', zeros(0))));
    const started = performance.now();
    expect(await isRefused(mpegAudioEditor, mp3(id3Tag(3, [genreOf(3), gaps])))).toBe(false);
    expect(await isRefused(mpegAudioEditor, mp3(id3Tag(3, [many])))).toBe(true);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
