import { AppError } from '../contract/app-error.ts';
import type { TagResult } from '../contract/tags.ts';
import { readBatchState } from './batch-state.ts';
import type { ApplyContext } from './batches.ts';
import { applyBatch } from './batches.ts';

/**
 * Writes what an undone batch had written again, as a new batch; a file that is not as the undo left it stays as it is and is
 * reported (file-changed).
 * @param files those alone that were brought back, by their numbers in the batch
 * @throws AppError batch-not-found, busy, disk-full before anything is written
 */
export async function redoBatch(
  batchId: string,
  files: ReadonlySet<number>,
  context: ApplyContext,
): Promise<TagResult> {
  const { head, files: states } = await readBatchState(context.root, batchId);
  if (!head) throw new AppError('batch-not-found', `There is no batch ${batchId}.`);
  const changes = states.flatMap(({ file, last, prepared }) => {
    if (!prepared || last !== 'undone' || !files.has(file)) return [];
    const { path, genresAfter: genres, keepsGenres, fields, model, before } = prepared;
    return [{ path, genres, keepsGenres, fields, model, expectedSha256: before.sha256 }];
  });
  return applyBatch(changes, head.folder, context);
}
