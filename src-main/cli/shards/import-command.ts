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

/** `genrescope library import`: merges shards' results. @throws UsageError; AppError as {@link importResults} */
export async function importCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const { options, positionals } = parseOptions(args, OPTIONS, optionsSchema);
  if (positionals.length === 0) throw new UsageError('Give files of results.');
  finishWithoutReaders();
  const report = await importResults(positionals, options.folder ?? null, context);
  printReport(report, options);
  return importStatus(report);
}
