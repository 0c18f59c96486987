import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesSource } from '../../formats/byte-source.ts';
import { findEditor } from '../../formats/tag-editors.ts';
import { editFile } from '../../testing/edited-file.ts';
import { ALL_ENCODINGS, encodeAudio } from '../../testing/encode-audio.ts';
import { withDigest } from '../analyzed-sound.ts';
import { audioDigest, digestOfSound } from './audio-digest.ts';

const SOUND = { seconds: 6, frequencies: [300, 470] };
const digest = (bytes: Uint8Array) => digestOfSound(bytesSource(bytes));
/** So long that an Ogg file gets another page of headers. */
const LONG = [`Polka ${'x'.repeat(70_000)}`];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-digest-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the digest of a file’s sound', () => {
  it.each(ALL_ENCODINGS)('stays in %s when tags change, and changes with the sound', async (encoding) => {
    const bytes = await encodeAudio(encoding, { sound: SOUND, tags: { title: 'T', genre: 'Old' } });
    const editor = await findEditor(bytesSource(bytes));
    const { bytes: edited } = await editFile(editor!, bytes, encoding === 'wma' ? ['Polka'] : LONG);
    expect(edited.length).not.toBe(bytes.length);
    const before = await digest(bytes);
    expect(before).toMatch(/^[0-9a-f]{64}$/);
    expect(await digest(edited)).toBe(before);
    const other = await encodeAudio(encoding, { sound: { ...SOUND, frequencies: [301, 470] }, tags: { title: 'T' } });
    expect(await digest(other)).not.toBe(before);
  });

  it('reads half a mebibyte of a long file, its ends among it', async () => {
    const bytes = await encodeAudio('wav', { sound: { seconds: 40 } });
    let read = 0;
    const source = bytesSource(bytes);
    const counting = {
      size: source.size,
      read: (at: number, length: number) => ((read += length), source.read(at, length)),
    };
    const before = await digestOfSound(counting);
    expect(bytes.length).toBeGreaterThan(3 << 20);
    expect(read).toBeLessThan(1.1 * (1 << 19));
    const last = bytes.slice();
    last[last.length - 1] = (last.at(-1) ?? 0) ^ 1;
    expect(await digest(last)).not.toBe(before);
  });

  it('is none where the format tells no place of the sound', async () => {
    const path = join(folder, 'text.mp3');
    await writeFile(path, 'no music at all');
    expect(await audioDigest(path)).toBeNull();
    await expect(audioDigest(join(folder, 'gone.mp3'))).rejects.toMatchObject({ code: 'file-not-found' });
  });

  it('is not told of a file that changes while it is analysed', async () => {
    const path = join(folder, 'a.wav');
    const bytes = await encodeAudio('wav', { sound: SOUND });
    await writeFile(path, bytes);
    const reader = { audioDigest };
    expect(await withDigest(path, reader, () => Promise.resolve(1))).toEqual({
      result: 1,
      audioDigest: await digest(bytes),
    });
    const changing = () => writeFile(path, bytes.subarray(0, bytes.length - 1_000));
    expect((await withDigest(path, reader, changing)).audioDigest).toBeNull();
  });
});
