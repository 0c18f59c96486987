import { z } from 'zod';
import { ERROR_TEXTS } from '../../contract/error-codes.ts';
import type { LibraryCopy } from '../../library/copies.ts';
import { countedCopies, listCopies } from '../../library/copies.ts';
import type { LibraryExamination, LibraryFacts } from '../../library/examine-library.ts';
import { examineLibrary } from '../../library/examine-library.ts';
import { copiesFolder } from '../../library/library-file.ts';
import { MIGRATIONS } from '../../library/migrations.ts';
import { beginAnew, restoreLibrary } from '../../library/restore.ts';
import { decimal, moment } from '../../texts/format.ts';
import type { Command } from '../command.ts';
import { parseOptions, UsageError } from '../command.ts';
import { counted, EXIT, print, printJson, say } from '../output.ts';
import { IMPORT_HELP } from '../shards/import-help.ts';

const OPTIONS = {
  json: { type: 'boolean' },
  list: { type: 'boolean' },
  newest: { type: 'boolean' },
  new: { type: 'boolean' },
} as const;
const optionsSchema = z.object({
  json: z.boolean().default(false),
  list: z.boolean().default(false),
  newest: z.boolean().default(false),
  new: z.boolean().default(false),
});

type Options = z.infer<typeof optionsSchema>;

/** `genrescope library`: checks the library, restores a copy of it, and merges what other machines analysed. */
export const library: Command = {
  help: `Usage: genrescope library check [--json]
       genrescope library restore [COPY] [--list] [--newest] [--new] [--json]
       genrescope library import FILE.jsonl... [--folder FOLDER] [--list] [--json]

The library is copied once a day (three copies are kept) and before its schema is changed.

check     checks every page, index and reference of the library. Changes nothing. Exit status: 0 if intact, else 2
restore   replaces the library with COPY. Without COPY, it lists the copies, and if the library is damaged or missing, it
          restores the newest intact copy. The present library is kept as library.db.broken-N. Close the app first.
  --list    list the copies, newest first; change nothing
  --newest  restore the newest intact copy even if the library is intact
  --new     create an empty library instead of restoring a copy
  --json    JSON Lines on stdout and nothing else there
${IMPORT_HELP}
`,
  async run(args, context) {
    const [first, ...others] = args;
    // It loads the whole analysis, which the other actions do without.
    if (first === 'import') return (await import('../shards/import-command.ts')).importCommand(others, context);
    const path = context.paths.database;
    const {
      options,
      positionals: [action, copy, ...rest],
    } = parseOptions(args, OPTIONS, optionsSchema);
    if (rest.length > 0) throw new UsageError('Give one copy.');
    if (action === 'check' && copy === undefined) return check(path, options.json);
    if (action !== 'restore') throw new UsageError('Give “check”, “restore” or “import”.');
    if ([copy !== undefined, options.newest, options.new, options.list].filter(Boolean).length > 1)
      throw new UsageError('Give only one of COPY, --list, --newest and --new.');
    if (options.new || options.newest || copy !== undefined) return restore(path, copy ?? null, options);
    return listOrRestore(path, options);
  },
};

function check(path: string, json: boolean): number {
  const examination = examineLibrary(path, 'full');
  const copies = listCopies(path);
  // Before the app is used for the first time, there is no library, which is not an error.
  const isNew = examination.state === 'missing' && copies.length === 0;
  if (json) printJson({ ...examination, knownSchema: MIGRATIONS.length, copies: copies.map(({ name }) => name) });
  else {
    print(`${path}: ${isNew ? 'does not exist yet' : examination.state}${factsText(examination.facts)}`);
    if (!isNew) for (const fault of examination.faults) print(`  ${fault}`);
    print(`${countedCopies(copies.length)} in ${copiesFolder(path)}`);
  }
  if (examination.state === 'sound' || isNew) return EXIT.ok;
  say(wayOut(examination, copies.length));
  return EXIT.someFailed;
}

function wayOut({ state }: LibraryExamination, copies: number): string {
  if (state === 'newer') return ERROR_TEXTS['library-newer'].advice;
  if (state === 'locked') return 'Close the other program that uses the library, and check again.';
  if (state === 'unreadable') return 'Check the permissions of the file and of its folder, and the disk.';
  return copies > 0
    ? '“genrescope library restore” restores the newest intact copy. The present file is kept.'
    : 'There is no copy. “genrescope library restore --new” creates an empty library. The present file is kept.';
}

function listOrRestore(path: string, options: Options): number {
  const copies = listCopies(path);
  for (const copy of copies) printCopy(copy, options.json);
  if (copies.length === 0) say(`There is no copy in ${copiesFolder(path)}.`);
  if (options.list) return EXIT.ok;
  const { state } = examineLibrary(path, 'quick');
  if ((state === 'damaged' || state === 'missing') && copies.length > 0) return restore(path, null, options);
  say(
    state === 'sound'
      ? 'The library is intact. Give a copy or --newest to replace it.'
      : `${path} was not changed (${state}).`,
  );
  return state === 'sound' || state === 'missing' ? EXIT.ok : EXIT.someFailed;
}

function printCopy(copy: LibraryCopy, json: boolean): void {
  const { state, faults, facts } = examineLibrary(copy.path, 'quick');
  if (json) printJson({ status: 'copy', name: copy.name, madeAt: copy.madeAt.toISOString(), state, faults, facts });
  else print(`${copy.name}  ${moment(copy.madeAt)}  ${state}${factsText(facts)}`);
}

function restore(path: string, name: string | null, { json, new: isNew }: Options): number {
  const { from, facts, kept } = isNew ? beginAnew(path) : restoreLibrary(path, name);
  if (json)
    printJson({
      status: 'restored',
      path,
      copy: from?.name ?? null,
      madeAt: from?.madeAt.toISOString() ?? null,
      facts,
      kept,
    });
  else {
    print(
      from ? `Restored ${from.name} of ${moment(from.madeAt)}${factsText(facts)}` : `${path} is a new, empty library.`,
    );
    if (kept !== null) print(`The previous file is kept as ${kept}.`);
  }
  return EXIT.ok;
}

function factsText(facts: LibraryFacts | null): string {
  if (!facts) return '';
  const labels = `${counted(facts.labels, 'label')} of ${counted(facts.genres, 'genre')}`;
  const file = `schema ${facts.schema} of ${MIGRATIONS.length}, ${decimal(facts.bytes / 1e6, 1)} MB`;
  return `: ${counted(facts.tracks, 'track')}, ${labels}, ${file}`;
}
