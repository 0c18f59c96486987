import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { inputNumbers, inputShape } from '../features/feature-spec.ts';
import { loadModel } from './model-folder.ts';
import { runPatches } from './run-patches.ts';
import type { Session } from './session.ts';
import { createSession } from './session.ts';

const bits = (values: Float32Array) => Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex');

it('gives a patch the same bits whatever else is run with it, on the CPU', async () => {
  const folder = resolve(import.meta.dirname, '../../../resources/models/musicnn');
  const { card, network } = await loadModel(folder);
  const session = await createSession(network, { provider: 'cpu', threads: 1 });
  const size = inputNumbers(card.featureSpec);
  const shape = [-1, ...inputShape(card.featureSpec)];
  const patches = Float32Array.from({ length: 6 * size }, (_, index) => 1.5 + Math.sin(index * 0.37));
  const together = await runPatches(session, patches, shape);
  for (let patch = 0; patch < 6; patch++) {
    const alone = await runPatches(session, patches.subarray(patch * size, (patch + 1) * size), shape);
    const [logits, features] = [together.logits.length / 6, together.embedding.length / 6];
    expect(bits(alone.logits)).toBe(bits(together.logits.slice(patch * logits, (patch + 1) * logits)));
    expect(bits(alone.embedding)).toBe(bits(together.embedding.slice(patch * features, (patch + 1) * features)));
  }
  await session.release();
});

it('runs patches together elsewhere', async () => {
  const counts: number[] = [];
  const session: Session = {
    provider: { active: 'cuda', attempts: [] },
    run: ({ patches = new Float32Array(0) }) => {
      counts.push(patches.length);
      return Promise.resolve({ logits: patches.map((value) => value + 1) });
    },
    release: () => Promise.resolve(),
  };
  const { logits, embedding } = await runPatches(session, Float32Array.of(1, 2, 3, 4), [-1, 2]);
  expect([counts, [...logits], embedding.length]).toEqual([[4], [2, 3, 4, 5], 0]);
});
