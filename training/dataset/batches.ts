import type { Random } from '../random.ts';
import { sampleBeta, shuffled } from '../random.ts';
import type { Augmentation, Normalisation } from './augment.ts';
import { augmentedCrop } from './augment.ts';
import type { Example } from './example.ts';

/** One training batch in the layout that the training step is fed with. */
export interface Batch {
  /** [batch, rows, columns] */
  readonly patches: Float32Array;
  /** [batch, genres] of 0 and 1 */
  readonly allowed: Float32Array;
  readonly otherAllowed: Float32Array;
  /** [batch, 1] */
  readonly mix: Float32Array;
}

/** How batches are made. */
export interface BatchOptions {
  readonly batchSize: number;
  readonly columns: number;
  readonly genreCount: number;
  readonly normalisation: Normalisation;
  readonly augmentation: Augmentation;
  readonly mixupChance: number;
  readonly mixupAlpha: number;
}

/** Every example once, in a new order, in whole batches; what is left over goes without this time. */
export function* epochBatches(examples: readonly Example[], options: BatchOptions, random: Random): Generator<Batch> {
  const order = shuffled(random, examples);
  for (let start = 0; start + options.batchSize <= order.length; start += options.batchSize) {
    yield assembleBatch(order.slice(start, start + options.batchSize), examples, options, random);
  }
}

function assembleBatch(chosen: readonly Example[], all: readonly Example[], options: BatchOptions, random: Random): Batch {
  const { columns, genreCount, normalisation, augmentation } = options;
  const patchSize = normalisation.mean.length * columns;
  const batch: Batch = {
    patches: new Float32Array(chosen.length * patchSize),
    allowed: new Float32Array(chosen.length * genreCount),
    otherAllowed: new Float32Array(chosen.length * genreCount),
    mix: new Float32Array(chosen.length).fill(1),
  };
  const crop = (example: Example) => augmentedCrop(example, columns, normalisation, augmentation, random);
  chosen.forEach((example, index) => {
    const patch = crop(example);
    let other = example;
    if (random.uniform() < options.mixupChance) {
      other = all[random.index(all.length)] as Example;
      const sampled = sampleBeta(random, options.mixupAlpha, options.mixupAlpha);
      const share = Math.max(sampled, 1 - sampled);
      blend(patch, crop(other), share);
      batch.mix[index] = share;
    }
    batch.patches.set(patch, index * patchSize);
    for (const genre of example.allowed) batch.allowed[index * genreCount + genre] = 1;
    for (const genre of other.allowed) batch.otherAllowed[index * genreCount + genre] = 1;
  });
  return batch;
}

function blend(target: Float32Array, other: Float32Array, share: number): void {
  for (let index = 0; index < target.length; index++) {
    target[index] = (target[index] as number) * share + (other[index] as number) * (1 - share);
  }
}
