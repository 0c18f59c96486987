import type { AnalyzedFile } from '../contract/track.ts';
import { join } from 'node:path';
import { AppError, toErrorData } from '../contract/app-error.ts';
import type { TrackMetadata } from '../contract/track.ts';
import type { AnalysisWindow, ProviderChoice } from '../contract/values.ts';
import { analyzeTrack } from './analyze-track.ts';
import { withDigest } from './analyzed-sound.ts';
import type { Decoder } from './decode/decoder.ts';
import { openDecoder } from './decode/open-decoder.ts';
import type { Recogniser } from './model/recogniser.ts';
import { startRecogniser } from './model/recogniser.ts';
import type { FileReader } from './scan/file-reader.ts';
import { createFileReader } from './scan/file-reader.ts';
import { inSpan } from './stage-spans.ts';

/** Decoder and model, ready for many files. */
export interface Engine {
  readonly recogniser: Recogniser;
  readonly decoder: Decoder;
  readonly reader: FileReader;
  /** Never throws for a file's sake; results come in the order in which files finish. */
  analyze(paths: AsyncIterable<string> | Iterable<string>, options: AnalyzeOptions): AsyncGenerator<AnalyzedFile>;
  /** Waits for what is still computed for files that {@link analyze} was cancelled before. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** How files are analysed. */
interface AnalyzeOptions {
  readonly window: AnalysisWindow;
  readonly jobs: number;
  /** In seconds, of a file whose tags are known and not read again; null where it tells none, undefined of all others. */
  readonly durationOf?: (path: string) => number | null | undefined;
  readonly signal?: AbortSignal;
  /** Whether it is told by what the analysed sound is known again. */
  readonly digests?: boolean;
  /** Told when work on a file begins, so that a crash can be laid at its door. */
  readonly onStart?: (path: string) => void;
}

/** What an engine is made of. */
export interface EngineOptions {
  /** Folder of the built workers. */
  readonly workerFolder: string;
  readonly modelRoots: readonly string[];
  readonly model: string;
  readonly provider: ProviderChoice;
  readonly ffmpegPath: string | null;
  readonly threads: number;
}

/** Loads the model, finds FFmpeg and starts the inference workers. @throws AppError */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const workerFile = join(options.workerFolder, 'inference.worker.js');
  // At the same time: finding FFmpeg waits for a program, loading the model for a thread.
  const [decoder, recogniser] = await Promise.allSettled([
    openDecoder(options.ffmpegPath, options.workerFolder),
    startRecogniser(options.model, options.modelRoots, { ...options, workerFile }),
  ]);
  if (recogniser.status === 'rejected') throw decoder.status === 'rejected' ? decoder.reason : recogniser.reason;
  if (decoder.status === 'rejected') {
    await recogniser.value.close();
    throw decoder.reason;
  }
  return createEngine(decoder.value, recogniser.value, createFileReader(options.workerFolder));
}

/** An engine from parts that are already there. */
export function createEngine(decoder: Decoder, recogniser: Recogniser, reader: FileReader): Engine {
  const underWay = new Set<Promise<AnalyzedFile>>();
  const analyzeOne = (path: string, options: AnalyzeOptions) => {
    const file = analyzeFile(path, { decoder, recogniser, reader, ...options });
    underWay.add(file);
    return file.finally(() => underWay.delete(file));
  };
  return {
    decoder,
    recogniser,
    reader,
    analyze: (paths, options) => analyzeFiles(paths, (path) => analyzeOne(path, options), options),
    settled: async () => void (await Promise.all(underWay)),
    async close() {
      reader.close();
      await recogniser.close();
    },
  };
}

async function analyzeFile(
  path: string,
  context: Pick<Engine, 'decoder' | 'recogniser' | 'reader'> & AnalyzeOptions,
): Promise<AnalyzedFile> {
  let metadata: TrackMetadata | null = null;
  try {
    context.onStart?.(path);
    const known = context.durationOf?.(path);
    if (known === undefined)
      metadata = await inSpan('metadata', path, () => context.reader.metadata(path, context.signal));
    const durationSeconds = known === undefined ? (metadata?.durationSeconds ?? null) : known;
    const analyze = () => analyzeTrack(path, durationSeconds, context);
    if (!context.digests) return { path, metadata, outcome: { ok: true, analysis: await analyze() } };
    const { result: analysis, audioDigest } = await withDigest(path, context.reader, analyze, context.signal);
    return { path, metadata, outcome: { ok: true, analysis }, ...(audioDigest !== null && { audioDigest }) };
  } catch (error) {
    return { path, metadata, outcome: { ok: false, error: toErrorData(error) } };
  }
}

/** Keeps `jobs` files under way and yields each when it is done. @throws AppError cancelled */
async function* analyzeFiles(
  paths: AsyncIterable<string> | Iterable<string>,
  analyze: (path: string) => Promise<AnalyzedFile>,
  { jobs, signal }: AnalyzeOptions,
): AsyncGenerator<AnalyzedFile> {
  const running = new Map<string, Promise<AnalyzedFile>>();
  const patience = patienceAfter(signal);
  const takeFirst = async () => {
    const file = await Promise.race([...running.values(), patience.end()]);
    if (file) running.delete(file.path);
    else running.clear();
    return file?.outcome.ok === false && file.outcome.error.code === 'cancelled' ? null : file;
  };
  try {
    for await (const path of paths) {
      if (signal?.aborted) break;
      if (running.has(path)) continue;
      running.set(path, analyze(path));
      const done = running.size >= jobs ? await takeFirst() : null;
      if (done) yield done;
    }
    while (running.size > 0) {
      const done = await takeFirst();
      if (done) yield done;
    }
  } finally {
    patience.dispose();
  }
  if (signal?.aborted) throw new AppError('cancelled');
}

/** What is nearly done when the user cancels is kept; nothing else is waited for. */
const PATIENCE_MILLISECONDS = 400;

/** How long files that are under way are waited for after the signal. */
function patienceAfter(signal: AbortSignal | undefined) {
  let isOver = false;
  let wake: () => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  const start = () => {
    timer = setTimeout(() => {
      isOver = true;
      wake();
    }, PATIENCE_MILLISECONDS);
  };
  if (signal?.aborted) start();
  signal?.addEventListener('abort', start, { once: true });
  return {
    end: () =>
      new Promise<null>((resolve) => {
        wake = () => resolve(null);
        if (isOver) wake();
      }),
    dispose() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', start);
    },
  };
}
