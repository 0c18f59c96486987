import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { PinnedArchive } from '../contract/pinned-archives.ts';

const HASH_CHARACTERS = 16;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder of the app's own data: GENRESCOPE_HOME, or the platform's place for it; the same for app and command line. An
 * absolute path.
 */
export function appHome(environment: Environment): string {
  return resolve(environment['GENRESCOPE_HOME'] || join(platformDataFolder(environment), 'Genrescope'));
}

/**
 * Where the content of an archive of others is kept: in a folder of its own among the app's data, named after the
 * archive's hash, so that one version is never taken for another.
 */
export function archiveFolder(name: string, { sha256 }: PinnedArchive, environment: Environment): string {
  return join(appHome(environment), 'programs', `${name}-${sha256.slice(0, HASH_CHARACTERS)}`);
}

function platformDataFolder(environment: Environment): string {
  if (process.platform === 'win32') return environment['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return environment['XDG_CONFIG_HOME'] || join(homedir(), '.config');
}
