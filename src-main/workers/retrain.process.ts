import { access } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { catalogueModels } from '../../training/runtime/catalogue.ts';
import { linearModelOf } from '../../training/runtime/linear-model.ts';
import { onnxCompiler, runnerOf } from '../../training/runtime/onnx-runner.ts';
import type { RetrainOptions } from '../../training/runtime/retrain-options.ts';
import { basesOf } from '../../training/runtime/bases.ts';
import { retrainLastLayer } from '../../training/runtime/retrain-last-layer.ts';
import { trainingProvider } from '../../training/runtime/training-provider.ts';
import type { AllWeightsOptions } from '../../training/runtime/train-all-weights.ts';
import { retrainAllWeights } from '../../training/runtime/retrain-all-weights.ts';
import type { CrossValidation } from '../../training/retrain/cross-validate.ts';
import { nextLabels } from '../../training/retrain/label-queue.ts';
import { labelSet } from '../../training/retrain/label-set.ts';
import { splitByFeatures } from '../../training/retrain/split-genre.ts';
import { parentProcessPort } from '../channel/parent-port.ts';
import type { RequestOf, ResponseOf } from '../channel/protocol.ts';
import type { Emit } from '../channel/server.ts';
import { serve } from '../channel/server.ts';
import { AppError } from '../contract/app-error.ts';
import type { RetrainedModel } from '../contract/retrain.ts';
import { inputShape } from '../pipeline/features/feature-spec.ts';
import { findModelFolder, loadModel } from '../pipeline/model/model-folder.ts';
import { loadMembers, readSpecHash } from '../pipeline/model/recogniser.ts';
import { hearFeatures, hearSound, soundHash } from './retrain/hear-tracks.ts';
import type { RetrainProtocol } from './retrain-protocol.ts';
import { retrainProtocol } from './retrain-protocol.ts';

type RetrainRequest = RequestOf<RetrainProtocol, 'retrain'>;

/** Below everything else: analysing and listening come first. */
const NICE = 10;
const MOST_DOUBTS = 500;
/** A full training leaves a core to the rest of the app. */
const THREADS = { quick: 2, full: 1 } as const;

async function learn(request: RetrainRequest, emit: Emit<RetrainProtocol>): Promise<RetrainedModel> {
  const { base, modelRoots, name, against, out, choice } = request;
  const bases = basesOf(base, await loadMembers(await findModelFolder(base, modelRoots), modelRoots));
  const onHeard = (done: number, total: number) => emit('analysed', { done, total });
  const { genres, tracks, warnings } = labelSet(await hearFeatures(request, import.meta.dirname, onHeard), {
    shipped: bases.genres,
    kept: choice.keepsShipped && choice.mode !== 'scratch' ? bases.genres : [],
    relations: request.relations,
  });
  const options: RetrainOptions = {
    name,
    bases,
    genres,
    tracks,
    against,
    out,
    seed: 1,
    learnedAt: request.learnedAt,
    date: new Date().toISOString().slice(0, 10),
    command: `genrescope retrain --base ${base} --mode ${choice.mode}`,
    compile: onnxCompiler('cpu', choice.mode === 'quick' ? THREADS.quick : THREADS.full),
  };
  const started = performance.now();
  let judged = tracks;
  let learnedFrom = tracks.length;
  let evaluation: CrossValidation;
  if (choice.mode === 'quick') {
    emit('learning', null);
    ({ evaluation } = await retrainLastLayer(options));
  } else {
    const heard = await hearSound(tracks, bases.spec.hopLength, request, import.meta.dirname, onHeard);
    learnedFrom = heard.length;
    const gone = (
      await Promise.all(
        request.tracks.map(({ path }) =>
          access(path).then(
            () => [],
            () => [path],
          ),
        ),
      )
    ).flat();
    ({ evaluation, judged } = await tellEpochs(
      { ...options, tracks: heard, mode: choice.mode, provider: await trainingProvider(request.provider) },
      emit,
    ).catch((error: unknown) => {
      const isOther = error instanceof AppError && error.code === 'training-changed' && gone.length > 0;
      throw isOther ? new AppError('labelled-file-gone', gone.slice(0, 3).join(', ')) : error;
    }));
  }
  const nameOf = (genre: number | undefined) => genres[genre ?? -1]?.name ?? '';
  return {
    name,
    genres: genres.map((genre) => genre.name),
    tracks: learnedFrom,
    leftOut: request.tracks.length - learnedFrom,
    seconds: (performance.now() - started) / 1000,
    against,
    warnings,
    comparison: evaluation.comparison,
    confusion: evaluation.fresh.confusion,
    automatic: evaluation.automatic,
    heldOut: evaluation.heldOut.map(({ track, label, predicted }) => ({
      path: judged[track]?.id ?? '',
      label,
      predicted,
    })),
    doubtful: evaluation.doubtful.slice(0, MOST_DOUBTS).map(({ track, suggestion, doubt }) => ({
      path: judged[track]?.id ?? '',
      before: nameOf(judged[track]?.genres[0]),
      after: nameOf(suggestion),
      share: doubt,
    })),
  };
}

async function tellEpochs(
  options: Omit<AllWeightsOptions, 'resume' | 'threads' | 'batchWorkerFile'>,
  emit: Emit<RetrainProtocol>,
): Promise<{ evaluation: CrossValidation; judged: LearnedTracks }> {
  for await (const event of retrainAllWeights({
    ...options,
    resume: true,
    threads: THREADS.full,
    batchWorkerFile: join(import.meta.dirname, 'batches.worker.js'),
  })) {
    if (event.kind === 'epoch')
      emit('epoch', {
        epoch: event.epoch,
        epochs: event.epochs,
        etaSeconds: event.etaSeconds,
        accuracy: event.validation?.accuracy ?? null,
      });
    if (event.kind === 'evaluated') return { evaluation: event.evaluation, judged: event.held };
  }
  throw new AppError('training-crashed', 'The training ended without an evaluation.');
}

/** Silence in, as many numbers out as the card has genres. */
async function tryModel(folder: string): Promise<null> {
  const { card, network } = await loadModel(folder);
  const shape = inputShape(card.featureSpec);
  const runner = await runnerOf(network, { patches: [-1, ...shape] }, 'cpu', 1);
  try {
    const { logits } = await runner.run({
      patches: new Float32Array(shape.reduce((product, length) => product * length, 1)),
    });
    if (logits?.length !== card.genres.length || logits.some((value) => !Number.isFinite(value)))
      throw new AppError('model-invalid', `${card.name} does not answer as its card says.`);
  } finally {
    await runner.release();
  }
  return null;
}

type LearnedTracks = RetrainOptions['tracks'];

/** Kept from one question to the next. */
let kept: { readonly key: string; readonly linear: ReturnType<typeof linearModelOf> } | null = null;

async function predict({
  model,
  modelRoots,
  features,
}: RequestOf<RetrainProtocol, 'predict'>): Promise<ResponseOf<RetrainProtocol, 'predict'>> {
  const specHash = await readSpecHash(model, modelRoots);
  const key = `${model} ${specHash}`;
  if (kept?.key !== key)
    kept = { key, linear: linearModelOf(await loadMembers(await findModelFolder(model, modelRoots), modelRoots)) };
  const { linear } = kept;
  if (!linear) throw new AppError('base-unsuitable', `${model} is no network of ours.`);
  return { specHash, genres: linear.genres, probabilities: features.map((row) => linear.predict(row)) };
}

setPriority(NICE);
serve(parentProcessPort(), retrainProtocol, {
  catalogue: ({ modelRoots }) => catalogueModels(modelRoots),
  retrain: (request, { emit }) => learn(request, emit),
  nextLabels: ({ candidates, known, count }) => nextLabels(candidates, known, count),
  tryModel: ({ folder }) => tryModel(folder),
  clusters: ({ features }) => splitByFeatures(features),
  soundHash: (request) => soundHash(request, import.meta.dirname),
  predict,
});
