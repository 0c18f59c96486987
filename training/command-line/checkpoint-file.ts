import { open, readFile, rename, rm } from 'node:fs/promises';
import { z } from 'zod';
import type { Snapshot, Tensors } from '../training-run.ts';

const headerSchema = z.strictObject({
  version: z.literal(1),
  /** Names the run: another one's checkpoint is not taken up. */
  fingerprint: z.string(),
  epoch: z.number().int().nonnegative(),
  step: z.number().int().nonnegative(),
  best: z.strictObject({ epoch: z.number().int(), accuracy: z.number(), loss: z.number() }).nullable(),
  arrays: z.array(z.strictObject({ name: z.string(), length: z.number().int().nonnegative() })),
});

/** Writes a snapshot: whole, or not at all. Layout: length of the header (uint32, little-endian), header (JSON), float32 arrays. */
export async function writeCheckpoint(path: string, fingerprint: string, { arrays, ...counters }: Snapshot): Promise<void> {
  const header = { version: 1, fingerprint, ...counters, arrays: Object.entries(arrays).map(([name, { length }]) => ({ name, length })) };
  const json = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(json.length);
  const file = await open(`${path}.part`, 'w');
  try {
    for (const bytes of [size, json, ...Object.values(arrays).map((array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength))]) await file.write(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.part`, path);
}

/** The snapshot of this very run; null where there is none or it is another run's. @throws where it is damaged */
export async function readCheckpoint(path: string, fingerprint: string): Promise<Snapshot | null> {
  const bytes = await readFile(path).catch(() => null);
  if (!bytes) return null;
  const start = 4 + bytes.readUInt32LE(0);
  const header = headerSchema.parse(JSON.parse(bytes.toString('utf8', 4, start)));
  if (header.fingerprint !== fingerprint) return null;
  const arrays: Record<string, Float32Array> = {};
  let offset = start;
  for (const { name, length } of header.arrays) {
    arrays[name] = new Float32Array(bytes.buffer.slice(bytes.byteOffset + offset, bytes.byteOffset + offset + length * 4));
    offset += length * 4;
  }
  const { epoch, step, best } = header;
  return { epoch, step, best, arrays: arrays satisfies Tensors };
}

/** A finished run needs none. */
export async function removeCheckpoint(path: string): Promise<void> {
  await rm(path, { force: true });
}
