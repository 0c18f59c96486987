import type { FeatureHead } from './feature-head.ts';
import { applyFeatureHead } from './feature-head.ts';
import type { HeadOptions, LabelledFeatures } from './train-feature-head.ts';
import { trainFeatureHead } from './train-feature-head.ts';

/** A labelled track, and the fold that holds it and all of its artist's out. */
export interface FoldedFeatures extends LabelledFeatures {
  readonly fold: number;
}

/** Numbers of all folds that there are. */
export const foldsOf = (tracks: readonly { readonly fold: number }[]): number[] => [
  ...new Set(tracks.map(({ fold }) => fold)),
];

/**
 * Every track's logits by a head that was trained without its fold.
 * @param onFold is told after every fold
 */
export async function outOfFoldLogits(
  tracks: readonly FoldedFeatures[],
  options: HeadOptions,
  onFold: (fold: number) => void = () => undefined,
): Promise<number[][]> {
  const heads = new Map<number, FeatureHead>();
  for (const held of foldsOf(tracks)) {
    const others = tracks.filter(({ fold }) => fold !== held);
    heads.set(held, await trainFeatureHead(others, options));
    onFold(held);
  }
  return tracks.map(({ features, fold }) => {
    const head = heads.get(fold);
    return head ? applyFeatureHead(head, features) : [];
  });
}
