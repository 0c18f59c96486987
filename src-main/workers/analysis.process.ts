import { AppError, toErrorData } from '../contract/app-error.ts';
import type { Engine } from '../pipeline/engine.ts';
import { startEngine } from '../pipeline/engine.ts';
import { readSpecHash } from '../pipeline/model/recogniser.ts';
import { walkFolder } from '../pipeline/scan/walk-folder.ts';
import type { AnalysisReply, AnalysisRequest } from './analysis-protocol.ts';
import { analysisRequestSchema } from './analysis-protocol.ts';
import { serveParent } from './parent-port.ts';

type Reply = (reply: AnalysisReply) => void;
type AnalyzeRequest = Extract<AnalysisRequest, { kind: 'analyze' }>;
type ListRequest = Extract<AnalysisRequest, { kind: 'list' }>;
type Found = Extract<AnalysisReply, { kind: 'found' }>;

const FOUND_AT_ONCE = 500;

let controller = new AbortController();
/** Kept from one request to the next while the model as it is on the disk, the processor and the decoder stay the same. */
let kept: { readonly key: string; readonly engine: Engine } | null = null;

async function list({ root, model, modelRoots }: ListRequest, reply: Reply, signal: AbortSignal): Promise<void> {
  let files: Found['files'][number][] = [];
  let unreadable: Found['unreadable'][number][] = [];
  let leftOut: Found['leftOut'][number][] = [];
  const flush = () => {
    reply({ kind: 'found', files, unreadable, leftOut });
    files = [];
    unreadable = [];
    leftOut = [];
  };
  for await (const event of walkFolder(root, signal)) {
    if (event.kind === 'file') files.push(event.file);
    else if (event.kind === 'unreadable') unreadable.push({ path: event.path, error: event.error });
    else leftOut.push(event.leftOut);
    if (files.length + unreadable.length + leftOut.length >= FOUND_AT_ONCE) flush();
  }
  flush();
  if (signal.aborted) throw new AppError('cancelled');
  reply({ kind: 'listed', specHash: await readSpecHash(model, modelRoots).catch(() => null) });
}

async function analyze(request: AnalyzeRequest, reply: Reply, signal: AbortSignal): Promise<void> {
  const engine = await engineFor(request);
  const { name, specHash, genres, provider } = engine.recogniser;
  reply({
    kind: 'engine',
    model: name,
    specHash,
    genres: [...genres],
    provider: { active: provider.active, attempts: [...provider.attempts] },
  });
  const onStart = (path: string) => reply({ kind: 'started', path });
  for await (const { path, metadata, outcome } of engine.analyze(request.paths, { ...request, signal, onStart })) {
    const file = { path, metadata: metadata && { ...metadata, genres: [...metadata.genres] }, outcome };
    reply({ kind: 'analyzed', file });
  }
}

async function engineFor(request: AnalyzeRequest): Promise<Engine> {
  const { model, modelRoots, provider, ffmpegPath } = request;
  const key = JSON.stringify({ model, specHash: await readSpecHash(model, modelRoots), provider, ffmpegPath });
  if (kept?.key === key) return kept.engine;
  await kept?.engine.close();
  kept = null;
  const engine = await startEngine({
    workerFolder: import.meta.dirname,
    modelRoots,
    model,
    provider,
    ffmpegPath,
    threads: 1,
  });
  kept = { key, engine };
  return engine;
}

async function serve(request: Exclude<AnalysisRequest, { kind: 'cancel' }>, reply: Reply): Promise<void> {
  controller = new AbortController();
  const { signal } = controller;
  try {
    if (request.kind === 'list') await list(request, reply, signal);
    else {
      await analyze(request, reply, signal);
      reply({ kind: 'finished', cancelled: false });
    }
  } catch (error) {
    if (error instanceof AppError && error.code === 'cancelled') return reply({ kind: 'finished', cancelled: true });
    // A session that broke is not used again.
    kept = null;
    reply({ kind: 'failed', error: toErrorData(error) });
  }
}

serveParent(analysisRequestSchema, (request, reply: Reply) => {
  if (request.kind === 'cancel') controller.abort();
  else void serve(request, reply);
});
