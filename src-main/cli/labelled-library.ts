import { AppError, toErrorData } from '../contract/app-error.ts';
import { copiesHint, makeDailyCopy } from '../library/copies.ts';
import type { LibraryDatabase } from '../library/database.ts';
import { openDatabase } from '../library/database.ts';
import { fromDatabaseError } from '../library/database-error.ts';
import { libraryExists } from '../library/library-file.ts';
import type { CommandContext } from './command.ts';
import { describeError, say } from './output.ts';

/**
 * Whether there is a library, sound or not. Where there is none but copies of one, that is said on stderr.
 * @param writes whether the user's files will be changed by what the library says: not by the lack of it
 * @throws AppError library-missing
 */
export function hasLibrary({ paths }: CommandContext, writes: boolean): boolean {
  if (libraryExists(paths.database)) return true;
  const hint = copiesHint(paths.database);
  if (hint !== null && writes) throw new AppError('library-missing', hint);
  if (hint !== null) say(describeError({ code: 'library-missing', message: hint }));
  return false;
}

/**
 * Works on the app's library, and closes it. Before the first writing of a day it is copied.
 * @param writes whether the work changes the library
 * @throws AppError request-invalid where there is none yet, library-missing where there are only copies, and why it
 * cannot be used
 */
export async function withLibrary<Value>(
  { paths }: CommandContext,
  work: (database: LibraryDatabase) => Value | Promise<Value>,
  { writes = false } = {},
): Promise<Value> {
  if (!libraryExists(paths.database)) {
    const hint = copiesHint(paths.database);
    throw hint === null
      ? new AppError(
          'request-invalid',
          'There is no library yet. Open a music folder in the app first, or import a table of labels.',
        )
      : new AppError('library-missing', hint);
  }
  if (writes) copyFirst(paths.database);
  return workOn(paths.database, work);
}

/**
 * The same for work that changes the library, which is made where there is none.
 * @throws AppError library-missing where there are copies of one, folder-not-made, and why it cannot be used
 */
export async function withNewLibrary<Value>(
  context: CommandContext,
  work: (database: LibraryDatabase) => Value | Promise<Value>,
): Promise<Value> {
  return hasLibrary(context, true)
    ? withLibrary(context, work, { writes: true })
    : workOn(context.paths.database, work);
}

async function workOn<Value>(
  path: string,
  work: (database: LibraryDatabase) => Value | Promise<Value>,
): Promise<Value> {
  const database = openDatabase(path);
  try {
    return await work(database);
  } catch (error) {
    throw fromDatabaseError(error, path);
  } finally {
    database.close();
  }
}

/**
 * Makes the daily copy. Only a damaged library ends the command; other failures are reported.
 * @throws AppError library-damaged
 */
function copyFirst(path: string): void {
  try {
    makeDailyCopy(path);
  } catch (error) {
    if (error instanceof AppError && error.code === 'library-damaged') throw error;
    say(`The library was not copied today: ${describeError(toErrorData(error))}`);
  }
}
