import { serve } from '../channel/server.ts';
import { parentThreadPort } from '../channel/thread-ports.ts';
import { inferenceProtocol } from '../pipeline/model/inference-protocol.ts';
import { runPatches } from '../pipeline/model/run-patches.ts';
import type { Session } from '../pipeline/model/session.ts';
import { createSession } from '../pipeline/model/session.ts';

let session: Session | null = null;
let head: Session | null = null;
let inputShape: readonly number[] = [];
let shared = new Float32Array(new SharedArrayBuffer(0));

serve(parentThreadPort(), inferenceProtocol, {
  async load(request) {
    session = await createSession(request.network, request);
    // Too small for a graphics processor to be worth the way there.
    head = request.head && (await createSession(request.head, { provider: 'cpu', threads: 1 }));
    inputShape = request.inputShape;
    shared = new Float32Array(request.shared);
    return session.provider;
  },
  async run({ count }) {
    if (!session) throw new Error('asked to run before a model was loaded');
    const patchSize = inputShape.slice(1).reduce((product, size) => product * size, 1);
    return runPatches(session, shared.subarray(0, count * patchSize), inputShape);
  },
  async conclude({ features, count }) {
    if (!head) throw new Error('asked for a head that there is not');
    const { logits, styles = new Float32Array(0) } = await head.run(
      { features: features.slice() },
      { features: [count, features.length / count] },
    );
    if (!logits) throw new Error('the head has no output “logits”');
    return { logits, styles };
  },
});
