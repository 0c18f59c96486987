import { stat } from 'node:fs/promises';
import { parentProcessPort } from '../channel/parent-port.ts';
import type { EventOf, RequestOf } from '../channel/protocol.ts';
import type { HandlerContext } from '../channel/server.ts';
import { serve } from '../channel/server.ts';
import type { FileFailure, TagResult } from '../contract/tags.ts';
import { fsPath } from '../files/fs-path.ts';
import { withMovedFiles } from '../library/moved-files.ts';
import { openDecoder } from '../pipeline/decode/open-decoder.ts';
import { createFileReader } from '../pipeline/scan/file-reader.ts';
import type { BatchContext } from '../tags/batches.ts';
import { applyBatch, undoBatch } from '../tags/batches.ts';
import { redoBatch } from '../tags/redo-batch.ts';
import { recover } from '../tags/recover.ts';
import { CollectedChanges } from './collected-changes.ts';
import type { TagsProtocol } from './tags-protocol.ts';
import { tagsProtocol } from './tags-protocol.ts';

const reader = createFileReader(import.meta.dirname);
const waiting = new CollectedChanges();

type Context = HandlerContext<TagsProtocol>;

/** Runs a batch, telling of every file; the result comes after the last of them. */
async function tellingFiles<Result extends TagResult>(
  root: string,
  { signal, emit }: Context,
  run: (context: BatchContext) => Promise<Result>,
): Promise<Result> {
  const reports: Promise<void>[] = [];
  const onFile = ({ path, failure }: { path: string; failure: FileFailure | null }) => {
    reports.push(describe(path).then((now) => emit('file', { path, failure, now: failure ? null : now })));
  };
  const result = await run({ root, signal, onFile });
  await Promise.all(reports);
  return result;
}

async function apply(request: RequestOf<TagsProtocol, 'apply'>, context: Context) {
  const { root, folder, rules, ffmpegPath } = request;
  const changes = waiting.take(request.collected, request.changes);
  const decoder = await openDecoder(ffmpegPath, import.meta.dirname);
  return tellingFiles(root, context, (batch) => applyBatch(changes, folder, { ...batch, decoder, rules }));
}

async function redo({ root, batchId, files, rules, ffmpegPath }: RequestOf<TagsProtocol, 'redo'>, context: Context) {
  const decoder = await openDecoder(ffmpegPath, import.meta.dirname);
  return tellingFiles(root, context, (batch) => redoBatch(batchId, new Set(files), { ...batch, decoder, rules }));
}

async function describe(path: string): Promise<EventOf<TagsProtocol, 'file'>['now']> {
  try {
    const [{ genres, fields }, { size, mtimeMs }] = await Promise.all([reader.metadata(path), stat(fsPath(path))]);
    return { genres, ...(fields && { fields }), size, modifiedMilliseconds: Math.floor(mtimeMs) };
  } catch {
    return null;
  }
}

serve(parentProcessPort(), tagsProtocol, {
  collect({ collected, changes }) {
    waiting.add(collected, changes);
    return null;
  },
  apply,
  redo,
  undo: ({ root, library, batchId, model, files }, context) =>
    withMovedFiles(library, (placeOf) =>
      tellingFiles(root, context, (batch) =>
        undoBatch(batchId, { ...batch, placeOf }, { model, files: files && new Set(files) }),
      ),
    ),
  recover: ({ root }) => recover(root),
});
