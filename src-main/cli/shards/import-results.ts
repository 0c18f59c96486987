import { realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError, fromFileSystemError, throwIfCancelled } from '../../contract/app-error.ts';
import type { ErrorData } from '../../contract/app-error.ts';
import type { ScannedFile } from '../../contract/scanned-file.ts';
import { ResultStore } from '../../library/result-store.ts';
import { ScanStore } from '../../library/scan-store.ts';
import { readFacts } from '../../pipeline/model/recogniser.ts';
import { walkFolder } from '../../pipeline/scan/walk-folder.ts';
import { analysisChoice } from '../analysis-run.ts';
import type { CommandContext } from '../command.ts';
import { UsageError } from '../command.ts';
import { withNewLibrary } from '../labelled-library.ts';
import { createProgress } from '../progress.ts';
import { userSettings } from '../user-settings.ts';
import type { ImportReport } from './import-report.ts';
import { mergeFile } from './merge-results.ts';
import type { NeededResults } from './needed-results.ts';
import { requireNeededHeader } from './needed-results.ts';
import { readHeader } from './read-results.ts';
import { relativePath } from './relative-path.ts';
import type { ResultsHeader } from './results-format.ts';
import { SeenShards } from './seen-shards.ts';

/**
 * Merges files of results into the library, which is made where there is none, and looks what the folder still lacks. The
 * folder is listed first as by a scan of the app's, so that the next scan finds it as it was left.
 * @param folderHere where the folder is on this machine; null: where it was on the others
 * @throws UsageError; AppError results-invalid, results-of-other-model, folder-not-found, cancelled, and what keeps the
 *   library from being opened
 */
export async function importResults(
  paths: readonly string[],
  folderHere: string | null,
  context: CommandContext,
): Promise<ImportReport> {
  const needed = await neededResults(context);
  const headers = await headersOf(paths, needed);
  const folder = await folderOf(folderHere, headers);
  const listing = await list(folder, context);
  // A disk that is not mounted has lost nothing.
  if (listing.files.length === 0 && headers.some(({ folderFiles }) => folderFiles > 0))
    throw new AppError('folder-not-found', `${folder} holds no music`);
  return withNewLibrary(context, async (database) => {
    const scans = new ScanStore(database);
    await scans.reconcile(folder, listing.files, listing.unreadable);
    const identity = { model: needed.name, specHash: needed.specHash, window: needed.window };
    const store = new ResultStore(database, folder, identity);
    const shards = new SeenShards();
    const progress = createProgress('files of results');
    let damagedLines = 0;
    for (const [index, path] of paths.entries()) {
      damagedLines += await mergeFile(path, { folder, needed, store, shards, signal: context.signal });
      progress.step(index + 1, paths.length, 0);
    }
    progress.finish();
    const due: string[] = [];
    for await (const files of scans.dueFiles(folder, identity))
      due.push(...files.flatMap(({ path, isDue }) => (isDue ? [path] : [])));
    return reportOf(due, { folder, files: listing.files.length, damagedLines, store, shards });
  });
}

/** By the user's settings, as the app would analyse. */
async function neededResults(context: CommandContext): Promise<NeededResults> {
  const { model, modelRoots, window } = await analysisChoice({ json: false, 'left-out': false }, context);
  return { ...(await readFacts(model, modelRoots)), window };
}

/** What the files begin with; all are looked at before any is merged. */
async function headersOf(paths: readonly string[], needed: NeededResults): Promise<ResultsHeader[]> {
  const headers: ResultsHeader[] = [];
  for (const path of paths) {
    const header = await readHeader(path);
    if (!header) continue;
    requireNeededHeader(header, needed, `${basename(path)}, line 1`);
    headers.push(header);
  }
  if (headers.length === 0) throw new AppError('results-invalid', 'no file begins with the header of a shard');
  return headers;
}

async function folderOf(folderHere: string | null, headers: readonly ResultsHeader[]): Promise<string> {
  const [named = '', ...others] = new Set(headers.map(({ folder }) => folder));
  if (folderHere === null && others.length > 0)
    throw new UsageError(`The folder was ${named} and ${others[0]}: say by --folder where it is here.`);
  try {
    const real = await realpath(folderHere ?? named);
    if (!(await stat(real)).isDirectory()) throw new UsageError(`${real} is no folder.`);
    return real;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const failure = fromFileSystemError(error, 'folder-unreadable');
    const hint = `${folderHere ?? named}; --folder says where it is on this machine`;
    throw failure.code === 'file-not-found' ? new AppError('folder-not-found', hint) : failure;
  }
}

/** What is under a folder. @throws AppError cancelled: half a list would take the other half for lost */
async function list(folder: string, context: CommandContext) {
  const { followLinks } = await userSettings(context);
  const files: ScannedFile[] = [];
  const unreadable: { path: string; error: ErrorData }[] = [];
  for await (const event of walkFolder(folder, { followLinks }, context.signal)) {
    if (event.kind === 'file') files.push(event.file);
    else if (event.kind === 'unreadable') unreadable.push(event);
  }
  throwIfCancelled(context.signal);
  return { files, unreadable };
}

function reportOf(
  due: readonly string[],
  {
    store,
    shards,
    ...facts
  }: Pick<ImportReport, 'folder' | 'files' | 'damagedLines'> & {
    readonly store: ResultStore;
    readonly shards: SeenShards;
  },
): ImportReport {
  const notGiven = due.filter((path) => store.outcomeOf(path) === null);
  for (const path of notGiven) shards.lack(relativePath(facts.folder, path));
  const { merged, known, absent } = store.counts();
  return {
    ...facts,
    merged,
    known,
    absent,
    notGiven,
    changed: due.filter((path) => store.outcomeOf(path) === 'changed'),
    failed: store.failed(),
    shards: shards.report(),
  };
}
