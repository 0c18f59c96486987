import { createRandom, shuffled } from '../random/random.ts';
import type { HeadFit } from './fit-heads.ts';
import type { Head } from './head.ts';
import { applyHead } from './head.ts';
import type { LabelledTrack, TrackInputs } from './labelled-track.ts';
import { nearDuplicates } from './near-duplicates.ts';
import { groupFolds, trackGroups } from './track-groups.ts';

/** A fold for every track: tracks that share an artist or an album are in one. */
export type Deal = readonly number[];

/** Folds; and how often they are dealt anew, so that few labels do not hang on one deal. */
const FOLDS = 5;
const FEW_TRACKS = 200;
const REPEATS_OF_FEW = 3;

/** Deals the tracks to folds, once or more often. @returns empty where all tracks belong together */
export function dealFolds(tracks: readonly LabelledTrack[], seed: number): Deal[] {
  const groups = trackGroups(tracks, nearDuplicates(tracks));
  const foldCount = Math.min(FOLDS, new Set(groups).size);
  if (foldCount < 2) return [];
  const firstGenres = tracks.map(({ genres }) => genres[0] ?? 0);
  const repeats = tracks.length < FEW_TRACKS ? REPEATS_OF_FEW : 1;
  return Array.from({ length: repeats }, (_, repeat) =>
    groupFolds(groups, firstGenres, foldCount, shuffled(createRandom(seed).fork(repeat), [...tracks.keys()])),
  );
}

/** A fit without each fold of each deal. @param isUsed whether a track may be learned from at all */
export function fitsWithoutFolds(deals: readonly Deal[], isUsed: (track: number) => boolean): HeadFit[] {
  return deals.flatMap((deal) =>
    foldsOf(deal).map((held) => ({
      trackWeights: deal.map((fold, track) => Number(fold !== held && isUsed(track))),
    })),
  );
}

/**
 * Logits [genres] of every track by the heads that were fitted without it, mean over the deals.
 * @param heads in the order of {@link fitsWithoutFolds}
 * @returns null for all tracks where there are no folds
 */
export function heldOutLogits(
  tracks: readonly TrackInputs[],
  deals: readonly Deal[],
  heads: readonly Head[],
): (number[] | null)[] {
  const sums: (number[] | null)[] = tracks.map(() => null);
  let next = 0;
  for (const deal of deals) {
    for (const held of foldsOf(deal)) {
      const head = heads[next++] as Head;
      tracks.forEach(({ inputs }, track) => {
        if (deal[track] !== held) return;
        const logits = applyHead(head, inputs);
        sums[track] = logits.map((logit, genre) => logit / deals.length + (sums[track]?.[genre] ?? 0));
      });
    }
  }
  return sums;
}

function foldsOf(deal: Deal): number[] {
  return [...new Set(deal)].sort((a, b) => a - b);
}
