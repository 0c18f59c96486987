import { parentPort } from 'node:worker_threads';
import { toErrorData } from '../contract/app-error.ts';
import type { InferenceReply, InferenceRequest } from '../pipeline/model/inference-worker-client.ts';
import type { Session } from '../pipeline/model/session.ts';
import { createSession } from '../pipeline/model/session.ts';

let session: Session | null = null;
let inputShape: readonly number[] = [];

async function answer(request: InferenceRequest): Promise<InferenceReply> {
  if (request.kind === 'load') {
    session = await createSession(request.network, request);
    inputShape = request.inputShape;
    return { kind: 'ready', provider: { active: session.provider.active, attempts: [...session.provider.attempts] } };
  }
  if (!session) throw new Error('asked to run before a model was loaded');
  const { logits } = await session.run({ patches: request.patches }, { patches: inputShape });
  if (!logits) throw new Error('the network has no output “logits”');
  return { kind: 'logits', logits };
}

parentPort?.on('message', (request: InferenceRequest) => {
  answer(request).then(
    (reply) => parentPort?.postMessage(reply),
    (error: unknown) => parentPort?.postMessage({ kind: 'failed', ...toErrorData(error) } satisfies InferenceReply),
  );
});
