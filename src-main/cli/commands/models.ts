import { z } from 'zod';
import { brokenModels } from '../../pipeline/model/broken-models.ts';
import type { InstalledCard } from '../../pipeline/model/model-folder.ts';
import { installedCards } from '../../pipeline/model/model-folder.ts';
import { percent, whole } from '../../texts/format.ts';
import type { Command } from '../command.ts';
import { parseOptionsAlone } from '../command.ts';
import { EXIT, print, printJson } from '../output.ts';

const OPTIONS = { json: { type: 'boolean' } } as const;
const optionsSchema = z.object({ json: z.boolean().default(false) });

/** `genrescope models`: lists the installed models. */
export const models: Command = {
  summary: 'list the installed models and their cards',
  help: `Usage: genrescope models [--json]

Lists the models that come with the app and those in the app’s models folder. A model is a folder with model.onnx and
card.json. Models that cannot be used are listed last, as broken.
  --json    the cards, one JSON object per line; for a broken model {"name", "folder", "broken": reason}
`,
  async run(args, context) {
    const { json } = parseOptionsAlone(args, OPTIONS, optionsSchema);
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
  },
};

function printCard(card: InstalledCard): void {
  const make =
    'members' in card
      ? `the mean of ${card.members.join(', ')}`
      : `${whole(card.network.parameters)} parameters, trained ${card.training.date}`;
  print(`${card.name.padEnd(16)} ${card.title}: ${card.genres.length} genres, ${make}`);
  for (const { split, accuracy, tracks } of card.evaluation)
    print(`${' '.repeat(17)}${split}: ${percent(accuracy, 1)} of ${tracks}`);
}
