import { resolve } from 'node:path';
import type { LeftOut } from '../../contract/left-out.ts';
import { listFiles, sayLeftOut } from '../analysis-run.ts';
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

/** `genrescope tag`: preview, and with `--write` the real thing. */
export const tag: Command = {
  summary: 'preview genre tags, or write them with --write; can be undone',
  help: `Usage: genrescope tag FOLDER [--write] [options]

Without --write nothing is touched: every file is listed with its old and new genres. Tracks that you labelled,
in the app or by genrescope labels import, get your labels, whatever they sound like.
  --write              write; “genrescope undo” brings the original bytes back
  --min-confidence P   write nothing less sure than this, 0 to 1 (default: the setting, else 0.6)
  --automatic          write only what your labels show to be right at least 95 % of the time
  --max-genres N       up to 3; further genres must be half as likely as the first (default 1)
  --mode M             fill: only files without a genre (default); replace; append
  --map FILE           JSON from genre to your own name, or to null to drop it:
                       {"hiphop":"Hip-Hop","metal":"Rock/Metal","rock":"Rock/Metal","pop":null}
  --labels FILE        a CSV of path,genre whose labels count before those of your library; several genres joined by ;
  --new-times          let files have a new modification time (default: keep the old one)
  --hard-links R       write: a file with several names is written in place, so that all of them have the new genre
                       (default); leave: it is left alone
  --separator S        how several genres share a field for one text: standard (ID3v2.4: zero bytes; ID3v2.3 and INFO:
                       semicolons), nul, slash, semicolon, comma, or frames (several fields)
  --lose-attributes    write files even where their extended attributes cannot be kept
${ANALYSIS_HELP}
`,
  async run(args, context) {
    const { options, folder } = parseTagOptions(args);
    const session = await startSession(options, context);
    const labelsOf = await ownLabels(options.labels, context, options.write);
    if (options.write) {
      await repairJournal(context.paths.journal);
      finishWithoutReaders();
    }
    const list = await listFiles([folder], context.signal);
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

/** What is to be known of the files that would be written, beside their genres. */
async function sayWritingRules({ task, writing }: TagSession, leftOut: readonly LeftOut[]): Promise<void> {
  const { options, writingRules } = task;
  const paths = writing.map(({ path }) => path);
  await sayHardLinks(paths, leftOut, writingRules, options.json);
  const genres = writing.map(({ after }) => after);
  if (!options.json) saySeparator(genres, writingRules);
}

function sayPreview({ writing, planned }: TagSession): void {
  const files = `${writing.length} of ${counted(planned, 'file')}`;
  say(`Preview: ${files} would be written. Nothing was touched; --write writes.`);
}
