import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeText, readText } from './read-text.ts';

const decode = (bytes: Uint8Array) => decodeText(bytes, 'labels.csv', 'labels-invalid');
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

describe('decodeText', () => {
  it.each([
    ['UTF-8', Buffer.from('Björk 🎵\n')],
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFFBjörk 🎵\n')],
    ['UTF-8 with two of them', Buffer.from('\uFEFF\uFEFFBjörk 🎵\n')],
    ['UTF-16, little end first', utf16('\uFEFFBjörk 🎵\n')],
    ['UTF-16, big end first', Buffer.from(utf16('\uFEFFBjörk 🎵\n')).swap16()],
  ])('reads %s', (_name, bytes) => expect(decode(bytes)).toBe('Björk 🎵\n'));

  it.each([
    ['\n', 3],
    ['\r', 3],
    ['\r\n', 3],
  ])('names the line that is no UTF-8 (lines that end in %j)', (end, line) => {
    const bytes = Buffer.concat([
      Buffer.from(`path,genre${end}Ä.mp3,Rock${end}`),
      Buffer.from(`Bj\xf6rk.mp3,Pop${end}`, 'latin1'),
    ]);
    expect(() => decode(bytes)).toThrow(
      expect.objectContaining({
        code: 'labels-invalid',
        message: expect.stringContaining(`labels.csv, line ${line}, is not UTF-8`),
      }),
    );
  });

  it.each([
    ['UTF-16 without a mark', utf16('path,genre\n')],
    ['half a UTF-16 unit', Buffer.concat([utf16('\uFEFFab'), Buffer.of(65)])],
    ['half a UTF-16 unit, big end first', Buffer.of(0xfe, 0xff, 0, 65, 0)],
    ['half a surrogate pair', Buffer.concat([utf16('\uFEFFa'), Buffer.of(0x3c, 0xd8)])],
    ['a character that is cut', Buffer.from('Björk').subarray(0, 3)],
  ])('refuses %s', (_name, bytes) =>
    expect(() => decode(bytes)).toThrow(
      expect.objectContaining({ code: 'labels-invalid', message: expect.stringContaining('labels.csv') }),
    ),
  );
});

describe('readText', () => {
  it('reads a file, and names what is none', async () => {
    const root = await mkdtemp(join(tmpdir(), 'genrescope-text-'));
    await writeFile(join(root, 'a.json'), '\uFEFF{}');
    expect(await readText(join(root, 'a.json'), 'genre-map-invalid')).toBe('{}');
    await expect(readText(root, 'genre-map-invalid')).rejects.toMatchObject({
      code: 'genre-map-invalid',
      message: expect.stringContaining('is a folder'),
    });
    for (const name of ['none', 'a.json/below'])
      await expect(readText(join(root, name), 'genre-map-invalid')).rejects.toMatchObject({
        code: 'genre-map-invalid',
        message: expect.stringContaining('there is no file'),
      });
    await rm(root, { recursive: true });
  });
});
