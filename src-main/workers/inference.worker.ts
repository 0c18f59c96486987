import { parentPort } from 'node:worker_threads';
import { toErrorData } from '../contract/app-error.ts';
import type { InferenceReply, InferenceRequest } from '../pipeline/model/inference-worker-client.ts';
import type { Session } from '../pipeline/model/session.ts';
import { createSession } from '../pipeline/model/session.ts';

let session: Session | null = null;
let inputShape: readonly number[] = [];
let shared = new Float32Array(new SharedArrayBuffer(0));

async function answer(request: InferenceRequest): Promise<InferenceReply> {
  if (request.kind === 'load') {
    session = await createSession(request.network, request);
    inputShape = request.inputShape;
    shared = new Float32Array(request.shared);
    return { kind: 'ready', provider: { active: session.provider.active, attempts: [...session.provider.attempts] } };
  }
  if (!session) throw new Error('asked to run before a model was loaded');
  const patchSize = inputShape.slice(1).reduce((product, size) => product * size, 1);
  // ONNX Runtime takes memory of its own thread only.
  const patches = shared.slice(0, request.count * patchSize);
  const { logits, embedding = new Float32Array(0) } = await session.run({ patches }, { patches: inputShape });
  if (!logits) throw new Error('the network has no output “logits”');
  return { kind: 'answer', logits, embedding };
}

parentPort?.on('message', (request: InferenceRequest) => {
  answer(request).then(
    (reply) => parentPort?.postMessage(reply),
    (error: unknown) => parentPort?.postMessage({ kind: 'failed', ...toErrorData(error) } satisfies InferenceReply),
  );
});
