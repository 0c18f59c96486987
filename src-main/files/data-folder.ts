import { resolve } from 'node:path';
import type { DataFolderReason } from '../contract/values.ts';
import { appHome } from './app-home.ts';
import { portableFolder } from './portable-folder.ts';

/** Where the app's own data lie, and why there. */
export interface DataFolder {
  /** Absolute. */
  readonly path: string;
  readonly why: DataFolderReason;
}

/** What the data folder is chosen by. */
export interface DataFolderSources {
  /** What `--data-dir` names; null where it is not given. */
  readonly option: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the running program's entry file lies (`out/main`). */
  readonly builtFolder: string;
}

/**
 * The data folder: what `--data-dir` names, else GENRESCOPE_HOME, else the folder beside the program, else the platform's
 * place. Whether it can be written is not asked: no other place is used in its stead.
 */
export function chooseDataFolder({ option, environment, builtFolder }: DataFolderSources): DataFolder {
  if (option !== null) return { path: resolve(option), why: 'option' };
  if (environment['GENRESCOPE_HOME']) return { path: appHome(environment), why: 'environment' };
  const portable = portableFolder(builtFolder, environment, process.platform);
  return portable === null ? { path: appHome(environment), why: 'default' } : { path: portable, why: 'portable' };
}
