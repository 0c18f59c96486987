import { parentProcessPort } from '../channel/parent-port.ts';
import type { RequestOf } from '../channel/protocol.ts';
import type { HandlerContext } from '../channel/server.ts';
import { serve } from '../channel/server.ts';
import { AppError } from '../contract/app-error.ts';
import type { FileTags } from '../contract/track.ts';
import type { Engine } from '../pipeline/engine.ts';
import { startEngine } from '../pipeline/engine.ts';
import { readSpecHash } from '../pipeline/model/recogniser.ts';
import type { FileReader } from '../pipeline/scan/file-reader.ts';
import { createFileReader } from '../pipeline/scan/file-reader.ts';
import { readTags } from '../pipeline/scan/read-tags.ts';
import type { WalkEvent } from '../pipeline/scan/walk-folder.ts';
import { walkFolder } from '../pipeline/scan/walk-folder.ts';
import type { AnalysisProtocol } from './analysis-protocol.ts';
import { analysisProtocol } from './analysis-protocol.ts';
import { AnalysisQueue } from './analysis-queue.ts';

type Context = HandlerContext<AnalysisProtocol>;
type ListRequest = RequestOf<AnalysisProtocol, 'list'>;
type AnalyzeRequest = RequestOf<AnalysisProtocol, 'analyze'>;

const FOUND_AT_ONCE = 500;
const READ_AT_ONCE = 50;

/** Kept from one request to the next while the model as it is on the disk, the processor and the decoder stay the same. */
let kept: { readonly key: string; readonly engine: Engine } | null = null;
/** Threads are started when there is something to read. */
let reader: FileReader | null = null;
/** Of the analysis under way. */
let queue = new AnalysisQueue();

async function list({ folders, followLinks, model, modelRoots }: ListRequest, { signal, emit }: Context) {
  let met: WalkEvent[] = [];
  const flush = () => {
    emit('found', {
      files: met.flatMap((event) => (event.kind === 'file' ? [event.file] : [])),
      unreadable: met.flatMap((event) =>
        event.kind === 'unreadable' ? [{ path: event.path, error: event.error }] : [],
      ),
      leftOut: met.flatMap((event) => (event.kind === 'left-out' ? [event.leftOut] : [])),
    });
    met = [];
  };
  for (const folder of folders) {
    for await (const event of walkFolder(folder, { followLinks }, signal)) {
      met.push(event);
      if (met.length >= FOUND_AT_ONCE) flush();
    }
  }
  flush();
  if (signal.aborted) throw new AppError('cancelled');
  return { specHash: await readSpecHash(model, modelRoots).catch(() => null) };
}

async function read(
  { paths, compared }: RequestOf<AnalysisProtocol, 'read'>,
  { signal, emit }: Context,
): Promise<null> {
  reader ??= createFileReader(import.meta.dirname);
  let files: FileTags[] = [];
  const flush = () => {
    if (files.length > 0) emit('read', { files });
    files = [];
  };
  try {
    for await (const file of readTags(paths, reader, signal, new Set(compared))) {
      files.push(file);
      if (files.length >= READ_AT_ONCE) flush();
    }
  } finally {
    flush();
  }
  return null;
}

function prefer({ paths, durations }: RequestOf<AnalysisProtocol, 'prefer'>): null {
  queue.prefer(paths, durations);
  return null;
}

async function analyze(request: AnalyzeRequest, { signal, emit }: Context): Promise<null> {
  // What is preferred while the model is loaded counts, too.
  const own = new AnalysisQueue(request.paths, request.durations);
  queue = own;
  const engine = await engineFor(request);
  const { name, specHash, genres, styles, provider } = engine.recogniser;
  emit('engine', { model: name, specHash, genres, styles, provider });
  const onStart = (path: string) => emit('started', { path });
  const durationOf = (path: string) => own.durationOf(path);
  try {
    for await (const file of engine.analyze(own, { ...request, durationOf, signal, onStart, digests: true }))
      emit('analyzed', file);
  } finally {
    // A model that computes without end is not left to the next scan: whoever cancelled ends this process instead.
    await engine.settled();
  }
  return null;
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

/** A session that broke is not used again. */
function forgetBroken(error: unknown): never {
  if (!(error instanceof AppError && error.code === 'cancelled')) kept = null;
  throw error;
}

serve(parentProcessPort(), analysisProtocol, {
  list: (request, context) => list(request, context).catch(forgetBroken),
  read,
  prefer,
  analyze: (request, context) => analyze(request, context).catch(forgetBroken),
});
