import { app, Menu } from 'electron';
import type { LauncherProgram } from './launcher-entries.ts';
import { APP_USER_MODEL_ID, launcherEntries } from './launcher-entries.ts';

/** What entries of the dock do; those of the taskbar start the app. */
export interface LauncherActions {
  openFolder(): void;
  openRecent(index: number): void;
}

/** Shows recent folders and the dialog for a folder where the platform has a place for them outside the window. */
export function setupLauncher(recent: readonly string[], actions: LauncherActions, program: LauncherProgram): void {
  const { platform } = process;
  // Before there is a window, and a list of its own.
  if (platform === 'win32') app.setAppUserModelId(APP_USER_MODEL_ID);
  const removed = platform === 'win32' ? app.getJumpListSettings().removedItems.map(({ args = '' }) => args) : [];
  const entries = launcherEntries(platform, recent, program, removed);
  if (entries?.kind === 'jump-list') app.setJumpList(entries.categories);
  if (entries?.kind !== 'dock') return;
  const folders = entries.recent.map((label, index) => ({ label, click: () => actions.openRecent(index) }));
  const open = { label: entries.openFolder, click: () => actions.openFolder() };
  app.dock?.setMenu(Menu.buildFromTemplate([...folders, { type: 'separator' }, open]));
}

/** The file that the user starts: an unpacked program of Windows' may be gone by then. @param own Electron's arguments */
export function launcherProgram(own: readonly string[]): LauncherProgram {
  return { file: process.env['PORTABLE_EXECUTABLE_FILE'] ?? process.execPath, args: own };
}
