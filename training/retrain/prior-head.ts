import type { CalibratedMember } from './base-member.ts';
import { featureCounts, headOf } from './base-member.ts';
import type { Head } from './head.ts';

/**
 * The head that the bases stand for, over the user's genres: the mean of their calibrated logits. A genre that stands for
 * several of theirs has the mean of their weights and, as it is as likely as all of them together, log k more bias; one
 * that they do not know speaks for nothing and against nothing.
 * @param origins for every genre of the user's, the indexes of the bases' genres that it stands for
 */
export function priorHead(members: readonly CalibratedMember[], origins: readonly (readonly number[])[]): Head {
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
  return { weights, bias };
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
