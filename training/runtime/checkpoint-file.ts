import { createHash } from 'node:crypto';
import { access, readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { AppError, fromFileSystemError } from '../../src-main/contract/app-error.ts';
import type { Tensors } from '../../src-main/contract/tensors.ts';
import type { Snapshot } from '../engine/training-run.ts';
import { writeFileAtomic } from '../../src-main/files/write-file-atomic.ts';

const headerSchema = z.strictObject({
  version: z.literal(2),
  /** Names the run: another one's checkpoint is not taken up. */
  fingerprint: z.string(),
  epoch: z.number().int().nonnegative(),
  step: z.number().int().nonnegative(),
  best: z.strictObject({ epoch: z.number().int(), accuracy: z.number(), loss: z.number() }).nullable(),
  arrays: z.array(z.strictObject({ name: z.string(), length: z.number().int().nonnegative() })),
});

const DIGEST_BYTES = 32;

/**
 * Writes a snapshot: whole, or not at all. Layout: length of the header (uint32, little-endian), header (JSON), float32
 * arrays, SHA-256 of all that.
 * @throws AppError disk-full and the like; an older checkpoint stays
 */
export async function writeCheckpoint(
  path: string,
  runDigest: string,
  { arrays, ...counters }: Snapshot,
): Promise<void> {
  const header = {
    version: 2,
    fingerprint: runDigest,
    ...counters,
    arrays: Object.entries(arrays).map(([name, { length }]) => ({ name, length })),
  };
  const json = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(json.length);
  const pieces = [
    size,
    json,
    ...Object.values(arrays).map((array) => Buffer.from(array.buffer, array.byteOffset, array.byteLength)),
  ];
  await writeFileAtomic(path, [...pieces, digestOf(pieces)]);
}

/**
 * The snapshot of this very run; null where there is none.
 * @throws AppError checkpoint-damaged; training-changed where it is another run's; and what the file system says
 */
export async function readCheckpoint(path: string, runDigest: string): Promise<Snapshot | null> {
  const bytes = await readFile(path).catch((error: unknown) => {
    const failure = fromFileSystemError(error);
    if (failure.code === 'file-not-found') return null;
    throw failure;
  });
  if (!bytes) return null;
  const body = bytes.subarray(0, -DIGEST_BYTES);
  if (!digestOf([body]).equals(bytes.subarray(-DIGEST_BYTES))) throw new AppError('checkpoint-damaged', path);
  const start = 4 + body.readUInt32LE(0);
  const header = headerSchema.parse(JSON.parse(body.toString('utf8', 4, start)));
  if (header.fingerprint !== runDigest) throw new AppError('training-changed', path);
  const arrays: Record<string, Float32Array> = {};
  let offset = start;
  for (const { name, length } of header.arrays) {
    arrays[name] = new Float32Array(body.buffer.slice(body.byteOffset + offset, body.byteOffset + offset + length * 4));
    offset += length * 4;
  }
  const { epoch, step, best } = header;
  return { epoch, step, best, arrays: arrays satisfies Tensors };
}

/** Whether a checkpoint lies there, of whichever run. */
export async function hasCheckpoint(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** A finished run needs none. @throws AppError what the file system says */
export async function removeCheckpoint(path: string): Promise<void> {
  await rm(path, { force: true }).catch((error: unknown) => {
    throw fromFileSystemError(error, 'file-read-only');
  });
}

function digestOf(pieces: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest();
}
