import { z } from 'zod';
import { brokenModels } from '../../pipeline/model/broken-models.ts';
import type { InstalledCard } from '../../pipeline/model/model-folder.ts';
import { installedCards } from '../../pipeline/model/model-folder.ts';
import type { Command } from '../command.ts';
import { parseOptionsAlone } from '../command.ts';
import { EXIT, print, printJson } from '../output.ts';

const OPTIONS = { json: { type: 'boolean' } } as const;
const optionsSchema = z.object({ json: z.boolean().default(false) });

/** `genrescope models`: what is installed. */
export const models: Command = {
  summary: 'list the installed models and their cards',
  help: `Usage: genrescope models [--json]

A model is a folder with model.onnx and card.json, among the shipped ones or in the app’s models folder. Those that cannot
be used are listed last, as broken.
  --json    the cards, one JSON object a line; of a broken model {"name", "folder", "broken": why}
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
      : `${card.network.parameters.toLocaleString('en')} parameters, trained ${card.training.date}`;
  print(`${card.name.padEnd(16)} ${card.title}: ${card.genres.length} genres, ${make}`);
  for (const { split, accuracy, tracks } of card.evaluation)
    print(`${' '.repeat(17)}${split}: ${(100 * accuracy).toFixed(1)} % of ${tracks}`);
}
