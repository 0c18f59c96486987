import { z } from 'zod';
import { floats, numbers } from '../columns.ts';
import type { LibraryDatabase } from '../database.ts';
import { pagesOf } from '../pages.ts';

const ROWS_AT_ONCE = 1_000;

/** An analysed track as a model hears it. */
export interface Embedded {
  readonly id: number;
  /** Each model's part has the length 1. */
  readonly embedding: Float32Array;
  /** Changes with the embedding. */
  readonly hash: number;
}

/** What can be compared: the embeddings of one network. */
export interface EmbeddingKind {
  readonly specHash: string;
  /** Of each model's part, in numbers. */
  readonly sizes: readonly number[];
  readonly tracks: number;
}

const commonRow = z.object({ spec_hash: z.string(), tracks: z.number(), some_id: z.number() });
const sizesRow = z.object({ embedding_sizes: numbers });
const embeddingRow = z.object({ id: z.number(), embedding: floats });

const FROM = `
  FROM analyses INDEXED BY analyses_by_spec CROSS JOIN tracks ON id = track_id
  WHERE length(embedding) > 0 AND root = ? AND status = 'done'`;
const SQL = {
  common: `
    SELECT spec_hash, count(*) AS tracks, min(track_id) AS some_id ${FROM}
    GROUP BY spec_hash ORDER BY count(*) DESC, spec_hash LIMIT 1`,
  sizes: 'SELECT embedding_sizes FROM analyses WHERE track_id = ?',
  embeddings: `
    SELECT id, embedding ${FROM} AND spec_hash = ? AND track_id > ? ORDER BY track_id LIMIT ?`,
} as const;

/** The network that heard most of a folder's tracks; null where none did. */
export function commonKind(database: LibraryDatabase, root: string): EmbeddingKind | null {
  const row: unknown = database.prepare(SQL.common).get(root);
  if (!row) return null;
  const { spec_hash: specHash, tracks, some_id: id } = commonRow.parse(row);
  const { embedding_sizes: sizes } = sizesRow.parse(database.prepare(SQL.sizes).get(id));
  return { specHash, sizes, tracks };
}

/** The embeddings of one network, by the tracks' ids. Those of another length are left out. */
export async function* readEmbeddings(
  database: LibraryDatabase,
  root: string,
  { specHash, sizes }: EmbeddingKind,
): AsyncGenerator<Embedded[]> {
  const length = sizes.reduce((sum, size) => sum + size, 0);
  const statement = database.prepare(SQL.embeddings);
  const pages = pagesOf({
    first: 0,
    size: ROWS_AT_ONCE,
    read: (behind, size) => z.array(embeddingRow).parse(statement.all(root, specHash, behind, size)),
    keyOf: ({ id }) => id,
  });
  for await (const rows of pages)
    yield rows
      .filter(({ embedding }) => embedding.length === length)
      .map(({ id, embedding }) => ({ id, hash: hashOf(embedding), embedding: withUnitParts(embedding, sizes) }));
}

/** Distances between such are those of {@link distanceBetween}, but for a factor and a root. */
function withUnitParts(embedding: Float32Array, sizes: readonly number[]): Float32Array {
  let start = 0;
  for (const size of sizes) {
    const part = embedding.subarray(start, (start += size));
    const length = Math.sqrt(part.reduce((sum, value) => sum + value * value, 0)) || 1;
    part.forEach((value, place) => (part[place] = value / length));
  }
  return embedding;
}

/** FNV-1a of the numbers' bits, each as one piece; 32 bits. */
function hashOf(embedding: Float32Array): number {
  let hash = 0x811c9dc5;
  for (const word of new Uint32Array(embedding.buffer, embedding.byteOffset, embedding.length))
    hash = Math.imul(hash ^ word, 0x01000193);
  return hash;
}
