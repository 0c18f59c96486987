import { join } from 'node:path';
import { frontEndOf } from '../../../training/dataset/front-end-spec.ts';
import type { LabelSet } from '../../../training/retrain/label-set.ts';
import { labelSet } from '../../../training/retrain/label-set.ts';
import type { Bases } from '../../../training/runtime/bases.ts';
import { basesOf } from '../../../training/runtime/bases.ts';
import { knownNames } from '../../../training/runtime/last-layer-basis.ts';
import { onnxCompiler } from '../../../training/runtime/onnx-runner.ts';
import { retrainAllWeights } from '../../../training/runtime/retrain-all-weights.ts';
import { retrainLastLayer } from '../../../training/runtime/retrain-last-layer.ts';
import type { RetrainOptions } from '../../../training/runtime/retrain-options.ts';
import type { AllWeightsOptions, AllWeightsTrainingEvent } from '../../../training/runtime/train-all-weights.ts';
import { trainingProvider } from '../../../training/runtime/training-provider.ts';
import { AppError } from '../../contract/app-error.ts';
import type { GenreRelation } from '../../contract/labels.ts';
import type { RetrainWarning } from '../../contract/retrain.ts';
import type { ProviderChoice, RetrainMode } from '../../contract/values.ts';
import { openDecoder } from '../../pipeline/decode/open-decoder.ts';
import { startEngine } from '../../pipeline/engine.ts';
import { findModelFolder } from '../../pipeline/model/model-folder.ts';
import { loadMembers } from '../../pipeline/model/recogniser.ts';
import type { AnalysisProgress, LabelledAnalysis, NamedFile } from './analyze-labelled.ts';
import { analyzeLabelled } from './analyze-labelled.ts';
import type { SoundProgress } from './read-labelled-sound.ts';
import { readLabelledSound } from './read-labelled-sound.ts';
import type { RetrainOutcome, RetrainReport } from './retrain-report.ts';
import { retrainReport } from './retrain-report.ts';

/** A model that is to learn from labels. */
export interface RetrainRequest
  extends
    Pick<RetrainOptions, 'name' | 'against' | 'out' | 'seed' | 'learnedAt' | 'command'>,
    Pick<AllWeightsOptions, 'resume' | 'threads'> {
  /** The model that is built upon. */
  readonly base: string;
  readonly mode: RetrainMode;
  /** Genres of the base stay where nobody labelled them; not when training begins from nothing. */
  readonly keepsShipped: boolean;
  /** What the user has said of their genres. */
  readonly relations: readonly GenreRelation[];
  readonly files: readonly NamedFile[];
  /** How files without features are analysed. */
  readonly analysis: Pick<LabelledAnalysis, 'window' | 'jobs'> & { readonly provider: ProviderChoice };
  /** What trains all weights. */
  readonly provider: ProviderChoice;
}

/** What retraining works with, and whom it tells. */
export interface RetrainServices {
  readonly modelRoots: readonly string[];
  readonly ffmpegPath: string | null;
  /** Folder of the built workers. */
  readonly workerFolder: string;
  readonly signal?: AbortSignal;
  readonly onProgress: (progress: RetrainProgress) => void;
}

/** How far retraining is. */
export type RetrainProgress =
  | AnalysisProgress
  | { readonly kind: 'labels-known'; readonly warnings: readonly RetrainWarning[] }
  /** A last layer is fitted, which takes seconds. */
  | { readonly kind: 'retraining' }
  | SoundProgress
  /** All weights are trained, which takes minutes. */
  | { readonly kind: 'training'; readonly event: AllWeightsTrainingEvent };

/**
 * The whole flow: labelled files → features → label set → last layer or all weights → cross-validation → card and file.
 * @returns null where training all weights was stopped; its checkpoint stays
 * @throws AppError training-data where the labels are too few, training-changed where a checkpoint is of other labels,
 *   cancelled, and what model, decoder and file system say
 */
export async function retrainModel(request: RetrainRequest, services: RetrainServices): Promise<RetrainReport | null> {
  const { base, files, mode } = request;
  const { modelRoots, onProgress } = services;
  const bases = basesOf(base, await loadMembers(await findModelFolder(base, modelRoots), modelRoots));
  const named = await analyzeLabelled(files, labelledAnalysis(request, services), onProgress);
  if (named.length === 0) throw new AppError('training-data', `Of ${countOf(files.length)}, none can be used.`);
  const labels = labelSet(named, {
    shipped: knownNames(bases),
    kept: request.keepsShipped && mode !== 'scratch' ? bases.genres : [],
    relations: request.relations,
  });
  onProgress({ kind: 'labels-known', warnings: labels.warnings });
  const started = performance.now();
  const options = retrainOptions(request, bases, labels);
  const retrained =
    mode === 'quick'
      ? await withNewLastLayer(options, services)
      : await withNewWeights(options, { ...request, mode }, services);
  return retrained && retrainReport(labels, { ...retrained, seconds: (performance.now() - started) / 1000 });
}

function labelledAnalysis(
  { base, analysis: { provider, window, jobs } }: RetrainRequest,
  { modelRoots, ffmpegPath, workerFolder, signal }: RetrainServices,
): LabelledAnalysis {
  const openEngine = () => startEngine({ model: base, modelRoots, provider, ffmpegPath, workerFolder, threads: 1 });
  return { openEngine, window, jobs, ...(signal && { signal }) };
}

type Retrained = Omit<RetrainOutcome, 'seconds'>;

function retrainOptions(
  { name, against, out, seed, learnedAt, command, threads }: RetrainRequest,
  bases: Bases,
  { genres, tracks }: LabelSet,
): RetrainOptions {
  const date = new Date().toISOString().slice(0, 10);
  const compile = onnxCompiler('cpu', threads);
  return { name, bases, genres, tracks, against, out, seed, date, learnedAt, command, compile };
}

async function withNewLastLayer(options: RetrainOptions, { onProgress }: RetrainServices): Promise<Retrained> {
  onProgress({ kind: 'retraining' });
  const { evaluation } = await retrainLastLayer(options);
  return { evaluation, evaluated: options.tracks, tracks: options.tracks.length };
}

/** @returns null where it was stopped */
async function withNewWeights(
  options: RetrainOptions,
  { mode, resume, threads, provider }: RetrainRequest & Pick<AllWeightsOptions, 'mode'>,
  { ffmpegPath, workerFolder, signal, onProgress }: RetrainServices,
): Promise<Retrained | null> {
  const stop = signal && { signal };
  const decoder = await openDecoder(ffmpegPath, workerFolder);
  const reading = { decoder, frontEnd: frontEndOf(options.bases.spec), ...stop };
  const tracks = await readLabelledSound(options.tracks, reading, onProgress);
  const events = retrainAllWeights({
    ...options,
    ...stop,
    tracks,
    mode,
    resume,
    threads,
    provider: await trainingProvider(provider),
    batchWorkerFile: join(workerFolder, 'batches.worker.js'),
  });
  for await (const event of events) {
    if (event.kind === 'evaluated')
      return { evaluation: event.evaluation, evaluated: event.held, tracks: tracks.length };
    onProgress({ kind: 'training', event });
  }
  return null;
}

function countOf(files: number): string {
  return files === 1 ? '1 labelled file' : `${files} labelled files`;
}
