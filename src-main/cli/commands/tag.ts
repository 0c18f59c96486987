import { resolve } from 'node:path';
import type { LeftOut } from '../../contract/left-out.ts';
import { FURTHER_GENRE_SHARE } from '../../contract/tags.ts';
import { percent } from '../../texts/format.ts';
import { listFiles, sayLeftOut } from '../analysis-run.ts';
import { requireNoWriter } from '../../tags/journal-lock.ts';
import type { Command, CommandContext } from '../command.ts';
import { ANALYSIS_HELP } from '../command.ts';
import { readGenreMap } from '../genre-map.ts';
import { counted, EXIT, finishWithoutReaders, say } from '../output.ts';
import { ownLabels } from '../own-labels.ts';
import { repairJournal } from '../repair-journal.ts';
import { planFiles } from '../tagging/plan-files.ts';
import type { TagCommandOptions } from '../tagging/tag-options.ts';
import { parseTagOptions, planRulesOf, writingRulesFor } from '../tagging/tag-options.ts';
import { TagSession } from '../tagging/tag-session.ts';
import { writeTags } from '../tagging/write-tags.ts';
import { sayHardLinks, saySeparator } from '../tagging/writing-preview.ts';
import { userSettings } from '../user-settings.ts';

const FURTHER_GENRE_PERCENT = percent(FURTHER_GENRE_SHARE);

/** `genrescope tag`: preview, and with `--write` the real thing. */
export const tag: Command = {
  help: `Usage: genrescope tag FOLDER [--write] [options]

Lists the old and the new genres of every file. Without --write, no file is changed. A track that you labelled, in the
app or with genrescope labels import, gets your labels. Every other track gets the genre that the model predicts.
  --write              write the tags; “genrescope undo” restores the original bytes
  --min-confidence P   write only predictions with at least this confidence, 0 to 1 (default: the setting, else 0.6)
  --automatic          write only predictions that are correct in at least 95% of cases, measured on your labels
  --max-genres N       write up to N genres, 1 to 3; a further genre must be at least ${FURTHER_GENRE_PERCENT} as probable as the first,
                       a style must reach its own threshold; --min-confidence holds for the first alone (default: the
                       setting, else 1)
  --genre-depth D      family: write the predicted genre (“Electronic”); family-and-styles: write it and its styles
                       (“Electronic; Techno”), if --max-genres is 2 or 3; most-specific: write the most specific name
                       that reaches its threshold (“Techno”), else the genre (default: the setting, else family)
  --mode M             fill: write only files without a genre; replace: replace the present genres; append: add genres
                       (default: the setting, else fill)
  --by U               track: every track gets the genre of its own prediction; album: all tracks with one album text in
                       one folder get the genre that is likeliest in the mean of their predictions, and tracks whose own
                       prediction differs are marked (default: track)
  --map FILE           a JSON object that gives genres and styles another name, or null to exclude them from writing:
                       {"hiphop":"Hip-Hop","metal":"Rock/Metal","rock":"Rock/Metal","pop":null}
  --labels FILE        a CSV file with the columns path and genre; semicolons separate several genres. These labels are
                       used instead of the labels in your library
  --new-times          give written files a new modification time (default: the setting, else keep the old time)
  --hard-links R       write: write all names of a file with several names (hard links); leave: do not write such a file
                       (default: the setting, else write)
  --separator S        how several genres are written in one text field: standard (ID3v2.4: zero bytes; ID3v2.3 and
                       INFO: semicolons), nul, slash, semicolon, comma, or frames (several fields)
  --lose-attributes    write files even where their extended attributes cannot be kept
${ANALYSIS_HELP}
`,
  async run(args, context) {
    const { options, folder } = parseTagOptions(args);
    const session = await startSession(options, context);
    const labelsOf = await ownLabels(options.labels, context, options.write);
    if (options.write) {
      await repairJournal(context.paths.journal);
      await requireNoWriter(context.paths.journal);
      finishWithoutReaders();
    }
    const list = await listFiles([folder], context);
    sayLeftOut(list, options);
    for (const { path, error } of list.failures) session.fail(path, error);
    await planFiles(list.paths, labelsOf, session);
    await sayWritingRules(session, list.leftOut);
    if (options.write) await writeTags(resolve(folder), session);
    else if (!options.json) sayPreview(session);
    return session.failed > 0 ? EXIT.someFailed : EXIT.ok;
  },
};

async function startSession(options: TagCommandOptions, context: CommandContext): Promise<TagSession> {
  const settings = await userSettings(context);
  const map = options.map === undefined ? settings.genreMap : await readGenreMap(options.map);
  const planRules = planRulesOf(options, settings, map);
  const writingRules = writingRulesFor(options, settings);
  return new TagSession({ options, settings, planRules, writingRules, context });
}

/** Reports hard links and the separator of genres for the files that would be written. */
async function sayWritingRules({ task, writing }: TagSession, leftOut: readonly LeftOut[]): Promise<void> {
  const { options, writingRules } = task;
  const paths = writing.map(({ path }) => path);
  await sayHardLinks(paths, leftOut, writingRules, options.json);
  const genres = writing.map(({ after }) => after);
  if (!options.json) saySeparator(genres, writingRules);
}

function sayPreview({ writing, planned }: TagSession): void {
  const files = `${writing.length} of ${counted(planned, 'file')}`;
  say(`Preview: ${files} would be written. No file was changed. --write writes the tags.`);
}
