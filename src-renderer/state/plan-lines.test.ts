import { expect, it } from 'vitest';
import type { PlanLine } from '../../src-main/contract/plan-view.ts';
import { PlanLines } from './plan-lines.ts';

const line = (id: number, isLeftOut: boolean): PlanLine => ({
  kind: 'track',
  isLeftOut,
  change: {
    id,
    fileName: `${id}.mp3`,
    folder: '',
    title: '',
    artist: '',
    album: '',
    before: [],
    after: ['Rock'],
    confidence: 1,
    ownGenre: null,
    isLabel: false,
    kind: 'add',
    fields: [],
  },
});

it('fetches each block once, and all blocks that are in view', async () => {
  const asked: number[] = [];
  const lines = new PlanLines(async (from, count) => {
    asked.push(from);
    return Array.from({ length: count }, (_, offset) => line(from + offset, false));
  });
  await lines.show(190, 210);
  await lines.show(0, 20);
  expect(asked).toEqual([150, 200, 0]);
  expect([lines.get(205), lines.get(400)]).toEqual([line(205, false), undefined]);
});

it('fetches again what is in view, and what comes into view later', async () => {
  let isLeftOut = false;
  const lines = new PlanLines(async (from) => [line(from, isLeftOut)]);
  await lines.show(0, 201);
  isLeftOut = true;
  await lines.show(0, 10);
  await lines.refresh();
  expect([lines.get(0), lines.get(200)]).toEqual([line(0, true), line(200, false)]);
  await lines.show(200, 210);
  expect(lines.get(200)).toEqual(line(200, true));
});
