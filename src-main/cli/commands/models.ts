import { z } from 'zod';
import { listModels } from '../../pipeline/model/model-folder.ts';
import type { Command } from '../command.ts';
import { parseOptionsAlone } from '../command.ts';
import { EXIT, print, printJson } from '../output.ts';

const OPTIONS = { json: { type: 'boolean' } } as const;
const optionsSchema = z.object({ json: z.boolean().default(false) });

/** `genrescope models`: what is installed. */
export const models: Command = {
  summary: 'list the installed models and their cards',
  help: `Usage: genrescope models [--json]

A model is a folder with model.onnx and card.json, among the shipped ones or in the app’s models folder.
  --json    the cards, one JSON object a line
`,
  async run(args, context) {
    const options = parseOptionsAlone(args, OPTIONS, optionsSchema);
    for (const card of await listModels(context.modelRoots)) {
      if (options.json) {
        printJson(card);
        continue;
      }
      const make = 'members' in card ? `the mean of ${card.members.join(', ')}` : `${card.network.parameters.toLocaleString('en')} parameters, trained ${card.training.date}`;
      print(`${card.name.padEnd(16)} ${card.title}: ${card.genres.length} genres, ${make}`);
      for (const { split, accuracy, tracks } of card.evaluation) print(`${' '.repeat(17)}${split}: ${(100 * accuracy).toFixed(1)} % of ${tracks}`);
    }
    return EXIT.ok;
  },
};
