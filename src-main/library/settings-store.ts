import { dirname } from 'node:path';
import { AppError, toErrorData } from '../contract/app-error.ts';
import type { Settings } from '../contract/settings.ts';
import { makeFolder } from '../files/make-folder.ts';
import { readRegularFile } from '../files/read-regular-file.ts';
import { writeFileAtomic } from '../files/write-file-atomic.ts';
import { copyAside } from './copy-aside.ts';
import type { ParsedSettings } from './parse-settings.ts';
import { parseSettings } from './parse-settings.ts';
import { DEFAULT_SETTINGS } from '../contract/settings.ts';

/** What a settings file says, with its bytes where they could be read. */
export interface SettingsReading extends ParsedSettings {
  /** Null where there is no file, or where it cannot be read at all. */
  readonly bytes: Uint8Array | null;
}

/** No settings are larger; a file that is will not be read. */
const LARGEST_BYTES = 16 * 1024 * 1024;

/** Reads settings.json and says what was not understood; a missing file means the defaults. Changes nothing. */
export async function readSettings(path: string): Promise<SettingsReading> {
  try {
    const bytes = await readRegularFile(path, { mostBytes: LARGEST_BYTES, invalid: 'settings-invalid' });
    return { ...parseSettings(bytes), bytes };
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing) return { settings: DEFAULT_SETTINGS, faults: [], isBroken: false, bytes: null };
    return unreadable(`the file cannot be read: ${toErrorData(error).message}`);
  }
}

function unreadable(reason: string): SettingsReading {
  return { settings: DEFAULT_SETTINGS, faults: [reason], isBroken: true, bytes: null };
}

/**
 * Keeps a copy of a settings file that was not wholly understood.
 * @returns what a person is told of it; null where everything was understood
 */
export async function tellSettingsFaults(
  path: string,
  { faults, isBroken, bytes }: SettingsReading,
): Promise<string | null> {
  if (faults.length === 0) return null;
  const kept = await keptWhere(path, bytes).catch(
    (error: unknown) => `no copy of it could be made: ${toErrorData(error).message}`,
  );
  const consequence = isBroken ? 'All settings are at their defaults' : 'The other settings count';
  return `${path}: ${faults.join('; ')}. ${consequence}; ${kept}`;
}

async function keptWhere(path: string, bytes: Uint8Array | null): Promise<string> {
  return bytes ? `a copy of the file is kept in ${await copyAside(path, bytes)}` : 'the file was not changed';
}

/**
 * Writes settings.json whole or not at all. What is there and was not wholly understood is kept as a copy first.
 * @throws AppError settings-invalid where the file that is there cannot be read and so not be kept; disk-full,
 *   file-read-only, folder-not-made
 */
export async function writeSettings(path: string, settings: Settings): Promise<void> {
  const { faults, bytes } = await readSettings(path);
  if (faults.length > 0) {
    if (!bytes)
      throw new AppError(
        'settings-invalid',
        `${path}: ${faults.join('; ')}. The file was not replaced. Move it away or repair it first`,
      );
    await copyAside(path, bytes);
  }
  makeFolder(dirname(path));
  await writeFileAtomic(path, [`${JSON.stringify(settings, null, 2)}\n`]);
}
