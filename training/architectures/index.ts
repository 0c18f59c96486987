import type { ArchitectureGroup } from '../../src-main/contract/values.ts';
import { ARCHITECTURE_GROUPS } from '../../src-main/contract/values.ts';
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
 * Every kind of network that can be trained. `recommended` is the one that was right most often on artists that it had
 * not heard, see training/RESULTS.md.
 */
export const ARCHITECTURES_BY_GROUP: Readonly<Record<ArchitectureGroup, readonly Architecture[]>> = {
  recommended: [melStatistics],
  ours: [melCnn, melGru],
  field: [mfccAnn, mfccCnn, mfccLstm, mfccGru, spectrogramCnn, melCnn3s, mfccStatistics],
  sound: [musicnn, musicnnSmall, efficientat],
};

/** All of them. */
export const ARCHITECTURES: readonly Architecture[] = ARCHITECTURE_GROUPS.flatMap(
  (group) => ARCHITECTURES_BY_GROUP[group],
);

/** @throws if there is none of this name */
export function architectureOf(name: string): Architecture {
  const found = ARCHITECTURES.find((architecture) => architecture.name === name);
  if (!found)
    throw new Error(
      `there is no architecture “${name}”; there are ${ARCHITECTURES.map((each) => each.name).join(', ')}`,
    );
  return found;
}
