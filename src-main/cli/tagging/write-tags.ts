import { AppError } from '../../contract/app-error.ts';
import { texts } from '../../texts/index.ts';
import { changeOf } from '../../use-cases/library/plan-file.ts';
import type { TagChange, TagResult } from '../../contract/tags.ts';
import { openDecoder } from '../../pipeline/decode/open-decoder.ts';
import type { BatchContext } from '../../tags/batches.ts';
import { applyBatch } from '../../tags/batches.ts';
import { printJson, say } from '../output.ts';
import { createProgress } from '../progress.ts';
import { tellLibrary } from '../tell-library.ts';
import type { TagSession } from './tag-session.ts';

type FileEvent = Parameters<BatchContext['onFile']>[0];

/** Writes what was planned, and tells the library. @throws AppError busy, disk-full, cancelled */
export async function writeTags(folder: string, session: TagSession): Promise<void> {
  const { options, context } = session.task;
  const changes = session.writing.map((plan) => changeOf(plan.path, plan));
  if (changes.length === 0) {
    if (!options.json) say(`${texts.review.nothingToWrite.title}.`);
    return;
  }
  const written = new Set<string>();
  const result = await applyWithProgress(changes, folder, session, ({ path, failure, notes }) => {
    if (failure) return session.fail(path, failure.error);
    written.add(path);
    if (options.json) printJson({ path, status: 'written', ...(notes.length > 0 ? { notes } : {}) });
    else for (const note of notes) say(`${path}: ${texts.notices.tagNotes[note]}`);
  });
  await tellLibrary(
    changes.filter(({ path }) => written.has(path)),
    true,
    context,
  );
  sayResult(result, options.json);
  if (result.cancelled) throw new AppError('cancelled');
}

async function applyWithProgress(
  changes: readonly TagChange[],
  folder: string,
  { task: { context, settings, writingRules } }: TagSession,
  onFile: (event: FileEvent) => void,
): Promise<TagResult> {
  const decoder = await openDecoder(settings.ffmpegPath, context.workerFolder);
  const progress = createProgress('files');
  let done = 0;
  let failed = 0;
  const result = await applyBatch(changes, folder, {
    root: context.paths.journal,
    decoder,
    rules: writingRules,
    signal: context.signal,
    onFile(event) {
      done += 1;
      if (event.failure) failed += 1;
      progress.step(done, changes.length, failed);
      onFile(event);
    },
  });
  progress.finish();
  return result;
}

function sayResult({ batchId, written, failures }: TagResult, json: boolean): void {
  if (json) return printJson({ status: 'batch', batch: batchId, written, failed: failures.length });
  const failed = failures.length > 0 ? `, ${failures.length} not written` : '';
  const undo = batchId === null ? '' : ` “genrescope undo ${batchId}” restores the original bytes.`;
  say(`${texts.review.result.applied(written)}${failed}.${undo}`);
}
