import { expect, it } from 'vitest';
import type { PlannedChange } from '../../src-main/contract/tags.ts';
import { PlanRows } from './plan-rows.ts';

const change = (id: number): PlannedChange => ({
  id,
  fileName: `${id}.mp3`,
  folder: '',
  before: [],
  after: ['Rock'],
  confidence: 1,
  isLabel: false,
  kind: 'add',
});

it('fetches each block once, and all blocks that are in view', async () => {
  const asked: number[] = [];
  const rows = new PlanRows(async (from, count) => {
    asked.push(from);
    return Array.from({ length: count }, (_, offset) => change(from + offset));
  });
  await rows.show(190, 210);
  await rows.show(0, 20);
  expect(asked).toEqual([0, 200]);
  expect([rows.get(205)?.id, rows.get(400)]).toEqual([205, undefined]);
});
