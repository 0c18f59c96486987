import type { JumpListCategory } from 'electron';
import { basename } from 'node:path';
import { texts } from '../texts/index.ts';
import { CHOOSE_FOLDER } from './start-arguments.ts';

/** By which Windows knows the app's windows, taskbar entry and notifications; its shortcuts have it from the package. */
export const APP_USER_MODEL_ID = 'io.github.genrescope.Genrescope';

/** How the app is started by an entry. */
export interface LauncherProgram {
  /** The file that the user starts. */
  readonly file: string;
  /** What it is always given. */
  readonly args: readonly string[];
}

/** What the taskbar's list holds; a start of the app does it. */
export interface JumpList {
  readonly kind: 'jump-list';
  readonly categories: JumpListCategory[];
}

/** What the dock's menu holds; the app that runs does it. */
export interface DockMenu {
  readonly kind: 'dock';
  readonly openFolder: string;
  readonly recent: readonly string[];
}

/**
 * What the platform shows of the app outside its window; null where the platform has no such place, or a file of the
 * system's declares it (Linux).
 * @param removed arguments of entries that the user has removed: Windows refuses a list with them
 */
export function launcherEntries(
  platform: string,
  recent: readonly string[],
  { file, args }: LauncherProgram,
  removed: readonly string[] = [],
): JumpList | DockMenu | null {
  const words = texts.menu.launcher;
  if (platform === 'darwin') return { kind: 'dock', openFolder: words.openFolder, recent };
  if (platform !== 'win32') return null;
  const task = (title: string, description: string, ...more: string[]) => ({
    type: 'task' as const,
    program: file,
    args: [...args, ...more].map(quoted).join(' '),
    title,
    description,
  });
  const folders = recent
    .map((folder) => task(basename(folder) || folder, folder, '--', folder))
    .filter((entry) => !removed.includes(entry.args));
  return {
    kind: 'jump-list',
    categories: [
      ...(folders.length > 0 ? [{ type: 'custom' as const, name: words.recentFolders, items: folders }] : []),
      { type: 'tasks', items: [task(words.openFolder, words.openFolder, CHOOSE_FOLDER)] },
    ],
  };
}

/**
 * An argument as Windows' programs read it back: backslashes before a quotation mark count double
 * (https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments).
 */
function quoted(argument: string): string {
  if (/^[\w.:=/\\-]+$/.test(argument)) return argument;
  return `"${argument.replace(/(\\*)("|$)/g, (_all, slashes: string, quote: string) => slashes.repeat(2) + (quote && '\\"'))}"`;
}
