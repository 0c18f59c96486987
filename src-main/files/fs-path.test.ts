import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { isUtf8 } from 'node:buffer';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../training/random/random.ts';
import { fsPath, isByteName, pathBytes, pathOfBytes, shownPath } from './fs-path.ts';
import { readWhole } from './read-whole.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

/** Bytes at random, of which many begin or go on with a UTF-8 character. */
function randomBytes(seed: number): Buffer {
  const random = createRandom(seed);
  const samples = ['a', 'é', '音', '🎵', '\ufffd', '\ufeff', '\u{10fe80}', '\u{10feff}'].map((text) =>
    Buffer.from(text),
  );
  const pieces = Array.from({ length: random.index(12) }, () => {
    const sample = samples[random.index(samples.length)] as Buffer;
    const kind = random.index(3);
    return kind === 0
      ? sample
      : kind === 1
        ? sample.subarray(0, random.index(sample.length + 1))
        : Buffer.of(1 + random.index(255));
  });
  return Buffer.concat(pieces);
}

describe('the text of a name in bytes', () => {
  it('gives the very bytes again, whatever they are', () => {
    for (let seed = 0; seed < 5_000; seed++) {
      const bytes = randomBytes(seed);
      const text = pathOfBytes(bytes);
      expect(pathBytes(text).equals(bytes), bytes.toString('hex')).toBe(true);
      expect(Buffer.from(fsPath(text)).equals(bytes)).toBe(true);
      expect(JSON.parse(JSON.stringify(text))).toBe(text);
      expect(Buffer.from(text).toString()).toBe(text);
    }
    for (let byte = 1; byte < 256; byte++) expect(pathBytes(pathOfBytes(Buffer.of(byte)))).toEqual(Buffer.of(byte));
  });

  it('is the name itself where that is UTF-8, but for the characters that stand for bytes', () => {
    for (let seed = 0; seed < 5_000; seed++) {
      const bytes = randomBytes(seed);
      const hasEscapes = /[\u{10fe80}-\u{10feff}]/u.test(bytes.toString());
      if (isUtf8(bytes) && !hasEscapes) expect(pathOfBytes(bytes)).toBe(bytes.toString('utf8'));
      expect(isByteName(pathOfBytes(bytes))).toBe(!isUtf8(bytes) || hasEscapes);
    }
  });

  it('differs where the bytes differ', () => {
    const bytes = Array.from({ length: 2_000 }, (_, seed) => randomBytes(seed));
    expect(new Set(bytes.map((name) => pathOfBytes(name))).size).toBe(
      new Set(bytes.map((name) => name.toString('hex'))).size,
    );
  });

  it('is shown with a mark for every byte that is no text', () => {
    expect(shownPath(pathOfBytes(Buffer.from('caf\xe9\xff.wav', 'latin1')))).toBe('caf\ufffd\ufffd.wav');
  });

  it.runIf(process.platform === 'linux')('leads to files in folders of such names', async () => {
    const root = await mkdtemp(join(tmpdir(), 'genrescope-path-'));
    try {
      const folder = join(root, pathOfBytes(Buffer.of(0xe9, 0xff)));
      await mkdir(fsPath(folder));
      const path = join(folder, pathOfBytes(Buffer.from('\xe8.csv', 'latin1')));
      await writeFileAtomic(path, ['a,b\n']);
      await writeFileAtomic(path, ['c,d\n']);
      expect((await readWhole(path)).toString()).toBe('c,d\n');
      await expect(writeFileAtomic(path, failing())).rejects.toMatchObject({ code: 'unexpected' });
      expect(await readdir(fsPath(folder), { encoding: 'buffer' })).toEqual([Buffer.from('\xe8.csv', 'latin1')]);
    } finally {
      await rm(root, { recursive: true });
    }
  });
});

function* failing(): Generator<string> {
  yield 'half';
  throw new Error('no more');
}
