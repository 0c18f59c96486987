import { expect, it } from 'vitest';
import { createSlots } from './slots.ts';

it('gives as many as there are, and again what was given back', () => {
  const slots = createSlots(2);
  const [first, second] = [slots.take(), slots.take()];
  expect(slots.take()).toBeNull();
  first?.();
  first?.();
  expect(slots.take()).not.toBeNull();
  expect(slots.take()).toBeNull();
  second?.();
  expect(slots.take()).not.toBeNull();
});
