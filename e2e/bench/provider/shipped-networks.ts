import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FeatureSpec } from '../../../src-main/pipeline/features/feature-spec.ts';
import { inputShape } from '../../../src-main/pipeline/features/feature-spec.ts';
import { installedCards, loadModel } from '../../../src-main/pipeline/model/model-folder.ts';
import { shippedHeadOf } from '../../../src-main/pipeline/model/shipped-head.ts';
import { createRandom } from '../../../training/random/random.ts';
import { patchesOf } from '../ears/listening.ts';

/** A network that ships, and what it may be given. */
export interface ShippedNetwork {
  readonly name: string;
  readonly network: Uint8Array;
  readonly input: 'patches' | 'features';
  /** Of one item, without the batch. */
  readonly itemShape: readonly number[];
  readonly items: readonly Float32Array[];
}

const SECONDS = 30;
const ROWS = 16;

/** Every network of a folder of models: those of models, and heads. @throws AppError */
export async function shippedNetworks(models: string): Promise<ShippedNetwork[]> {
  const networks: ShippedNetwork[] = [];
  for (const { folder, card } of await installedCards([models])) {
    if ('members' in card) continue;
    const { network, head } = await loadModel(folder);
    const { name, featureSpec: spec } = card;
    networks.push({ name, network, input: 'patches', itemShape: inputShape(spec), items: await heardBy(spec) });
    if (head && card.head) networks.push(headOf(name, head, card.head.features));
  }
  for (const name of await readdir(join(models, 'heads')).catch(() => [])) {
    const head = await shippedHeadOf(name, [models]);
    if (head) networks.push(headOf(name, head.network, head.facts.head.features));
  }
  return networks;
}

function headOf(name: string, network: Uint8Array, features: number): ShippedNetwork {
  const random = createRandom(1);
  const items = Array.from({ length: ROWS }, () => Float32Array.from({ length: features }, random.uniform));
  return { name: `${name}, head`, network, input: 'features', itemShape: [features], items };
}

/** Patches of a sweep in noise, through the network's own front end. */
async function heardBy(spec: FeatureSpec): Promise<readonly Float32Array[]> {
  const random = createRandom(1);
  const samples = Float32Array.from({ length: SECONDS * spec.sampleRate }, (_, index) => {
    const time = index / spec.sampleRate;
    return 0.3 * Math.sin(2 * Math.PI * (100 + 50 * time) * time) + 0.1 * random.normal();
  });
  const [patches = []] = await patchesOf([spec], new Map([[spec.sampleRate, samples]]));
  return patches;
}

/** The feeds and shapes of a batch of a network's items, each used as often as it takes. */
export function batchOf(
  { input, itemShape, items }: ShippedNetwork,
  count: number,
): [Readonly<Record<string, Float32Array>>, Readonly<Record<string, readonly number[]>>] {
  const size = itemShape.reduce((product, each) => product * each, 1);
  const batch = new Float32Array(count * size);
  for (let index = 0; index < count; index++) batch.set(items[index % items.length] ?? [], index * size);
  return [{ [input]: batch }, { [input]: [-1, ...itemShape] }];
}
