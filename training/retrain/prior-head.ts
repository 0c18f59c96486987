import type { CalibratedMember } from './base-member.ts';
import { featureCounts, headOf } from './base-member.ts';
import type { HeadSizes } from './base-answers.ts';
import { inputCount } from './base-answers.ts';
import type { Prior } from './head.ts';

/**
 * How strong the priors are, see Prior. Upon networks' own last layers, 1 to 100 lay within three points of one another on
 * half of the artists of `npm run bench:retrain`, and 30 was best; 10 lets a few labels of a genre that the bases do not
 * know count for more.
 */
const LAST_LAYER_STRENGTH = 10;
/**
 * The same upon a head, which was learned from more tracks than a user labels: of 30, 100 and 300, what it knows was best
 * held by 300, and what it does not know by 30.
 */
const HEAD_STRENGTH = { known: 300, unknown: 30 } as const;

/**
 * The head that the bases stand for, over the user's genres: the mean of their calibrated logits. A genre that stands for
 * several of theirs has the mean of their weights and, as it is as likely as all of them together, log k more bias; one
 * that they do not know speaks for nothing and against nothing.
 * @param origins for every genre of the user's, the indexes of the bases' genres that it stands for
 */
export function priorHead(members: readonly CalibratedMember[], origins: readonly (readonly number[])[]): Prior {
  const sizes = featureCounts(members);
  const weights = new Float32Array(sizes.reduce((sum, size) => sum + size, 0) * origins.length);
  const bias = new Float32Array(origins.length);
  let offset = 0;
  for (const [index, member] of members.entries()) {
    const head = headOf(member);
    const scale = 1 / (members.length * member.temperature);
    const count = head.bias.length;
    for (let feature = 0; feature < (sizes[index] as number); feature++) {
      weights.set(
        mapped(head.weights.subarray(feature * count, (feature + 1) * count), origins, scale),
        (offset + feature) * origins.length,
      );
    }
    mapped(head.bias, origins, scale).forEach((value, genre) => (bias[genre] = (bias[genre] as number) + value));
    offset += sizes[index] as number;
  }
  origins.forEach((own, genre) => (bias[genre] = (bias[genre] as number) + Math.log(Math.max(1, own.length))));
  return { weights, bias, strengths: origins.map(() => LAST_LAYER_STRENGTH) };
}

/**
 * The same over the inputs of a last layer upon a head, see inputsGraph: the mean of the answers' logarithms, and nothing
 * of the features. Zero is what the base's genres have on average.
 * @param origins for every genre of the user's, the places of its names among the base's genres and, after them, its styles
 */
export function priorOfAnswers(sizes: HeadSizes, origins: readonly (readonly number[])[]): Prior {
  const weights = new Float32Array(inputCount(sizes) * origins.length);
  const bias = Float32Array.from(origins, (own) => Math.log(Math.max(1, own.length)));
  origins.forEach((own, genre) => {
    const raise = (answer: number, by: number) => {
      const at = (sizes.features + answer) * origins.length + genre;
      weights[at] = (weights[at] as number) + by;
    };
    if (own.length === 0) return;
    for (const answer of own) raise(answer, 1 / own.length);
    for (let answer = 0; answer < sizes.genres; answer++) raise(answer, -1 / sizes.genres);
  });
  const strengths = origins.map((own) => (own.length > 0 ? HEAD_STRENGTH.known : HEAD_STRENGTH.unknown));
  return { weights, bias, strengths };
}

/** One row of weights over the bases' genres as one over the user's; zero is what the bases' genres have on average. */
function mapped(row: Float32Array, origins: readonly (readonly number[])[], scale: number): number[] {
  const middle = row.reduce((sum, value) => sum + value, 0) / row.length;
  return origins.map((own) =>
    own.length === 0
      ? 0
      : scale * (own.reduce((sum, origin) => sum + (row[origin] as number), 0) / own.length - middle),
  );
}
