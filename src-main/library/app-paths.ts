import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where the app keeps its own data. */
export interface AppPaths {
  readonly home: string;
  readonly database: string;
  readonly settings: string;
  readonly journal: string;
  readonly models: string;
  /** Of a training that is not done. */
  readonly training: string;
  /** Of a version that is being retrained. */
  readonly retrain: string;
  /** Files that are being downloaded; may be deleted at any time. */
  readonly downloads: string;
  /** Spectrograms of tracks that were looked into; may be deleted at any time. */
  readonly scans: string;
  readonly logs: string;
  /** Nothing lies in it, see ProcessFolders. */
  readonly empty: string;
}

/** GENRESCOPE_HOME, or the platform's place for an app's data; the same for app and command line. */
export function appPaths(environment: NodeJS.ProcessEnv = process.env): AppPaths {
  // Whole paths: the app's processes have another working folder.
  const home = resolve(environment['GENRESCOPE_HOME'] || join(platformDataFolder(environment), 'Genrescope'));
  return {
    home,
    database: join(home, 'library.db'),
    settings: join(home, 'settings.json'),
    journal: join(home, 'journal'),
    models: join(home, 'models'),
    training: join(home, 'training'),
    retrain: join(home, 'personal'),
    downloads: join(home, 'downloads'),
    scans: join(home, 'readings'),
    logs: join(home, 'logs'),
    empty: join(home, 'empty'),
  };
}

function platformDataFolder(environment: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return environment['XDG_CONFIG_HOME'] || join(homedir(), '.config');
}

/**
 * Folders that may hold models, the user's first.
 * @param builtFolder where the running program's entry file lies (`out/main`)
 */
export function modelRoots(paths: AppPaths, builtFolder: string): string[] {
  const shipped = [join(builtFolder, '..', '..', 'resources', 'models'), join(builtFolder, '..', '..', '..', 'models')];
  return [paths.models, ...shipped.filter((folder) => existsSync(folder))];
}
