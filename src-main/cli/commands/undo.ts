import { z } from 'zod';
import { AppError } from '../../contract/app-error.ts';
import { listBatches } from '../../tags/batch-state.ts';
import { undoBatch } from '../../tags/batches.ts';
import type { Command } from '../command.ts';
import { parseOptions, UsageError } from '../command.ts';
import { counted, describeError, EXIT, print, printJson, say } from '../output.ts';
import { settleJournal } from '../settle-journal.ts';

const optionsSchema = z.object({ list: z.boolean().default(false), json: z.boolean().default(false) });

/** `genrescope undo`: the original bytes of a batch. */
export const undo: Command = {
  summary: 'bring back the original bytes of files that were tagged',
  help: `Usage: genrescope undo [BATCH] [--list] [--json]

Without BATCH the newest one that has files to bring back. A file that was changed since is left alone and named.
  --list   the batches, newest first
  --json   JSON Lines on stdout and nothing else there
`,
  async run(args, context) {
    const { options, positionals } = parseOptions(args, { list: { type: 'boolean' }, json: { type: 'boolean' } }, optionsSchema);
    if (positionals.length > 1) throw new UsageError('name one batch');
    const root = context.paths.journal;
    await settleJournal(root);
    const batches = await listBatches(root);
    if (options.list) {
      for (const batch of batches) {
        if (options.json) printJson(batch);
        else print(`${batch.batchId}  ${batch.createdAt}  ${batch.files} files, ${batch.undone} undone  ${batch.genres.map(({ name, files }) => `${name} ${files}`).join(', ')}  ${batch.folder}`);
      }
      return EXIT.ok;
    }
    const batchId = positionals[0] ?? batches.find(({ files, undone, refused }) => undone + refused < files)?.batchId;
    if (batchId === undefined) throw new AppError('batch-not-found', 'There is nothing to undo.');
    return undoOne(root, batchId, options.json, context.signal);
  },
};

async function undoOne(root: string, batchId: string, json: boolean, signal: AbortSignal): Promise<number> {
  const result = await undoBatch(batchId, {
    root,
    signal,
    onFile({ path, failure }) {
      if (json) printJson(failure ? { path, status: 'error', error: failure.error } : { path, status: 'restored' });
      else print(failure ? `left alone: ${path}: ${describeError(failure.error)}` : `restored: ${path}`);
    },
  });
  if (json) printJson({ status: 'batch', batch: batchId, restored: result.written, failed: result.failures.length });
  else say(`${counted(result.written, 'file')} restored${result.failures.length > 0 ? `, ${result.failures.length} left alone` : ''}.`);
  if (result.cancelled) throw new AppError('cancelled');
  return result.failures.length > 0 ? EXIT.someFailed : EXIT.ok;
}
