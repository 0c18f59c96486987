import { expect, it } from 'vitest';
import { barRoom } from './bar-room.ts';

it('is tight beside a side bar, and roomy until it is known', () => {
  expect([792, 999, 1_000, 1_199, 1_200, 0].map(barRoom)).toEqual(['tight', 'tight', 'some', 'some', 'roomy', 'roomy']);
});
