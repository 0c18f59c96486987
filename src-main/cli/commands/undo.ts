import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../contract/app-error.ts';
import type { TagBatch } from '../../contract/tags.ts';
import { fsPath } from '../../files/fs-path.ts';
import { withMovedFiles } from '../../library/moved-files.ts';
import { listBatches, readBatchState } from '../../tags/batch-state.ts';
import type { BatchContext } from '../../tags/batches.ts';
import { undoBatch } from '../../tags/batches.ts';
import { moment } from '../../texts/format.ts';
import { texts } from '../../texts/index.ts';
import type { Command, CommandContext } from '../command.ts';
import { parseOptions, UsageError } from '../command.ts';
import { counted, describeError, EXIT, finishWithoutReaders, print, printJson, say } from '../output.ts';
import { repairJournal } from '../repair-journal.ts';
import { tellLibrary } from '../tell-library.ts';

const optionsSchema = z.object({
  list: z.boolean().default(false),
  json: z.boolean().default(false),
  file: z.array(z.string()).optional(),
});

/** `genrescope undo`: restores the original bytes of a batch. */
export const undo: Command = {
  help: `Usage: genrescope undo [BATCH] [--list] [--json]
       genrescope undo BATCH --file PATH [--file PATH …] [--json]

Without BATCH, undoes the newest batch that has files to restore. A file that changed after it was tagged is listed, but
not restored.
  --file PATH  restore this file of the batch only; may be given several times
  --list   list the batches, newest first
  --json   JSON Lines on stdout and nothing else there
`,
  async run(args, context) {
    const { options, positionals } = parseOptions(
      args,
      { list: { type: 'boolean' }, json: { type: 'boolean' }, file: { type: 'string', multiple: true } },
      optionsSchema,
    );
    if (positionals.length > 1) throw new UsageError('Give one batch.');
    if (options.file && positionals.length === 0) throw new UsageError('Give the batch of the files of --file.');
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
    const files = options.file ? await numbersOf(options.file, batchId, context) : null;
    finishWithoutReaders();
    return undoOne(batchId, files, options.json, context);
  },
};

function batchLine({ batchId, createdAt, files, undone, genres, folder }: TagBatch): string {
  const counts = `${counted(files, 'file')}, ${undone} undone`;
  const genreCounts = genres.map(({ name, files: amount }) => `${name} ${amount}`).join(', ');
  return [batchId, moment(createdAt), counts, genreCounts, folder].join('  ');
}

/** Numbers of files in a batch. @throws UsageError for a path that the batch has not */
async function numbersOf(
  paths: readonly string[],
  batchId: string,
  { paths: { database, journal } }: CommandContext,
): Promise<ReadonlySet<number>> {
  const { head, files: states } = await readBatchState(journal, batchId);
  const when = head?.createdAt ?? '';
  return withMovedFiles(database, async (pathOf) => {
    const numbersAt = new Map<string, number[]>();
    for (const { prepared, path, writtenPath, file } of states)
      for (const known of prepared ? new Set([path, pathOf(writtenPath, when)]) : [])
        numbersAt.set(known, [...(numbersAt.get(known) ?? []), file]);
    const numbers = new Set<number>();
    for (const path of paths) {
      // The batch tells the path that links lead to.
      const spellings = [resolve(path), await realpath(fsPath(path)).catch(() => path)];
      const found = spellings.flatMap((spelling) => numbersAt.get(spelling) ?? []);
      if (found.length === 0) throw new UsageError(`Batch ${batchId} has no file ${path}.`);
      for (const file of found) numbers.add(file);
    }
    return numbers;
  });
}

async function undoOne(
  batchId: string,
  files: ReadonlySet<number> | null,
  json: boolean,
  context: CommandContext,
): Promise<number> {
  const restored: string[] = [];
  const batch = {
    root: context.paths.journal,
    signal: context.signal,
    onFile({ path, failure }: Parameters<BatchContext['onFile']>[0]) {
      if (!failure) restored.push(path);
      if (json) printJson(failure ? { path, status: 'error', error: failure.error } : { path, status: 'restored' });
      else print(failure ? `not restored: ${path}: ${describeError(failure.error)}` : `restored: ${path}`);
    },
  };
  const result = await withMovedFiles(context.paths.database, (placeOf) =>
    undoBatch(batchId, { ...batch, placeOf }, { model: null, files }),
  );
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
