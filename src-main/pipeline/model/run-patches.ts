import type { PatchAnswer } from './inference.ts';
import type { Session } from './session.ts';

/**
 * What a network makes of patches [count, …shape]. On the CPU they run one after the other: a row's last bits depend on its
 * place in a batch, and what shares a batch on what else is analysed meanwhile. So one file has the same bits in every
 * analysis. Elsewhere they run together, since a graphics processor would have too little to do.
 * @param inputShape its first size stands for the count
 */
export async function runPatches(
  session: Session,
  patches: Float32Array,
  inputShape: readonly number[],
): Promise<PatchAnswer> {
  const patchSize = inputShape.slice(1).reduce((product, size) => product * size, 1);
  const numbersAtOnce = session.provider.active === 'cpu' ? patchSize : patches.length;
  const answers: PatchAnswer[] = [];
  for (let start = 0; start < patches.length; start += numbersAtOnce) {
    // Memory of its own: ONNX Runtime takes that of its own thread only.
    const part = patches.slice(start, start + numbersAtOnce);
    const { logits, embedding = new Float32Array(0) } = await session.run({ patches: part }, { patches: inputShape });
    if (!logits) throw new Error('the network has no output “logits”');
    answers.push({ logits, embedding });
  }
  return {
    logits: joined(answers.map(({ logits }) => logits)),
    embedding: joined(answers.map(({ embedding }) => embedding)),
  };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
