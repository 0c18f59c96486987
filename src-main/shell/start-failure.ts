import { app, dialog } from 'electron';
import { toErrorData } from '../contract/app-error.ts';
import { ERROR_TEXTS } from '../contract/error-codes.ts';
import type { Notice } from '../contract/app-state.ts';
import { beginAnew, chooseCopy, restoreLibrary } from '../library/restore.ts';

/** Asks the next start for a copy in the library's place, or for an empty library. */
const RESTORE = '--restore-library';
const BEGIN_ANEW = '--begin-new-library';

/**
 * Does what the start before was asked for, while nothing has the library open yet.
 * @returns what the window tells; null where nothing was asked
 * @throws AppError as `restoreLibrary`
 */
export function obeyLibrarySwitch(path: string, args: readonly string[]): Omit<Notice, 'id'> | null {
  if (!args.includes(RESTORE) && !args.includes(BEGIN_ANEW)) return null;
  const { from, facts, kept } = args.includes(RESTORE) ? restoreLibrary(path, null) : beginAnew(path);
  const what = from
    ? `The copy of ${from.madeAt.toLocaleString()} is in its place: ` +
      `${facts?.tracks ?? 0} tracks, ${facts?.labels ?? 0} labels.`
    : 'The library is new and empty.';
  return {
    severity: 'info',
    title: from ? 'The library was restored' : 'A new library was begun',
    detail: kept === null ? what : `${what} The file that was there is kept as ${kept}.`,
  };
}

/** Says why the app cannot start; where the library is damaged, offers a copy or an empty one. Ends the app. */
export function showStartFailure(error: unknown, path: string): void {
  const { code, message } = toErrorData(error);
  const { title, advice } = ERROR_TEXTS[code];
  if (code !== 'library-damaged') {
    dialog.showErrorBox(title, `${message}\n\n${advice}`);
    return app.exit(1);
  }
  const copy = newestCopy(path);
  const ways = [
    ...(copy === null ? [] : [{ label: `Restore Copy of ${copy}`, to: RESTORE }]),
    { label: 'Begin an Empty Library', to: BEGIN_ANEW },
    { label: 'Quit', to: null },
  ];
  const chosen = dialog.showMessageBoxSync({
    type: 'error',
    title: 'Genrescope',
    message: title,
    detail: `${message}\n\nThe damaged file is kept in any case. Without the app: ${advice}`,
    buttons: ways.map(({ label }) => label),
    defaultId: 0,
    cancelId: ways.length - 1,
    noLink: true,
  });
  const way = ways[chosen]?.to ?? null;
  // This process may still hold the damaged file; the next one does not.
  if (way !== null)
    app.relaunch({ args: [...process.argv.slice(1).filter((arg) => arg !== RESTORE && arg !== BEGIN_ANEW), way] });
  app.exit(way === null ? 1 : 0);
}

function newestCopy(path: string): string | null {
  try {
    return chooseCopy(path, null).copy.madeAt.toLocaleString();
  } catch {
    return null;
  }
}
