import type { Settings } from '../contract/settings.ts';
import { moveToTrash } from '../files/trash.ts';
import { writeSettings } from '../library/settings-store.ts';
import { texts } from '../texts/index.ts';
import type { OwnModels } from '../pipeline/model/own-models.ts';
import { historyWithout } from '../use-cases/library/model-in-use.ts';
import { deleteModel, renameModel } from '../pipeline/model/own-models.ts';
import { canAsk, isAgreed } from './ask.ts';
import type { CommandContext } from './command.ts';
import { EXIT, print, printJson, say } from './output.ts';
import { userSettings } from './user-settings.ts';

const words = texts.models.command;

/** `genrescope models rename`. @returns the exit status @throws AppError as `renameModel` */
export async function renameOwnModel(
  [from, to]: readonly [string, string],
  { json }: { readonly json: boolean },
  context: CommandContext,
): Promise<number> {
  const settings = await userSettings(context);
  await renameModel(from, to, ownModels(settings, context));
  await keepHistory(settings, [from, to], context);
  if (json) printJson({ status: 'renamed', from, to });
  else print(words.renamed({ from, to }));
  return EXIT.ok;
}

/** `genrescope models delete`: asks first. @returns the exit status @throws AppError as `deleteModel` */
export async function deleteOwnModel(
  name: string,
  { yes, json }: { readonly yes: boolean; readonly json: boolean },
  context: CommandContext,
): Promise<number> {
  if (!yes && !canAsk()) {
    say(words.unasked);
    return EXIT.usage;
  }
  if (!yes && !(await isAgreed(words.question({ model: name }), context.signal))) {
    say(words.declined);
    return EXIT.cancelled;
  }
  const settings = await userSettings(context);
  const place = { platform: process.platform, environment: process.env };
  await deleteModel(name, ownModels(settings, context), (folder) => moveToTrash(folder, place));
  await keepHistory(settings, [name, null], context);
  if (json) printJson({ status: 'deleted', name });
  else print(words.deleted({ model: name }));
  return EXIT.ok;
}

function ownModels({ model: inUse }: Settings, { paths, modelRoots }: CommandContext): OwnModels {
  return { modelRoots, models: paths.models, inUse };
}

async function keepHistory(
  settings: Settings,
  [from, to]: readonly [string, string | null],
  { paths }: CommandContext,
): Promise<void> {
  if (settings.modelHistory.includes(from))
    await writeSettings(paths.settings, { ...settings, modelHistory: historyWithout(settings, from, to) });
}
