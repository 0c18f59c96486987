import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_ENCODINGS, encodeAudio, extensionOf } from '../testing/encode-audio.ts';
import { createTestDecoder } from '../testing/test-decoder.ts';
import { createRandom } from '../../training/random/random.ts';
import { applyBatch, undoBatch } from './batches.ts';
import type { ByteSource } from '../formats/byte-source.ts';
import { bytesSource } from '../formats/byte-source.ts';
import { detectFormat } from '../formats/detect-format.ts';
import { findEditor } from '../formats/tag-editors.ts';
import { DEFAULT_WRITING_RULES } from '../testing/default-writing-rules.ts';

const HEAD = 6_000;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-damaged-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Some bytes near the start changed, sometimes the end cut off. */
function damage(bytes: Uint8Array, seed: number): Uint8Array {
  const random = createRandom(seed);
  const damaged = bytes.slice(0, random.uniform() < 0.3 ? Math.floor(bytes.length * random.uniform()) : bytes.length);
  for (let change = 0; change < 1 + random.index(6); change++) {
    if (damaged.length > 0) damaged[random.index(Math.min(HEAD, damaged.length))] = random.index(256);
  }
  return damaged;
}

describe('a damaged file', () => {
  it.each(ALL_ENCODINGS)('of kind %s is either left as it is or can be undone to the byte', async (encoding) => {
    const decoder = createTestDecoder();
    const whole = await encodeAudio(encoding, {
      sound: { seconds: 0.8 },
      tags: { title: 'T', comment: 'C', genre: 'G' },
      cover: true,
    });
    const root = join(folder, `journal ${encoding}`);
    for (let seed = 1; seed <= 4; seed++) {
      const path = join(folder, `${encoding} ${seed}${extensionOf(encoding)}`);
      const damaged = damage(whole, seed);
      await writeFile(path, damaged);
      const context = { root, decoder, rules: DEFAULT_WRITING_RULES, onFile: () => undefined };
      const { batchId, written } = await applyBatch([{ path, genres: ['Rock'], model: 'test' }], folder, context);
      if (batchId !== null) expect((await undoBatch(batchId, context)).written).toBe(written);
      expect(Buffer.compare(await readFile(path), damaged)).toBe(0);
    }
  });
});

describe('the editors', () => {
  it.each(ALL_ENCODINGS)('of %s throw nothing but their own error, whatever they are given', async (encoding) => {
    const whole = await encodeAudio(encoding, { sound: { seconds: 0.1 }, tags: { title: 'T' } });
    const editor = await findEditor(bytesSource(whole));
    const own = (error: unknown) => expect(error).toMatchObject({ code: 'tags-unsupported' });
    for (let seed = 0; seed < 150; seed++) {
      const source: ByteSource = bytesSource(damage(whole, seed));
      await detectFormat(source).catch(own);
      await editor?.read(source).catch(own);
      await editor?.edit(source, ['Rock'], { separator: 'standard' }).catch(own);
    }
  });
});
