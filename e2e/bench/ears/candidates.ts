import type { FeatureSpec } from '../../../src-main/pipeline/features/feature-spec.ts';
import { MUSICNN_SPEC } from '../../../src-main/pipeline/features/known-specs.ts';
import type { Ear, Ears } from './ears.ts';

/** Networks that together could hear a window. */
export interface Candidate {
  readonly title: string;
  /** Short, beside its point in the figure; candidates of one family are joined by a line. */
  readonly label: string;
  readonly family: 'musicnn' | 'musicnn-small' | 'linear' | 'ensemble' | 'mn04' | 'joined';
  readonly ears: readonly Ear[];
  /** Whether the default's head comes after its network; a linear one is a last layer like the network's own. */
  readonly hasHead: boolean;
  readonly ships: boolean;
}

/** What the default may take: 1.2 times one patch of the network as published. */
export const LIMIT = 1.2;
/** Patches of three seconds in a half-minute. */
const SHIPPED_PATCHES = 6;
const PATCH_COUNTS = [10, SHIPPED_PATCHES, 5, 3];
const TITLE_OF_ENSEMBLE = 'mel-cnn, mel-gru and mel-statistics';
const TITLE_OF_SHIPPED = `musicnn-small, ${SHIPPED_PATCHES} patches`;
const WINDOW_FRAMES = 1 + Math.floor((30 * MUSICNN_SPEC.sampleRate) / MUSICNN_SPEC.hopLength);

/** musicnn's front end with so many patches, from a half-minute's beginning to its end. */
function specOfPatches(patches: number): FeatureSpec {
  const patchHopFrames = Math.floor((WINDOW_FRAMES - MUSICNN_SPEC.patchFrames) / (patches - 1));
  return { ...MUSICNN_SPEC, patchHopFrames };
}

/** Everything that is compared. */
export function candidatesOf({ musicnn, shipped, mn04, ensemble }: Ears): Candidate[] {
  const usual = { hasHead: true, ships: false };
  const six = { ...shipped, spec: specOfPatches(SHIPPED_PATCHES) };
  const small = PATCH_COUNTS.map((patches): Candidate => {
    const ears = [{ ...shipped, spec: specOfPatches(patches) }];
    const title = `musicnn-small, ${patches} patches`;
    return {
      title,
      label: `${patches}`,
      family: 'musicnn-small',
      ears,
      hasHead: true,
      ships: patches === SHIPPED_PATCHES,
    };
  });
  return [
    { ...usual, title: 'musicnn, 10 patches', label: 'musicnn 10', family: 'musicnn', ears: [musicnn] },
    ...small,
    {
      ...usual,
      title: `${TITLE_OF_SHIPPED}, linear head`,
      label: 'linear head',
      family: 'linear',
      ears: [six],
      hasHead: false,
    },
    { ...usual, title: TITLE_OF_ENSEMBLE, label: 'ensemble', family: 'ensemble', ears: ensemble, hasHead: false },
    { ...usual, title: 'mn04', label: 'mn04', family: 'mn04', ears: [mn04] },
    { ...usual, title: `mn04 and ${TITLE_OF_SHIPPED}`, label: 'mn04 and 6', family: 'joined', ears: [mn04, six] },
  ];
}
