import { ERROR_TEXTS } from '../contract/error-codes.ts';
import type { Settings } from '../contract/settings.ts';
import { readSettings, tellSettingsFaults } from '../library/settings-store.ts';
import type { CommandContext } from './command.ts';
import { say } from './output.ts';

const readings = new WeakMap<CommandContext, Promise<Settings>>();

/** The user's settings, read once per command. Invalid ones are reported on stderr, and a copy of the file is kept. */
export function userSettings(context: CommandContext): Promise<Settings> {
  const known = readings.get(context) ?? readAndTell(context);
  readings.set(context, known);
  return known;
}

async function readAndTell({ paths }: CommandContext): Promise<Settings> {
  const reading = await readSettings(paths.settings);
  const fault = await tellSettingsFaults(paths.settings, reading);
  if (fault !== null) say(`${ERROR_TEXTS['settings-invalid'].title}: ${fault}.`);
  return reading.settings;
}
