import type { OperationName } from '../attributes.ts';
import { ARRANGEMENT } from './arrangement.ts';
import { WINDOW } from './convolution.ts';
import { ELEMENTWISE } from './elementwise.ts';
import { RECURRENCE } from './recurrence.ts';
import { REDUCTION } from './reduction.ts';
import type { OperationRules } from './rule.ts';

/** One entry an operation. A missing rule does not compile. */
export const OPERATIONS: OperationRules<OperationName> = {
  ...ELEMENTWISE,
  ...ARRANGEMENT,
  ...REDUCTION,
  ...WINDOW,
  ...RECURRENCE,
};
