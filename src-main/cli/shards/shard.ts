import { createHash } from 'node:crypto';
import { z } from 'zod';
import { pathBytes } from '../../files/fs-path.ts';

/** Most shards of one folder; an indexed Job of Kubernetes has no more. */
export const MOST_SHARDS = 100_000;
/** The largest whole number of bytes that a double counts exactly. */
const HASH_BYTES = 6;

/** One of several parts of a folder's files. */
export const shardSchema = z
  .object({
    /** From 1. */
    index: z.int().min(1),
    count: z.int().min(1).max(MOST_SHARDS),
  })
  .refine(({ index, count }) => index <= count);
/** See {@link shardSchema}. */
export type Shard = Readonly<z.infer<typeof shardSchema>>;

/** `I/N` on the command line. */
export const shardOptionSchema = z.string().transform((text, context): Shard => {
  const [, index, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const shard = shardSchema.safeParse({ index: Number(index), count: Number(count) });
  if (shard.success) return shard.data;
  context.addIssue(`“${text}” is not I/N, with I from 1 to N and N up to ${MOST_SHARDS}`);
  return z.NEVER;
});

/**
 * Which shard a file falls to, from 1: the first 48 bits of the SHA-256 of its path, modulo the number of shards. The path
 * is hashed in Unicode's composed form (NFC), since macOS gives names in another one than Linux does.
 * @param path relative to the folder, with `/` between names
 */
export function shardOf(path: string, count: number): number {
  const hash = createHash('sha256')
    .update(pathBytes(path.normalize('NFC')))
    .digest();
  return (hash.readUIntBE(0, HASH_BYTES) % count) + 1;
}
