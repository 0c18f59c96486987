import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { appHome } from '../files/app-home.ts';

/** Where the app keeps its own data. */
export interface AppPaths {
  readonly home: string;
  readonly database: string;
  readonly settings: string;
  /** What of updates outlives the app. */
  readonly updates: string;
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
  /** Covers of albums in small; may be deleted at any time. */
  readonly covers: string;
  /** Maps of folders by sound; may be deleted at any time. */
  readonly maps: string;
  readonly logs: string;
  /** Reports of crashes; they leave the machine by the user's hand alone. */
  readonly crashes: string;
  /** Whether the last run ended properly. */
  readonly lastRun: string;
  /** Nothing lies in it, see ProcessFolders. */
  readonly empty: string;
}

/** The paths below {@link appHome}. */
export function appPaths(environment: NodeJS.ProcessEnv = process.env): AppPaths {
  const home = appHome(environment);
  return {
    home,
    database: join(home, 'library.db'),
    settings: join(home, 'settings.json'),
    updates: join(home, 'updates.json'),
    journal: join(home, 'journal'),
    models: join(home, 'models'),
    training: join(home, 'training'),
    retrain: join(home, 'personal'),
    downloads: join(home, 'downloads'),
    scans: join(home, 'readings'),
    covers: join(home, 'covers'),
    maps: join(home, 'maps'),
    logs: join(home, 'logs'),
    crashes: join(home, 'crashes'),
    lastRun: join(home, 'last-run.json'),
    empty: join(home, 'empty'),
  };
}

/**
 * Folders that may hold models, the user's first.
 * @param builtFolder where the running program's entry file lies (`out/main`)
 */
export function modelRoots(paths: AppPaths, builtFolder: string): string[] {
  const shipped = [join(builtFolder, '..', '..', 'resources', 'models'), join(builtFolder, '..', '..', '..', 'models')];
  return [paths.models, ...shipped.filter((folder) => existsSync(folder))];
}
