import { AppError } from '../../src-main/contract/app-error.ts';
import { createRandom, shuffled } from '../random/random.ts';
import type { LabelledTrack } from './labelled-track.ts';
import { groupFolds, trackGroups } from './track-groups.ts';

/** Tracks to learn from, tracks to choose the epoch by, and tracks that decide nothing, to evaluate on. */
export interface HeldOutSplit<Track> {
  readonly train: readonly Track[];
  /** Empty where there are too few tracks to spare any. */
  readonly valid: readonly Track[];
  readonly held: readonly Track[];
}

const FOLDS = 5;
/** From so many tracks on, one more fifth is spared to choose the epoch: with fewer, evaluation or training would lack them. */
const ENOUGH_TO_STOP = 500;

/**
 * Holds out a fifth of the artists and albums.
 * @throws AppError training-data where the artists are too few to hold any out
 */
export function holdOut<Track extends LabelledTrack>(tracks: readonly Track[], seed: number): HeldOutSplit<Track> {
  const groups = trackGroups(tracks);
  if (new Set(groups).size < FOLDS)
    throw new AppError('training-data', `Full training needs labels of at least ${FOLDS} artists or albums.`);
  const firstGenres = tracks.map(({ genres }) => genres[0] ?? 0);
  const folds = groupFolds(groups, firstGenres, FOLDS, shuffled(createRandom(seed), [...tracks.keys()]));
  // An artist with many tracks makes a fold large: those nearest to a fifth are held out.
  const excess = (fold: number) => Math.abs(folds.filter((each) => each === fold).length - tracks.length / FOLDS);
  const [heldFold, validFold] = [...Array(FOLDS).keys()].sort((a, b) => excess(a) - excess(b));
  const hasValid = tracks.length >= ENOUGH_TO_STOP;
  const isValid = (fold: number | undefined) => hasValid && fold === validFold;
  return {
    train: tracks.filter((_, index) => folds[index] !== heldFold && !isValid(folds[index])),
    valid: tracks.filter((_, index) => isValid(folds[index])),
    held: tracks.filter((_, index) => folds[index] === heldFold),
  };
}
