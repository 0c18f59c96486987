import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { takeDataDir } from '../files/data-dir-option.ts';

/** Opens the dialog for a music folder, as the entries of dock and taskbar do. */
export const CHOOSE_FOLDER = '--choose-folder';

/** Before the name of a list of paths; see `named-list.ts`. */
export const LIST = '--named-list=';

/** What the app was started with. */
export interface StartArguments {
  /** What `--data-dir` names; null where it is not given. */
  readonly dataDir: string | null;
  /** Whether `--data-dir` stands without a folder. */
  readonly isIncomplete: boolean;
  readonly choosesFolder: boolean;
  /** What is printed instead of a start. */
  readonly asksFor: 'version' | 'help' | null;
  /** Absolute paths of what is to be opened; what is on no disk of this machine as it was given. */
  readonly named: readonly string[];
  /** Name of the list in the data folder that holds more paths, see `named-list.ts`; null where there is none. */
  readonly list: string | null;
  /** What every start of this app on this data folder is given: Electron's own arguments, and the folder. */
  readonly always: readonly string[];
  /** The switches of this start. */
  readonly switches: readonly string[];
}

/** Where arguments count. */
export interface StartPlace {
  readonly workingFolder: string;
  /** Whether Electron was started with the app's folder as an argument, and not as a program of the app's own. */
  readonly isDefaultApp: boolean;
}

/**
 * Reads the app's arguments: `[--data-dir DIR] [--choose-folder] [--] [FOLDER | FILE | file://…]…`. Other switches are
 * Chromium's.
 * @param argv the program first, as Node has it
 */
export function readStartArguments(
  argv: readonly string[],
  { workingFolder, isDefaultApp }: StartPlace,
): StartArguments {
  const own = isDefaultApp ? indexOfApp(argv) + 1 : 1;
  const { folder: dataDir, isIncomplete, rest } = takeDataDir(argv.slice(own));
  const end = rest.includes('--') ? rest.indexOf('--') : rest.length;
  const switches = rest.slice(0, end).filter((argument) => argument.startsWith('-'));
  const plain = rest.slice(0, end).filter((argument) => !argument.startsWith('-'));
  const named = [...plain, ...rest.slice(end + 1)].filter((argument) => argument !== '');
  return {
    dataDir,
    isIncomplete,
    choosesFolder: switches.includes(CHOOSE_FOLDER),
    asksFor: switches.includes('--version') ? 'version' : switches.includes('--help') ? 'help' : null,
    named: named.map((argument) => namedPath(argument, workingFolder)),
    list: switches.find((argument) => argument.startsWith(LIST))?.slice(LIST.length) ?? null,
    always: [...argv.slice(1, own), ...(dataDir === null ? [] : [`--data-dir=${resolve(workingFolder, dataDir)}`])],
    switches,
  };
}

/** Where `electron [switches] [-r MODULE] APP …` names the app; all before it is Electron's. */
function indexOfApp(argv: readonly string[]): number {
  for (let at = 1; at < argv.length; at += 1) {
    const argument = argv[at] ?? '';
    if (argument === '-r' || argument === '--require') at += 1;
    else if (!argument.startsWith('-')) return at;
  }
  return argv.length;
}

/** Desktops pass `file:` URLs, whose bytes are percent-encoded; in a plain path, `%` is a letter like any other. */
function namedPath(argument: string, workingFolder: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(argument)) return pathOfUrl(argument) ?? argument;
  return resolve(workingFolder, argument);
}

/** Null for a place on no disk of this machine. */
function pathOfUrl(url: string): string | null {
  try {
    return fileURLToPath(url);
  } catch {
    return null;
  }
}
