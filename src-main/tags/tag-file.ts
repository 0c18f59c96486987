import { copyFile, open, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { constants } from 'node:fs';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { AppError, fromFileSystemError, throwIfCancelled, toErrorData } from '../contract/app-error.ts';
import type { Decoder } from '../pipeline/decode/decoder.ts';
import { createDelta } from './delta.ts';
import type { FileFacts } from './file-facts.ts';
import { isSameFile, readFacts, replaceFile, sha256Of, syncPath, temporaryName } from './file-facts.ts';
import { openSource } from './formats/segments.ts';
import type { Journal } from './journal.ts';
import { compareSnapshots, takeSnapshot } from './snapshot.ts';
import { writeGenres } from './write-genres.ts';

/** What a write needs. */
export interface TagFileContext {
  readonly journal: Journal;
  /** Number of the file within its batch. */
  readonly file: number;
  readonly decoder: Decoder;
  readonly keepModificationTime: boolean;
  /** Whose opinion it is; empty for the user's own labels. */
  readonly model: string;
  readonly signal?: AbortSignal;
}

/**
 * Gives one file other genres: copy beside it → write there → verify → journal what undo needs → fsync → rename over.
 * Whenever it stops, the file is wholly old or wholly new.
 * @throws AppError; the file is then as it was
 */
export async function tagFile(givenPath: string, genres: readonly string[], context: TagFileContext): Promise<void> {
  const { journal, file } = context;
  const path = await realpath(givenPath).catch((error: unknown) => {
    throw fromFileSystemError(error);
  });
  const temporary = temporaryName(path, journal.batchId);
  try {
    throwIfCancelled(context.signal);
    const looked = await stat(path, { bigint: true });
    if ((looked.mode & 0o200n) === 0n) throw new AppError('file-read-only');
    await journal.append({ kind: 'begun', file, path, temporary });
    const before = await readFacts(path);
    await writeVerifiedCopy(path, temporary, genres, before, context);
    if (!isSameFile(looked, await stat(path, { bigint: true }))) throw new AppError('file-changed', 'The file was changed while it was being read.');
    throwIfCancelled(context.signal);
    await replaceFile(temporary, path, before, context.keepModificationTime);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const failure = fromFileSystemError(error, 'file-read-only');
    await journal.append({ kind: 'abandoned', file, ...toErrorData(failure) }).catch(() => undefined);
    throw failure;
  }
  // The file is written; should this line be lost, the next start finds out by the file's hash.
  await journal.append({ kind: 'written', file }, true).catch(() => undefined);
}

async function writeVerifiedCopy(path: string, temporary: string, genres: readonly string[], before: FileFacts, context: TagFileContext): Promise<void> {
  const { journal, file, decoder } = context;
  // Sharing blocks where the file system can; extended attributes come along where the platform copies them.
  await copyFile(path, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  const snapshotBefore = await takeSnapshot(path, decoder);
  const original = await open(path, 'r');
  const copy = await open(temporary, 'r+');
  try {
    const addedFields = await writeGenres(original, copy, genres);
    await copy.sync();
    const snapshotAfter = await takeSnapshot(temporary, decoder);
    compareSnapshots(snapshotBefore, snapshotAfter, genres, addedFields);
    const delta = await createDelta(await openSource(original), await openSource(copy));
    await writeFile(journal.deltaFile(file), await promisify(deflate)(delta.literals));
    await syncPath(journal.deltaFile(file));
    const afterSha256 = await sha256Of(temporary);
    await journal.append(
      {
        kind: 'prepared', file, path, temporary, before, afterSha256, steps: [...delta.steps],
        genresBefore: [...snapshotBefore.genres], genresAfter: [...genres], model: context.model,
      },
      true,
    );
  } finally {
    await original.close();
    await copy.close();
  }
}
