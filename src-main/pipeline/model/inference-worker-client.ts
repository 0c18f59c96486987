import './disable-telemetry.ts';
import { Connection } from '../../channel/connection.ts';
import { startThread } from '../../channel/thread-ports.ts';
import { AppError } from '../../contract/app-error.ts';
import type { ProviderChoice } from '../../contract/values.ts';
import { inputNumbers, inputShape } from '../features/feature-spec.ts';
import type { RunHead, Inference } from './inference.ts';
import { batchLimit, createBatcher } from './inference.ts';
import { inferenceProtocol } from './inference-protocol.ts';
import { inSpan } from '../stage-spans.ts';
import type { LoadedModel } from './model-folder.ts';

/** How to start the worker. */
export interface InferenceOptions {
  /** The worker's built file. */
  readonly workerFile: string;
  readonly provider: ProviderChoice;
  readonly threads: number;
}

/**
 * Starts the session's one inference worker: ONNX Runtime blocks the thread it runs on. A worker that dies fails the batch
 * under way and all later ones.
 * @throws AppError
 */
export async function startInferenceWorker(model: LoadedModel, options: InferenceOptions): Promise<Inference> {
  const port = startThread(options.workerFile, 'inference worker');
  const worker = new Connection(inferenceProtocol, port, { crashCode: 'worker-crashed' });
  const close = () => worker.kill(new AppError('worker-crashed', 'The inference worker was ended.'));
  const { featureSpec, genres } = model.card;
  const { provider, threads } = options;
  const patchShape = inputShape(featureSpec);
  const patchSize = inputNumbers(featureSpec);
  const limit = batchLimit(patchSize);
  const shared = new SharedArrayBuffer(limit * patchSize * Float32Array.BYTES_PER_ELEMENT);
  const room = new Float32Array(shared);
  const { network, head } = model;
  const request = { network, head, inputShape: [-1, ...patchShape], provider, threads, shared };
  const report = await worker.ask('load', request).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  const recognise = createBatcher(
    (patches) => {
      patches.forEach((patch, index) => room.set(patch, index * patchSize));
      return inSpan('network', model.card.name, () => worker.ask('run', { count: patches.length }));
    },
    head ? null : genres.length,
    limit,
  );
  const conclude: RunHead = (features, count) =>
    inSpan('head', model.card.name, () => worker.ask('conclude', { features, count }));
  return { card: model.card, provider: report, head: head && conclude, recognise, close };
}
