import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const numbers = z.array(z.number());

/** What others computed of files, by the files' names; what is not compared is passed over. */
const goldenSchema = z.object({
  /** Of the first three seconds. */
  musicnn: z.record(
    z.string(),
    z.object({
      /** [96] Mel frame 50. */
      frame50: numbers,
      /** Of the maxima over time, the first filters'. */
      maxPoolFirst20: numbers,
      /** [200] */
      penultimate: numbers,
      /** [50] Probabilities. */
      tags: numbers,
    }),
  ),
  /** Of the first ten seconds. */
  mn04: z.record(
    z.string(),
    z.object({
      /** [128] Mel frame 100, whatever the name says. */
      melFirstFrame: numbers,
      /** [384] */
      embedding: numbers,
      /** [527] */
      logits: numbers,
    }),
  ),
});

/** See {@link goldenSchema}. */
export type Golden = z.infer<typeof goldenSchema>;

/** Reads `pretrained/golden.json` of a data folder. @throws if it is not there or another */
export function readGolden(dataFolder: string): Golden {
  return goldenSchema.parse(JSON.parse(readFileSync(join(dataFolder, 'pretrained', 'golden.json'), 'utf8')));
}

/** One comparison with them. */
export interface Comparison {
  readonly what: string;
  readonly difference: number;
  /** That the difference may reach. */
  readonly tolerance: number;
}

/** The largest magnitude of a difference; NaN where one has more numbers or one is NaN. */
export function largestDifference(ours: ArrayLike<number>, theirs: readonly number[]): number {
  if (ours.length !== theirs.length) return NaN;
  return theirs.reduce((largest, value, index) => Math.max(largest, Math.abs(value - (ours[index] as number))), 0);
}
