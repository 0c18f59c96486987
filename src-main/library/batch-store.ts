import { z } from 'zod';
import type { TagBatch } from '../contract/tags.ts';
import type { LibraryDatabase } from './database.ts';

/** The library's index of tag batches; the journal on disk is the truth, and outlives the library. */
export interface BatchStore {
  /** Newest first. */
  list(): TagBatch[];
  /** The newest one with files that can still be restored; null where there is none. */
  newestUndoable(): TagBatch | null;
  replaceAll(batches: readonly TagBatch[]): void;
}

const genresSchema = z.array(z.object({ name: z.string(), files: z.number() }));

const batchSchema = z
  .object({
    batch_id: z.string(),
    created_at: z.string(),
    folder: z.string(),
    files: z.number(),
    undone: z.number(),
    refused: z.number(),
    genres: z.string(),
    by_model: z.string(),
  })
  .transform((row): TagBatch => ({
    batchId: row.batch_id,
    createdAt: row.created_at,
    folder: row.folder,
    files: row.files,
    undone: row.undone,
    refused: row.refused,
    genres: genresSchema.parse(JSON.parse(row.genres)),
    byModel: genresSchema.parse(JSON.parse(row.by_model)),
  }));

/** The store over an open library. */
export function createBatchStore(database: LibraryDatabase): BatchStore {
  const insert = database.prepare('INSERT INTO tag_batches VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const newestUndoable = database.prepare(
    'SELECT * FROM tag_batches WHERE undone + refused < files ORDER BY batch_id DESC LIMIT 1',
  );
  return {
    newestUndoable() {
      const row: unknown = newestUndoable.get();
      return row ? batchSchema.parse(row) : null;
    },
    list: () => z.array(batchSchema).parse(database.prepare('SELECT * FROM tag_batches ORDER BY batch_id DESC').all()),
    replaceAll: (batches) =>
      database.transaction(() => {
        database.exec('DELETE FROM tag_batches');
        for (const { batchId, createdAt, folder, files, undone, refused, genres, byModel } of batches) {
          insert.run(
            batchId,
            createdAt,
            folder,
            files,
            undone,
            refused,
            JSON.stringify(genres),
            JSON.stringify(byModel),
          );
        }
      })(),
  };
}
