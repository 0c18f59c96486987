import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_ENCODINGS, encodeAudio, extensionOf } from '../testing/encode-audio.ts';
import { createTestDecoder } from '../testing/test-decoder.ts';
import { createRandom } from '../../training/random.ts';
import { applyBatch, undoBatch } from './batches.ts';
import { AIFF, editChunks, WAV } from './formats/chunks.ts';
import { editFlac } from './formats/flac.ts';
import type { ByteSource } from './formats/segments.ts';
import { detectFormat } from './detect-format.ts';

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

function memorySource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (position, length) => Promise.resolve(bytes.slice(position, position + length)) };
}

describe('a damaged file', () => {
  it.each(ALL_ENCODINGS)('of kind %s is either left as it is or can be undone to the byte', async (encoding) => {
    const decoder = createTestDecoder();
    const whole = await encodeAudio(encoding, { sound: { seconds: 0.8 }, tags: { title: 'T', comment: 'C', genre: 'G' }, cover: true });
    const root = join(folder, `journal ${encoding}`);
    for (let seed = 1; seed <= 4; seed++) {
      const path = join(folder, `${encoding} ${seed}${extensionOf(encoding)}`);
      const damaged = damage(whole, seed);
      await writeFile(path, damaged);
      const context = { root, decoder, keepModificationTime: true, onFile: () => undefined };
      const { batchId, written } = await applyBatch([{ path, genres: ['Rock'], model: 'test' }], folder, context);
      if (batchId !== null) expect((await undoBatch(batchId, context)).written).toBe(written);
      expect(Buffer.compare(await readFile(path), damaged)).toBe(0);
    }
  });
});

describe('the editors', () => {
  it('throw nothing but their own error, whatever they are given', async () => {
    const [flac, wav, aiff] = await Promise.all((['flac', 'wav', 'aiff'] as const).map((encoding) => encodeAudio(encoding, { sound: { seconds: 0.1 }, tags: { title: 'T' } })));
    const editors = [
      [flac!, (source: ByteSource) => editFlac(source, ['Rock'])],
      [wav!, (source: ByteSource) => editChunks(source, ['Rock'], WAV)],
      [aiff!, (source: ByteSource) => editChunks(source, ['Rock'], AIFF)],
      [flac!, (source: ByteSource) => detectFormat(source)],
    ] as const;
    for (const [bytes, edit] of editors) {
      for (let seed = 0; seed < 150; seed++) {
        await edit(memorySource(damage(bytes, seed))).catch((error: unknown) => expect(error).toMatchObject({ code: 'tags-unsupported' }));
      }
    }
  });
});
