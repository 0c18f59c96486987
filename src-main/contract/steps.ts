/** A step of labelling, or of managing genres. */
interface LabelStep {
  readonly kind: 'labels';
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
export type Step = LabelStep | TagStep;

/** What undoing and redoing would do now; null: nothing. */
export interface NextSteps {
  readonly undo: Step | null;
  readonly redo: Step | null;
}

/** A step of labels that was undone or redone. */
export interface MovedStep {
  readonly what: string;
  /** The tracks whose labels it concerns; none where it concerns genres alone. */
  readonly ids: Int32Array;
}
