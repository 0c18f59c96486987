import { z } from 'zod';
import type { CommandContext } from '../command.ts';
import { parseOptions, UsageError } from '../command.ts';
import { finishWithoutReaders } from '../output.ts';
import { importStatus, printReport } from './import-report.ts';
import { importResults } from './import-results.ts';

const OPTIONS = { folder: { type: 'string' }, list: { type: 'boolean' }, json: { type: 'boolean' } } as const;
const optionsSchema = z.object({
  folder: z.string().optional(),
  list: z.boolean().default(false),
  json: z.boolean().default(false),
});

/** The help text of {@link importCommand}. */
export const IMPORT_HELP = `import    merges what “genrescope analyze FOLDER --shard I/N --json” printed on other machines. Labels stay as they are.
          Results of another model or window than the settings name are refused. Says what is missing; exit status: 0 if
          nothing is, else 2. Close the app first, or scan again after an import.
  --folder FOLDER  where the folder is on this machine (default: where it was on the others)
  --list    list the files that are missing, with the reason
  --json    JSON Lines on stdout and nothing else there`;

/** `genrescope library import`: merges shards' results. @throws UsageError; AppError as {@link importResults} */
export async function importCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const { options, positionals } = parseOptions(args, OPTIONS, optionsSchema);
  if (positionals.length === 0) throw new UsageError('Give files of results.');
  finishWithoutReaders();
  const report = await importResults(positionals, options.folder ?? null, context);
  printReport(report, options);
  return importStatus(report);
}
