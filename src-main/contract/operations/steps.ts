import { nothing, operation } from '../operation.ts';
import type { MovedStep, NextSteps } from '../steps.ts';

/** One undo and redo over all that the user does; tags.undo and tags.redo are those of tags, which change files. */
export const STEPS_OPERATIONS = {
  'steps.next': operation(nothing).returns<NextSteps>(),
  /** Undoes a step of any other kind than tags; refused where the next one is of tags. */
  'steps.undo': operation(nothing).withConsequences().returns<MovedStep>(),
  /** Redoes a step of any other kind than tags; refused where the next one is of tags. */
  'steps.redo': operation(nothing).withConsequences().returns<MovedStep>(),
};
