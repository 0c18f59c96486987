import { z } from 'zod';
import { AppError } from '../../contract/app-error.ts';
import type { TagBatch } from '../../contract/tags.ts';
import { listBatches } from '../../tags/batch-state.ts';
import { undoBatch } from '../../tags/batches.ts';
import { moment } from '../../texts/format.ts';
import { texts } from '../../texts/index.ts';
import type { Command, CommandContext } from '../command.ts';
import { parseOptions, UsageError } from '../command.ts';
import { counted, describeError, EXIT, finishWithoutReaders, print, printJson, say } from '../output.ts';
import { repairJournal } from '../repair-journal.ts';
import { tellLibrary } from '../tell-library.ts';

const optionsSchema = z.object({ list: z.boolean().default(false), json: z.boolean().default(false) });

/** `genrescope undo`: restores the original bytes of a batch. */
export const undo: Command = {
  help: `Usage: genrescope undo [BATCH] [--list] [--json]

Without BATCH, undoes the newest batch that has files to restore. A file that changed after it was tagged is listed, but
not restored.
  --list   list the batches, newest first
  --json   JSON Lines on stdout and nothing else there
`,
  async run(args, context) {
    const { options, positionals } = parseOptions(
      args,
      { list: { type: 'boolean' }, json: { type: 'boolean' } },
      optionsSchema,
    );
    if (positionals.length > 1) throw new UsageError('Give one batch.');
    const root = context.paths.journal;
    const unread = await repairJournal(root);
    const batches = await listBatches(root);
    if (options.list) {
      for (const batch of batches) {
        if (options.json) printJson(batch);
        else print(batchLine(batch));
      }
      return EXIT.ok;
    }
    const newest = batches.find(({ files, undone, refused }) => undone + refused < files)?.batchId;
    // A batch that cannot be read may be the newest one. Undoing it reports the reason, and undoes no older batch.
    const batchId = positionals[0] ?? [...unread, ...(newest === undefined ? [] : [newest])].sort().at(-1);
    if (batchId === undefined) throw new AppError('batch-not-found', 'There is nothing to undo.');
    finishWithoutReaders();
    return undoOne(batchId, options.json, context);
  },
};

function batchLine({ batchId, createdAt, files, undone, genres, folder }: TagBatch): string {
  const counts = `${counted(files, 'file')}, ${undone} undone`;
  const genreCounts = genres.map(({ name, files: amount }) => `${name} ${amount}`).join(', ');
  return [batchId, moment(createdAt), counts, genreCounts, folder].join('  ');
}

async function undoOne(batchId: string, json: boolean, context: CommandContext): Promise<number> {
  const restored: string[] = [];
  const result = await undoBatch(batchId, {
    root: context.paths.journal,
    signal: context.signal,
    onFile({ path, failure }) {
      if (!failure) restored.push(path);
      if (json) printJson(failure ? { path, status: 'error', error: failure.error } : { path, status: 'restored' });
      else print(failure ? `not restored: ${path}: ${describeError(failure.error)}` : `restored: ${path}`);
    },
  });
  await tellLibrary(
    restored.map((path) => ({ path, genres: null })),
    false,
    context,
  );
  if (json) printJson({ status: 'batch', batch: batchId, restored: result.written, failed: result.failures.length });
  else {
    const failed = result.failures.length > 0 ? `, ${result.failures.length} not restored` : '';
    say(`${texts.review.result.undone(result.written)}${failed}.`);
  }
  if (result.cancelled) throw new AppError('cancelled');
  return result.failures.length > 0 ? EXIT.someFailed : EXIT.ok;
}
