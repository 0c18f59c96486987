import { z } from 'zod';
import type { Settings } from '../../contract/settings.ts';
import { ownSettingsChangeSchema, settingsSchema } from '../../contract/settings.ts';
import { writeSettings } from '../../library/settings-store.ts';
import type { Command } from '../command.ts';
import { parseOptions, UsageError } from '../command.ts';
import { EXIT, print, printJson } from '../output.ts';
import { userSettings } from '../user-settings.ts';

const OPTIONS = { json: { type: 'boolean' } } as const;
const optionsSchema = z.object({ json: z.boolean().default(false) });

/** `genrescope settings`: what is set, and how to set it without the window. */
export const settings: Command = {
  help: `Usage: genrescope settings [NAME [VALUE]] [--json]

Shows all settings, one setting, or changes one. The app and the command line share them. VALUE is written as in
settings.json; quotes around a text may be left out: genrescope settings tagMode append
Close the app before you change a setting.
  --json    one JSON object
`,
  async run(args, context) {
    const { positionals, options } = parseOptions(args, OPTIONS, optionsSchema);
    const [name, value, ...rest] = positionals;
    if (rest.length > 0) throw new UsageError('Name one setting and one value.');
    let current = await userSettings(context);
    if (name !== undefined && !isName(name)) throw new UsageError(`There is no setting “${name}”.`);
    if (name !== undefined && value !== undefined) {
      current = { ...current, ...changeOf(name, value) };
      await writeSettings(context.paths.settings, current);
    }
    show(name === undefined ? current : { [name]: current[name] }, options.json);
    return EXIT.ok;
  },
};

function isName(name: string): name is keyof Settings {
  return Object.hasOwn(settingsSchema.shape, name);
}

/** @throws UsageError where the setting does not take the value, or is not the user's to change */
function changeOf(name: string, text: string): Partial<Settings> {
  const changes = [parseJson(text), text].map((value) => ownSettingsChangeSchema.safeParse({ [name]: value }));
  const understood = changes.find(({ success }) => success);
  if (!understood?.data) throw new UsageError(`${name}: ${changes[0]?.error?.issues[0]?.message ?? 'not understood'}`);
  return understood.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function show(entries: Partial<Settings>, json: boolean): void {
  if (json) return printJson(entries);
  for (const [name, value] of Object.entries(entries)) print(`${name.padEnd(24)} ${JSON.stringify(value)}`);
}
