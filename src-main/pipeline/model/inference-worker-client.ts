import './disable-telemetry.ts';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { AppError } from '../../contract/app-error.ts';
import type { ErrorCode } from '../../contract/error-codes.ts';
import { ERROR_TEXTS } from '../../contract/error-codes.ts';
import type { ProviderChoice } from '../../contract/values.ts';
import { inputShape } from '../features/feature-spec.ts';
import type { Inference } from './inference.ts';
import { batchLimit, createBatcher } from './inference.ts';
import type { LoadedModel } from './model-folder.ts';
import { PROVIDERS } from '../../contract/values.ts';

const errorCode = z.custom<ErrorCode>((value) => typeof value === 'string' && value in ERROR_TEXTS);
const providerName = z.enum(PROVIDERS);

const floats = z.custom<Float32Array>((value) => value instanceof Float32Array);

/** What the worker answers. */
export const inferenceReplySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ready'),
    provider: z.object({
      active: providerName.nullable(),
      attempts: z.array(z.object({ provider: providerName, reason: z.string() })),
    }),
  }),
  z.object({ kind: z.literal('answer'), logits: floats, embedding: floats }),
  z.object({ kind: z.literal('failed'), code: errorCode, message: z.string() }),
]);

/** See {@link inferenceReplySchema}. */
export type InferenceReply = z.infer<typeof inferenceReplySchema>;

/** What the worker is asked: first once to load, then batch by batch. */
export type InferenceRequest =
  | {
      readonly kind: 'load';
      readonly network: Uint8Array;
      readonly inputShape: readonly number[];
      readonly provider: ProviderChoice;
      readonly threads: number;
      /** Room for a whole batch, which both sides see: handing over buffers costs more than computing on them. */
      readonly shared: SharedArrayBuffer;
    }
  | { readonly kind: 'run'; readonly count: number };

/** How to start the worker. */
export interface InferenceOptions {
  /** The worker's built file. */
  readonly workerFile: string;
  readonly provider: ProviderChoice;
  readonly threads: number;
}

/** Starts the session's one inference worker: ONNX Runtime blocks the thread it runs on. @throws AppError */
export async function startInferenceWorker(model: LoadedModel, options: InferenceOptions): Promise<Inference> {
  const worker = new Worker(options.workerFile);
  const ask = createExchange(worker);
  const { featureSpec, genres } = model.card;
  const { provider, threads } = options;
  const patchShape = inputShape(featureSpec);
  const patchSize = patchShape.reduce((product, size) => product * size, 1);
  const limit = batchLimit(patchSize);
  const shared = new SharedArrayBuffer(limit * patchSize * Float32Array.BYTES_PER_ELEMENT);
  const room = new Float32Array(shared);
  const ready = await ask({
    kind: 'load',
    network: model.network,
    inputShape: [-1, ...patchShape],
    provider,
    threads,
    shared,
  }).catch(async (error: unknown) => {
    await worker.terminate();
    throw error;
  });
  if (ready.kind !== 'ready') throw new AppError('worker-crashed', 'The inference worker answered out of turn.');
  const recognise = createBatcher(
    async (patches) => {
      patches.forEach((patch, index) => room.set(patch, index * patchSize));
      const reply = await ask({ kind: 'run', count: patches.length });
      if (reply.kind !== 'answer') throw new AppError('worker-crashed', 'The inference worker answered out of turn.');
      return reply;
    },
    genres.length,
    limit,
  );
  return { card: model.card, provider: ready.provider, recognise, close: async () => void (await worker.terminate()) };
}

/** One question at a time; a worker that dies fails the question and all later ones. */
function createExchange(worker: Worker): (request: InferenceRequest) => Promise<InferenceReply> {
  let pending: { resolve: (reply: InferenceReply) => void; reject: (error: AppError) => void } | null = null;
  let dead: AppError | null = null;
  const die = (message: string) => {
    dead = new AppError('worker-crashed', message);
    pending?.reject(dead);
    pending = null;
  };
  worker.on('error', (error) => die(error.message));
  worker.on('exit', (status) => die(`The inference worker ended (${status}).`));
  worker.on('message', (data: unknown) => {
    const reply = inferenceReplySchema.parse(data);
    const current = pending;
    pending = null;
    if (reply.kind === 'failed') current?.reject(new AppError(reply.code, reply.message));
    else current?.resolve(reply);
  });
  return (request) =>
    new Promise((resolve, reject) => {
      if (dead) return reject(dead);
      pending = { resolve, reject };
      worker.postMessage(request);
    });
}
