import { realpath } from 'node:fs/promises';
import { z } from 'zod';
import { catalogueModels } from '../../../training/runtime/catalogue.ts';
import { nextLabels } from '../../../training/retrain/label-queue.ts';
import { AppError } from '../../contract/app-error.ts';
import { RetrainStore } from '../../library/retrain-store.ts';
import { TrackStore } from '../../library/track-store.ts';
import { chooseNextLabels } from '../../use-cases/library/next-labels.ts';
import type { Command } from '../command.ts';
import { parseOptionsAlone } from '../command.ts';
import { withLibrary } from '../labelled-library.ts';
import { EXIT, print, printJson } from '../output.ts';
import { userSettings } from '../user-settings.ts';

/** As the app writes it down. @throws AppError folder-not-found */
async function realFolder(path: string): Promise<string> {
  return realpath(path).catch(() => {
    throw new AppError('folder-not-found', path);
  });
}

const optionsSchema = z.object({
  count: z.coerce.number().int().min(1).max(200).default(20),
  folder: z.string().optional(),
  json: z.boolean().default(false),
});

/** `genrescope next`: what to label next. */
export const next: Command = {
  summary: 'name the tracks whose labels would teach most',
  help: `Usage: genrescope next [--count N] [--folder FOLDER] [--json]

Of the analysed tracks without a label: those that the model in use is unsure of and that are unlike the labelled ones.
  --count N        default 20
  --folder FOLDER  opened in the app before; default: the one that was opened last
`,
  async run(args, context) {
    const options = parseOptionsAlone(
      args,
      { count: { type: 'string' }, folder: { type: 'string' }, json: { type: 'boolean' } },
      optionsSchema,
    );
    const { model, recentFolders } = await userSettings(context);
    const folder = options.folder === undefined ? recentFolders[0] : await realFolder(options.folder);
    if (folder === undefined) throw new AppError('request-invalid', 'Open a music folder in the app first.');
    return withLibrary(context, async (database) => {
      const request = { folder, model, catalogue: await catalogueModels(context.modelRoots), count: options.count };
      const chosen = await chooseNextLabels(new RetrainStore(database), request, ({ candidates, known, count }) =>
        nextLabels(candidates, known, count),
      );
      const tracks = new TrackStore(database);
      for (const { id, uncertainty, novelty, genres } of chosen) {
        const path = tracks.pathOf(id);
        if (options.json) printJson({ path, uncertainty, novelty, genres });
        else print(`${path}  (${genres.join(' or ')}? ${(100 * novelty).toFixed(0)} % new)`);
      }
      return EXIT.ok;
    });
  },
};
