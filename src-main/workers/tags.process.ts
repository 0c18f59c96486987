import { stat } from 'node:fs/promises';
import { toErrorData } from '../contract/app-error.ts';
import type { FileFailure } from '../contract/tags.ts';
import { fsPath } from '../files/fs-path.ts';
import { openDecoder } from '../pipeline/decode/open-decoder.ts';
import { readMetadata } from '../pipeline/scan/read-metadata.ts';
import { applyBatch, undoBatch } from '../tags/batches.ts';
import { recover } from '../tags/recover.ts';
import { serveParent } from './parent-port.ts';
import type { TagsReply, TagsRequest } from './tags-protocol.ts';
import { tagsRequestSchema } from './tags-protocol.ts';

type Reply = (reply: TagsReply) => void;
type Result = Extract<TagsReply, { kind: 'result' }>['result'];

let controller = new AbortController();

async function work(request: Exclude<TagsRequest, { kind: 'cancel' }>, reply: Reply): Promise<void> {
  controller = new AbortController();
  const { signal } = controller;
  if (request.kind === 'recover') {
    const { unread, ...counts } = await recover(request.root);
    return reply({ kind: 'recovered', ...counts, unread: [...unread] });
  }
  const reports: Promise<void>[] = [];
  const onFile = ({ path, failure }: { path: string; failure: FileFailure | null }) => {
    reports.push(describe(path).then((now) => reply({ kind: 'file', path, failure, now: failure ? null : now })));
  };
  const context = { root: request.root, signal, onFile };
  const result =
    request.kind === 'undo' ? await undoBatch(request.batchId, context, request.model) : await apply(request, context);
  await Promise.all(reports);
  reply({
    kind: 'result',
    result: { ...result, failures: [...result.failures], notes: [...result.notes] } satisfies Result,
  });
}

async function apply(request: Extract<TagsRequest, { kind: 'apply' }>, context: Parameters<typeof undoBatch>[1]) {
  const decoder = await openDecoder(request.ffmpegPath, import.meta.dirname);
  return applyBatch(request.changes, request.folder, { ...context, decoder, rules: request.rules });
}

async function describe(path: string): Promise<Extract<TagsReply, { kind: 'file' }>['now']> {
  try {
    const [{ genres }, { size, mtimeMs }] = await Promise.all([readMetadata(path), stat(fsPath(path))]);
    return { genres: [...genres], size, modifiedMilliseconds: Math.floor(mtimeMs) };
  } catch {
    return null;
  }
}

serveParent(tagsRequestSchema, (request, reply: Reply) => {
  if (request.kind === 'cancel') controller.abort();
  else work(request, reply).catch((error: unknown) => reply({ kind: 'failed', error: toErrorData(error) }));
});
