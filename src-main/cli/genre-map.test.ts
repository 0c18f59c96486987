import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGenreMap } from './genre-map.ts';

const JSON_TEXT = '{"hiphop":"Björk","pop":null}';
let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'genrescope-map-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function read(bytes: Uint8Array | string) {
  await writeFile(join(root, 'map.json'), bytes);
  return readGenreMap(join(root, 'map.json'));
}

describe('a genre map', () => {
  it('may be in UTF-8 or UTF-16, with a byte order mark', async () => {
    for (const bytes of [
      JSON_TEXT,
      `\uFEFF${JSON_TEXT}`,
      Buffer.from(`\uFEFF${JSON_TEXT}`, 'utf16le'),
      Buffer.from(`\uFEFF${JSON_TEXT}`, 'utf16le').swap16(),
    ]) {
      expect(await read(bytes)).toEqual({ hiphop: 'Björk', pop: null });
    }
  });

  it.each([
    ['is no UTF-8', Buffer.from(JSON_TEXT, 'latin1'), 'map.json, line 1, is not UTF-8'],
    ['is no JSON', '{"a":"b",}', 'is not JSON'],
    ['is no map', '{"rock":7}', 'rock'],
    ['is empty', '', 'is not JSON'],
  ])('that %s is refused', async (_name, bytes, message) => {
    await expect(read(bytes)).rejects.toMatchObject({
      code: 'genre-map-invalid',
      message: expect.stringContaining(message),
    });
  });

  it('that cannot be read is named', async () => {
    await expect(readGenreMap(join(root, 'none.json'))).rejects.toMatchObject({
      code: 'genre-map-invalid',
      message: expect.stringContaining('none.json'),
    });
    await expect(readGenreMap(root)).rejects.toMatchObject({
      code: 'genre-map-invalid',
      message: expect.stringContaining('is a folder'),
    });
  });
});
