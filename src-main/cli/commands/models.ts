import { z } from 'zod';
import { OFFERED_NETWORK_NAMES } from '../../contract/values.ts';
import { brokenModels } from '../../pipeline/model/broken-models.ts';
import type { InstalledCard } from '../../pipeline/model/model-folder.ts';
import { installedCards } from '../../pipeline/model/model-folder.ts';
import { percent, whole } from '../../texts/format.ts';
import type { Command, CommandContext } from '../command.ts';
import { parseOptions, UsageError } from '../command.ts';
import { EXIT, print, printJson } from '../output.ts';
import { deleteOwnModel, renameOwnModel } from '../own-models.ts';

const OPTIONS = { json: { type: 'boolean' }, yes: { type: 'boolean' } } as const;
const optionsSchema = z.object({ json: z.boolean().default(false), yes: z.boolean().default(false) });

/** `genrescope models`: lists the installed models, adds one, renames and deletes the user's own. */
export const models: Command = {
  help: `Usage: genrescope models [--json]
       genrescope models add NAME|FILE [--yes]
       genrescope models rename OLD NEW
       genrescope models delete NAME [--yes]

Lists the models that come with the app and those in the app’s models folder. A model is a folder with model.onnx and
card.json. Models that cannot be used are listed last, as broken.
  --json    the cards, one JSON object per line; for a broken model {"name", "folder", "broken": reason}

add       adds a network to your models. By NAME (${OFFERED_NETWORK_NAMES.join(', ')}), it is downloaded from its official
          address after you agree; a download that was interrupted is resumed. HTTPS_PROXY and NO_PROXY name the proxy.
          FILE is the downloaded file, or a model’s folder.
  --json    one JSON object with the name and the folder
  --yes     agree to the licence and to the download without being asked

rename    gives one of your models another name. What it predicted and wrote keeps the old name.
delete    deletes one of your models after you agree: its folder goes to the trash where the system has one, and is
          removed otherwise. Its predictions stay until the tracks are analysed again.
          Neither is done to models that come with the app, nor to the model in use. Close the app first.
  --yes     delete without being asked
`,
  async run(args, context) {
    const { options, positionals } = parseOptions(args, OPTIONS, optionsSchema);
    const [action, what, to, ...rest] = positionals;
    if (action === undefined) return list(options.json, context);
    if (action === 'rename' && what !== undefined && to !== undefined && rest.length === 0)
      return renameOwnModel([what, to], options, context);
    if (what === undefined || to !== undefined)
      throw new UsageError(
        'Give nothing, “add” and one name or file, “rename” and two names, or “delete” and one name.',
      );
    if (action === 'delete') return deleteOwnModel(what, options, context);
    if (action !== 'add') throw new UsageError(`There is no “models ${action}”.`);
    const { addNamedNetwork } = await import('../add-network.ts');
    return addNamedNetwork(what, options, context);
  },
};

async function list(json: boolean, context: CommandContext): Promise<number> {
  const broken = await brokenModels(context.modelRoots);
  for (const { folder, card } of await installedCards(context.modelRoots)) {
    if (broken.some((each) => each.folder === folder)) continue;
    if (json) printJson(card);
    else printCard(card);
  }
  for (const { name, folder, reason } of broken) {
    if (json) printJson({ name, folder, broken: reason });
    else print(`${name.padEnd(16)} broken: ${reason}`);
  }
  return EXIT.ok;
}

function printCard(card: InstalledCard): void {
  const make =
    'members' in card
      ? `the mean of ${card.members.join(', ')}`
      : `${whole(card.network.parameters)} parameters, trained ${card.training.date}`;
  print(`${card.name.padEnd(16)} ${card.title}: ${card.genres.length} genres, ${make}`);
  for (const { split, accuracy, tracks } of card.evaluation)
    print(`${' '.repeat(17)}${split}: ${percent(accuracy, 1)} of ${tracks}`);
}
