import { expect, it } from 'vitest';
import type { PlanQuery } from '../contract/plan-view.ts';
import type { PlannedChange } from '../contract/tags.ts';
import { CHANGE_KINDS } from '../contract/values.ts';
import { linesOf, viewRows } from './plan-view.ts';

const row = (id: number, more: Partial<PlannedChange> = {}): PlannedChange => ({
  id,
  fileName: `${id}.mp3`,
  folder: 'f',
  title: '',
  artist: '',
  album: '',
  before: [],
  after: ['Rock'],
  confidence: 0.5,
  ownGenre: null,
  isLabel: false,
  kind: 'add',
  fields: [],
  ...more,
});
const ROWS = [
  row(1, { title: 'Track 10', artist: 'Beyoncé', album: 'B', confidence: 0.9 }),
  row(2, { title: 'Track 2', artist: 'beyonce', album: 'A', after: ['Pop'] }),
  row(3, { title: 'Élan', artist: 'Ärzte', album: 'B', confidence: 0.7, ownGenre: 'Jazz' }),
  row(4, { title: 'Zoo', kind: 'kept', confidence: 0.1 }),
];
const QUERY: PlanQuery = {
  search: '',
  kinds: CHANGE_KINDS,
  differingOnly: false,
  sort: 'planned',
  direction: 'ascending',
  grouping: 'none',
};
const view = (query: Partial<PlanQuery>, rows: readonly PlannedChange[] = ROWS) =>
  viewRows(rows, { ...QUERY, ...query }, () => Promise.resolve());
const idsOf = async (query: Partial<PlanQuery>) => (await view(query)).rows.map(({ id }) => id);

it('finds words whatever their accents and case, in every text of a row', async () => {
  expect(await idsOf({ search: 'BEYONCE track' })).toEqual([1, 2]);
  expect(await idsOf({ search: 'arzte rock' })).toEqual([3]);
  expect(await idsOf({ search: '4.mp3' })).toEqual([4]);
  expect(await idsOf({ search: 'nothing of it' })).toEqual([]);
});

it('filters by kind, and by tracks that differ from their album', async () => {
  expect(await idsOf({ kinds: ['kept'] })).toEqual([4]);
  expect(await idsOf({ differingOnly: true })).toEqual([3]);
});

it('sorts by each key, both ways, numbers as numbers', async () => {
  expect(await idsOf({ sort: 'title' })).toEqual([3, 2, 1, 4]);
  expect(await idsOf({ sort: 'artist' })).toEqual([4, 3, 2, 1]);
  expect(await idsOf({ sort: 'change', direction: 'descending' })).toEqual([4, 1, 3, 2]);
  expect(await idsOf({ sort: 'confidence', direction: 'descending' })).toEqual([1, 3, 2, 4]);
});

it('puts rows together under headers with their counts', async () => {
  const lines = linesOf(await view({ grouping: 'album' }), new Set([3]), 0, 9);
  expect(
    lines.map((line) => (line.kind === 'track' ? line.change.id : [line.tracks, line.writes, line.leftOut])),
  ).toEqual([[2, 2, 1], 1, 3, [1, 1, 0], 2, [1, 0, 0], 4]);
});

it('sorts many rows as Array.sort does, stably', async () => {
  const many = Array.from({ length: 9_001 }, (_, id) => row(id, { confidence: ((id * 7919) % 101) / 100 }));
  const sorted = (await view({ sort: 'confidence' }, many)).rows.map(({ id }) => id);
  expect(sorted).toEqual(many.toSorted((a, b) => a.confidence - b.confidence).map(({ id }) => id));
});

it('puts rows of one change together, whatever their album', async () => {
  const rows = [...ROWS, row(5, { kind: 'replace' }), row(6, { kind: 'kept', after: ['Pop'] })];
  const lines = linesOf(await view({ grouping: 'change' }, rows), new Set([1]), 0, 20);
  expect(
    lines.map((line) => (line.kind === 'track' ? line.change.id : [line.tracks, line.writes, line.leftOut])),
  ).toEqual([[2, 2, 1], 1, 3, [1, 1, 0], 2, [2, 0, 0], 4, 6, [1, 1, 0], 5]);
});
