import type { Architecture } from './architecture.ts';
import { efficientat } from './efficientat.ts';
import { melCnn3s } from './mel-cnn-3s.ts';
import { melCnn } from './mel-cnn.ts';
import { melGru } from './mel-gru.ts';
import { melStatistics } from './mel-statistics.ts';
import { mfccAnn } from './mfcc-ann.ts';
import { mfccCnn } from './mfcc-cnn.ts';
import { mfccGru, mfccLstm } from './mfcc-recurrent.ts';
import { mfccStatistics } from './mfcc-statistics.ts';
import { musicnn, musicnnSmall } from './musicnn.ts';
import { spectrogramCnn } from './spectrogram-cnn.ts';

/**
 * Every kind of network that can be trained: the six that GTZAN projects use, ours and a baseline, and those that others
 * have trained on far more music.
 */
export const ARCHITECTURES: readonly Architecture[] = [
  mfccAnn,
  mfccCnn,
  mfccLstm,
  mfccGru,
  spectrogramCnn,
  melCnn3s,
  melCnn,
  melGru,
  melStatistics,
  mfccStatistics,
  musicnn,
  musicnnSmall,
  efficientat,
];

/** @throws if there is none of this name */
export function architectureOf(name: string): Architecture {
  const found = ARCHITECTURES.find((architecture) => architecture.name === name);
  if (!found)
    throw new Error(
      `there is no architecture “${name}”; there are ${ARCHITECTURES.map((each) => each.name).join(', ')}`,
    );
  return found;
}
