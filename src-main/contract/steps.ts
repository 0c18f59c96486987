import type { StepKind } from './values.ts';

/** How many removals of missing tracks can be undone: their tracks take room in the library. */
export const KEPT_REMOVALS = 10;

/** A step of labelling or of managing genres, a removal of missing tracks, or a change of smart filters. */
interface KeptStep {
  readonly kind: StepKind;
  /** As texts/en/steps.ts names it, or as an older version did. */
  readonly what: string;
}

/** A batch of written tags. */
interface TagStep {
  readonly kind: 'tags';
  readonly what: string;
  readonly batchId: string;
  /** Whose bytes would be restored, or that would be written again. */
  readonly files: number;
}

/** A step that can be undone or redone. */
export type Step = KeptStep | TagStep;

/** What undoing and redoing would do now; null: nothing. */
export interface NextSteps {
  readonly undo: Step | null;
  readonly redo: Step | null;
}

/** A step that was undone or redone, of any kind but tags. */
export interface MovedStep {
  readonly what: string;
  /** The tracks that it concerns; none where it concerns genres or smart filters alone. */
  readonly ids: Int32Array;
}
