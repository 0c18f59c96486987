import { setPriority } from 'node:os';
import { nextLabels } from '../../training/retrain/label-queue.ts';
import { splitByFeatures } from '../../training/retrain/split-genre.ts';
import { catalogueModels } from '../../training/runtime/catalogue.ts';
import { featuresModelOf } from '../../training/runtime/features-model.ts';
import { parentProcessPort } from '../channel/parent-port.ts';
import type { RequestOf, ResponseOf } from '../channel/protocol.ts';
import type { Emit } from '../channel/server.ts';
import { serve } from '../channel/server.ts';
import { AppError } from '../contract/app-error.ts';
import type { RetrainedModel } from '../contract/retrain.ts';
import { createDecoderFinder } from '../pipeline/decode/open-decoder.ts';
import { findModelFolder } from '../pipeline/model/model-folder.ts';
import { jointTemperatureOf, loadMembers, readSpecHash } from '../pipeline/model/recogniser.ts';
import { addNetwork } from '../use-cases/training/add-network.ts';
import { convertNetwork } from '../use-cases/training/convert-network.ts';
import { exportModel } from '../use-cases/training/export-model.ts';
import type { RetrainProgress } from '../use-cases/training/retrain-model.ts';
import { retrainModel } from '../use-cases/training/retrain-model.ts';
import type { RetrainProtocol } from './retrain-protocol.ts';
import { retrainProtocol } from './retrain-protocol.ts';
import { fileExists, soundHash } from './retrain/sound-hash.ts';

type RetrainJob = RequestOf<RetrainProtocol, 'retrain'>;

/** Below everything else: analysing and listening come first. */
const NICE = 10;
const MOST_DOUBTS = 500;
/** A full training leaves a core to the rest of the app. */
const THREADS = { quick: 2, full: 1 } as const;
const ANALYSIS_JOBS = 2;

const decoderFor = createDecoderFinder(import.meta.dirname);

async function learn(request: RetrainJob, emit: Emit<RetrainProtocol>): Promise<RetrainedModel> {
  const { name, against, choice, tracks } = request;
  const report = await retrainModel(
    {
      ...request,
      ...choice,
      files: tracks,
      seed: 1,
      resume: true,
      threads: choice.mode === 'quick' ? THREADS.quick : THREADS.full,
      analysis: { provider: 'auto', window: request.window, jobs: ANALYSIS_JOBS },
      command: `genrescope retrain --base ${request.base} --mode ${choice.mode}`,
    },
    {
      modelRoots: request.modelRoots,
      ffmpegPath: request.ffmpegPath,
      workerFolder: import.meta.dirname,
      onProgress: (progress) => tellProgress(progress, emit),
    },
  ).catch((error: unknown) => explainChange(error, tracks));
  if (!report) throw new AppError('training-crashed', 'The training ended without an evaluation.');
  const { comparison, automatic, warnings, heldOut, doubtful, seconds, fresh } = report;
  return {
    name,
    against,
    seconds,
    automatic,
    comparison,
    warnings,
    heldOut,
    genres: report.genres,
    tracks: report.tracks,
    leftOut: tracks.length - report.tracks,
    confusion: fresh.confusion,
    doubtful: doubtful
      .slice(0, MOST_DOUBTS)
      .map(({ path, genres: [before = ''], suggestion, doubt }) => ({ path, before, after: suggestion, share: doubt })),
  };
}

function tellProgress(progress: RetrainProgress, emit: Emit<RetrainProtocol>): void {
  if (progress.kind === 'analysed' || progress.kind === 'sound-read')
    emit('analysed', { done: progress.done, total: progress.total });
  else if (progress.kind === 'retraining') emit('retraining', null);
  else if (progress.kind === 'training' && progress.event.kind === 'epoch') {
    const { epoch, epochs, etaSeconds, validation } = progress.event;
    emit('epoch', { epoch, epochs, etaSeconds, accuracy: validation?.accuracy ?? null });
  }
}

/** A training that cannot go on because a labelled file is gone is told so. @throws always */
async function explainChange(error: unknown, files: readonly { readonly path: string }[]): Promise<never> {
  if (!(error instanceof AppError) || error.code !== 'training-changed') throw error;
  const isThere = await Promise.all(files.map(({ path }) => fileExists(path)));
  const gone = files.filter((_, index) => !isThere[index]).map(({ path }) => path);
  throw gone.length > 0 ? new AppError('labelled-file-gone', gone.slice(0, 3).join(', ')) : error;
}

/** Kept from one question to the next. */
let kept: { readonly key: string; readonly predictor: ReturnType<typeof featuresModelOf> } | null = null;

async function predict({
  model,
  modelRoots,
  features,
}: RequestOf<RetrainProtocol, 'predict'>): Promise<ResponseOf<RetrainProtocol, 'predict'>> {
  const specHash = await readSpecHash(model, modelRoots);
  const key = `${model} ${specHash}`;
  if (kept?.key !== key) {
    const folder = await findModelFolder(model, modelRoots);
    const members = await loadMembers(folder, modelRoots);
    kept = { key, predictor: featuresModelOf(members, await jointTemperatureOf(folder)) };
  }
  const { predictor } = kept;
  if (!predictor) throw new AppError('base-unsuitable', `${model} is no network of ours.`);
  const { genres, styles } = predictor;
  const predictions = await predictor.predict(features);
  return {
    specHash,
    genres: [...genres],
    styles: [...styles],
    probabilities: predictions.map(({ probabilities }) => [...probabilities]),
    styleScores: predictions.map(({ styleScores }) => Float32Array.from(styleScores)),
    members: predictions.map(({ members }) => [...members]),
    disagreements: predictions.map(({ disagreement }) => disagreement),
  };
}

setPriority(NICE);
serve(parentProcessPort(), retrainProtocol, {
  catalogue: ({ modelRoots }) => catalogueModels(modelRoots),
  retrain: (request, { emit }) => learn(request, emit),
  nextLabels: ({ candidates, known, count }) => nextLabels(candidates, known, count),
  addNetwork: ({ path, models, modelRoots }) => addNetwork(path, { models, modelRoots, convert: convertNetwork }),
  exportModel: ({ model, into, modelRoots }) => exportModel(model, into, modelRoots),
  clusters: ({ features }) => splitByFeatures(features),
  soundHash: ({ path, ffmpegPath }) => soundHash(path, () => decoderFor(ffmpegPath)),
  predict,
});
