import { z } from 'zod';
import { catalogueModels } from '../../../training/runtime/catalogue.ts';
import { nextLabels } from '../../../training/retrain/label-queue.ts';
import { findLabelCandidates } from '../../library/label-candidates.ts';
import { TrackStore } from '../../library/track-store.ts';
import { chooseNextLabels } from '../../use-cases/library/next-labels.ts';
import { percent } from '../../texts/format.ts';
import type { Command } from '../command.ts';
import { parseOptionsAlone } from '../command.ts';
import { withLibrary } from '../labelled-library.ts';
import { libraryFolder } from '../library-folder.ts';
import { EXIT, print, printJson } from '../output.ts';
import { userSettings } from '../user-settings.ts';

const optionsSchema = z.object({
  count: z.coerce.number().int().min(1).max(200).default(20),
  folder: z.string().optional(),
  json: z.boolean().default(false),
});

/** `genrescope next`: lists the tracks whose labels would improve the model most. */
export const next: Command = {
  help: `Usage: genrescope next [--count N] [--folder FOLDER] [--json]

Lists analysed tracks without a label whose prediction is uncertain and which sound unlike the labelled tracks. The
novelty of a track is its distance from the nearest labelled or listed track: 100% for the greatest distance.
  --count N        number of tracks, 1 to 200 (default 20)
  --folder FOLDER  a folder that was opened in the app (default: the folder that was opened last)
  --json           JSON Lines on stdout and nothing else there
`,
  async run(args, context) {
    const options = parseOptionsAlone(
      args,
      { count: { type: 'string' }, folder: { type: 'string' }, json: { type: 'boolean' } },
      optionsSchema,
    );
    const { model } = await userSettings(context);
    const folder = await libraryFolder(options.folder, context);
    return withLibrary(context, async (database) => {
      const request = { folder, model, catalogue: await catalogueModels(context.modelRoots), count: options.count };
      const chosen = await chooseNextLabels(
        (root, specHashes) => findLabelCandidates(database, root, specHashes),
        request,
        ({ candidates, known, count }) => nextLabels(candidates, known, count),
      );
      const tracks = new TrackStore(database);
      for (const { id, uncertainty, novelty, genres } of chosen) {
        const path = tracks.pathOf(id);
        if (options.json) printJson({ path, uncertainty, novelty, genres });
        else print(`${path}  (${genres.join(' or ')}? Novelty ${percent(novelty)})`);
      }
      return EXIT.ok;
    });
  },
};
