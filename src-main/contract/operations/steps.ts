import { nothing, operation } from '../operation.ts';
import type { MovedStep, NextSteps } from '../steps.ts';

/** One undo and redo over labels, genres and written tags; tags.undo and tags.redo are those of tags, which change files. */
export const STEPS_OPERATIONS = {
  'steps.next': operation(nothing).returns<NextSteps>(),
  /** Undoes a step of labels; refused where the next one is of tags. */
  'steps.undo': operation(nothing).withConsequences().returns<MovedStep>(),
  /** Redoes a step of labels; refused where the next one is of tags. */
  'steps.redo': operation(nothing).withConsequences().returns<MovedStep>(),
};
