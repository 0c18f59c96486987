/**
 * Operations as functions, so that a formula reads as it stands in its paper. A tensor knows its graph, and an
 * operation goes into the innermost graph of its operands: in the step of a loop, into the step.
 */
export * from './arrangement.ts';
export * from './convolution.ts';
export * from './elementwise.ts';
export * from './recurrence.ts';
export * from './reduction.ts';
