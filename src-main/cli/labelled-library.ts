import { existsSync } from 'node:fs';
import { AppError } from '../contract/app-error.ts';
import type { LibraryDatabase } from '../library/database.ts';
import { openDatabase } from '../library/database.ts';
import type { CommandContext } from './command.ts';

/** Works on the app's library, and closes it. @throws AppError request-invalid where there is none yet */
export async function withLibrary<Value>({ paths }: CommandContext, work: (database: LibraryDatabase) => Value | Promise<Value>): Promise<Value> {
  if (!existsSync(paths.database)) throw new AppError('request-invalid', 'There is no library yet: open a music folder in the app first.');
  const database = openDatabase(paths.database);
  try {
    return await work(database);
  } finally {
    database.close();
  }
}
