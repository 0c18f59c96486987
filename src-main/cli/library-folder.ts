import { realpath } from 'node:fs/promises';
import { AppError } from '../contract/app-error.ts';
import type { CommandContext } from './command.ts';
import { userSettings } from './user-settings.ts';

/**
 * The folder that a command is for, without links, as the library stores it.
 * @param folder the one that was named; else the folder that was opened last in the app
 * @throws AppError folder-not-found; request-invalid where no folder was opened
 */
export async function libraryFolder(folder: string | undefined, context: CommandContext): Promise<string> {
  if (folder !== undefined)
    return realpath(folder).catch(() => {
      throw new AppError('folder-not-found', folder);
    });
  const [last] = (await userSettings(context)).recentFolders;
  if (last === undefined) throw new AppError('request-invalid', 'Open a music folder in the app first.');
  return last;
}
