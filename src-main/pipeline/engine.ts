import type { AnalyzedFile } from '../contract/track.ts';
import { join } from 'node:path';
import { AppError, toErrorData } from '../contract/app-error.ts';
import type { TrackMetadata } from '../contract/track.ts';
import type { AnalysisWindow, ProviderChoice } from '../contract/values.ts';
import { analyzeTrack } from './analyze-track.ts';
import type { Decoder } from './decode/decoder.ts';
import { openDecoder } from './decode/open-decoder.ts';
import type { Recogniser } from './model/recogniser.ts';
import { startRecogniser } from './model/recogniser.ts';
import { readMetadata } from './scan/read-metadata.ts';

/** Decoder and model, ready for many files. */
export interface Engine {
  readonly recogniser: Recogniser;
  readonly decoder: Decoder;
  /** Never throws for a file's sake; results come in the order in which files finish. */
  analyze(paths: AsyncIterable<string> | Iterable<string>, options: AnalyzeOptions): AsyncGenerator<AnalyzedFile>;
  close(): Promise<void>;
}

/** How files are analysed. */
interface AnalyzeOptions {
  readonly window: AnalysisWindow;
  readonly jobs: number;
  readonly signal?: AbortSignal;
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
  const decoder = await openDecoder(options.ffmpegPath, options.workerFolder);
  const workerFile = join(options.workerFolder, 'inference.worker.js');
  return createEngine(decoder, await startRecogniser(options.model, options.modelRoots, { ...options, workerFile }));
}

/** An engine from parts that are already there. */
export function createEngine(decoder: Decoder, recogniser: Recogniser): Engine {
  return {
    decoder,
    recogniser,
    analyze: (paths, options) =>
      analyzeFiles(paths, (path) => analyzeFile(path, { decoder, recogniser, ...options }), options),
    close: () => recogniser.close(),
  };
}

async function analyzeFile(
  path: string,
  context: { decoder: Decoder; recogniser: Recogniser } & AnalyzeOptions,
): Promise<AnalyzedFile> {
  let metadata: TrackMetadata | null = null;
  try {
    context.onStart?.(path);
    metadata = await readMetadata(path);
    return {
      path,
      metadata,
      outcome: { ok: true, analysis: await analyzeTrack(path, metadata.durationSeconds, context) },
    };
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
  const takeFirst = async () => {
    const file = await Promise.race(running.values());
    running.delete(file.path);
    return file;
  };
  for await (const path of paths) {
    if (signal?.aborted) break;
    if (running.has(path)) continue;
    running.set(path, analyze(path));
    if (running.size >= jobs) yield await takeFirst();
  }
  while (running.size > 0) {
    const file = await takeFirst();
    if (file.outcome.ok || file.outcome.error.code !== 'cancelled') yield file;
  }
  if (signal?.aborted) throw new AppError('cancelled');
}
