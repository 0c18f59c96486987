import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app, dialog } from 'electron';
import { toErrorData } from '../contract/app-error.ts';
import { ERROR_TEXTS } from '../contract/error-codes.ts';
import type { Notice } from '../contract/app-state.ts';
import { moment } from '../texts/format.ts';
import { texts } from '../texts/index.ts';
import { beginAnew, chooseCopy, restoreLibrary } from '../library/restore.ts';
import { relaunch } from './relaunch.ts';

/** Asks the next start for a copy in the library's place, or for an empty library. */
const RESTORE = '--restore-library';
const BEGIN_ANEW = '--begin-new-library';

/** What the app was starting on. */
export interface FailedStart {
  /** The library's file. */
  readonly path: string;
}

/**
 * Does what the start before was asked for, while nothing has the library open yet.
 * @returns what the window tells; null where nothing was asked
 * @throws AppError as `restoreLibrary`
 */
export function obeyLibrarySwitch(path: string, args: readonly string[]): Omit<Notice, 'id'> | null {
  if (!args.includes(RESTORE) && !args.includes(BEGIN_ANEW)) return null;
  const { from, facts, kept } = args.includes(RESTORE) ? restoreLibrary(path, null) : beginAnew(path);
  const words = texts.notices.library;
  const what = from
    ? words.restoredCopy({ madeAt: moment(from.madeAt), tracks: facts?.tracks ?? 0, labels: facts?.labels ?? 0 })
    : words.isEmpty;
  return {
    severity: 'info',
    title: from ? words.restored : words.createdNew,
    detail: kept === null ? what : what + words.kept({ path: kept }),
  };
}

/** Prints what was asked for in place of a start. Ends the app. */
export function printAndExit(asked: 'version' | 'help'): void {
  const text = asked === 'version' ? app.getVersion() : texts.notices.start.usage;
  process.stdout.write(`${text}\n`, () => app.exit(0));
}

/**
 * Says why the app cannot start before it has begun to: where its data cannot lie. Chromium, which a dialog needs, keeps
 * its own files in a temporary folder meanwhile, so that no other place is used in silence. Ends the app.
 */
export function refuseStart(error: unknown, failed: FailedStart): void {
  const temporary = mkdtempSync(join(tmpdir(), 'genrescope-'));
  app.setPath('userData', temporary);
  process.once('exit', () => rmSync(temporary, { recursive: true, force: true }));
  const { code, message } = toErrorData(error);
  process.stderr.write(`${ERROR_TEXTS[code].title}: ${message}\n`);
  void app.whenReady().then(() => showStartFailure(error, failed));
}

/** A way on from a library that cannot be opened: what the button says, and what the next start is asked for. */
interface Way {
  readonly label: string;
  readonly to: string | null;
}

/**
 * Says why the app cannot start. Where the library is damaged, offers a copy or an empty one; where a newer version has
 * changed it, the copy that this version understands. Ends the app.
 */
export function showStartFailure(error: unknown, { path }: FailedStart): void {
  const { code, message } = toErrorData(error);
  const { title, advice } = ERROR_TEXTS[code];
  if (code !== 'library-damaged' && code !== 'library-newer') {
    dialog.showErrorBox(title, `${message}\n\n${advice}`);
    return app.exit(1);
  }
  const words = texts.notices.library;
  const ways = waysOn(code, path);
  // What a newer version added since is not in its copies: going back is never what Enter does.
  const isBackAsked = code === 'library-newer';
  const chosen = dialog.showMessageBoxSync({
    type: 'error',
    title: texts.common.app,
    message: title,
    detail: isBackAsked ? words.newer({ message, advice }) : words.damaged({ message, advice }),
    buttons: ways.map(({ label }) => label),
    defaultId: isBackAsked ? ways.length - 1 : 0,
    cancelId: ways.length - 1,
    noLink: true,
  });
  const way = ways[chosen]?.to ?? null;
  // This process may still hold the damaged file; the next one does not.
  if (way !== null)
    // In front: behind `--` it would be the name of a file.
    relaunch([way, ...process.argv.slice(1).filter((arg) => arg !== RESTORE && arg !== BEGIN_ANEW)]);
  app.exit(way === null ? 1 : 0);
}

function waysOn(code: 'library-damaged' | 'library-newer', path: string): Way[] {
  const words = texts.notices.library;
  const copy = newestCopy(path);
  return [
    ...(copy === null ? [] : [{ label: words.restoreCopy({ madeAt: copy }), to: RESTORE }]),
    ...(code === 'library-damaged' ? [{ label: words.createNew, to: BEGIN_ANEW }] : []),
    { label: words.quit, to: null },
  ];
}

function newestCopy(path: string): string | null {
  try {
    return moment(chooseCopy(path, null).copy.madeAt);
  } catch {
    return null;
  }
}
