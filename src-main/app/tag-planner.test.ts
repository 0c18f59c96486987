import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PlanQuery } from '../contract/plan-view.ts';
import type { TagChange } from '../contract/tags.ts';
import { CHANGE_KINDS } from '../contract/values.ts';
import { DEFAULT_SETTINGS } from '../contract/settings.ts';
import { DEFAULT_WRITING_RULES } from '../testing/default-writing-rules.ts';
import type { LibraryDatabase } from '../library/database.ts';
import { openDatabase } from '../library/database.ts';
import { LabelStore } from '../library/label-store.ts';
import { ScanStore } from '../library/scan-store.ts';
import { TrackStore } from '../library/track-store.ts';
import { OpenFolder } from './open-folder.ts';
import { SettingsController } from './settings-controller.ts';
import { TagPlanner } from './tag-planner.ts';

const RESULT = { batchId: 'batch', written: 1, cancelled: false, failures: [], notes: [] };
const QUESTION = {
  selection: { kind: 'all' },
  options: { minConfidence: 0.6, maxGenres: 1, genreDepth: 'family', mode: 'fill', by: 'track' },
  isNew: true,
} as const;

let database: LibraryDatabase;
let planner: TagPlanner;
let written: { readonly changes: readonly TagChange[]; readonly rules: unknown }[] = [];
let ids: readonly number[] = [];
let isBusy = false;

beforeEach(async () => {
  database = openDatabase(':memory:');
  written = [];
  isBusy = false;
  const paths = ['/music/a.mp3', '/music/b.mp3', '/music/open.mp3'];
  const files = paths.map((path) => ({ path, size: 1, modifiedMilliseconds: 1 }));
  await new ScanStore(database).reconcile('/music', files, []);
  const tracks = new TrackStore(database);
  ids = paths.map((path) => tracks.idOf(path) ?? 0);
  const labelled = ids.slice(0, 2).map((id) => ({ id, genres: ['Polka'] }));
  new LabelStore(database).take(labelled, 'import');
  const folder = new OpenFolder();
  folder.replace('/music');
  planner = new TagPlanner({
    database,
    reader: { ids: () => Promise.resolve(Int32Array.from(ids)) },
    folder,
    settings: new SettingsController('unused', DEFAULT_SETTINGS, () => undefined),
    tags: {
      get isBusy() {
        return isBusy;
      },
      apply: async (request) => {
        written.push(request);
        return RESULT;
      },
    },
  });
});
afterEach(() => database.close());

const QUERY: PlanQuery = {
  search: '',
  kinds: CHANGE_KINDS,
  differingOnly: false,
  sort: 'planned',
  direction: 'ascending',
  grouping: 'none',
};
/** What lines of a view show. */
const linesOf = (view: number, count = 9) =>
  planner.lines(view, 0, count).map((line) => (line.kind === 'track' ? [line.change.id, line.change.kind] : line));

it('writes what was planned, less what was left out', async () => {
  const { planId, counts, writes, total } = await planner.plan(QUESTION, null);
  expect({ counts, writes, total }).toMatchObject({ counts: { add: 2, 'not-analysed': 1 }, writes: 2, total: 3 });
  const { view } = await planner.view(planId, QUERY);
  expect(linesOf(view).slice(1)).toEqual([
    [ids[1], 'add'],
    [ids[2], 'not-analysed'],
  ]);
  expect(planner.leaveOut(planId, { kind: 'track', id: ids[0] ?? 0 }, true)).toBe(1);
  expect(await planner.apply(planId)).toBe(RESULT);
  expect(written).toEqual([
    expect.objectContaining({
      changes: [{ path: '/music/b.mp3', genres: ['Polka'], model: '' }],
      folder: '/music',
      rules: DEFAULT_WRITING_RULES,
    }),
  ]);
});

it('leaves a group out and takes it in again, and keeps that in the next plan', async () => {
  const { planId } = await planner.plan(QUESTION, null);
  const { view, lines, tracks } = await planner.view(planId, { ...QUERY, grouping: 'change' });
  expect({ lines, tracks }).toEqual({ lines: 5, tracks: 3 });
  expect(linesOf(view)[0]).toMatchObject({ kind: 'group', group: 0, tracks: 2, writes: 2, leftOut: 0 });
  expect(planner.leaveOut(planId, { kind: 'group', view, group: 0 }, true)).toBe(2);
  expect(linesOf(view)[0]).toMatchObject({ leftOut: 2 });
  const next = await planner.plan({ ...QUESTION, isNew: false }, null);
  expect(next.leftOut).toBe(2);
  expect(() => planner.leaveOut(next.planId, { kind: 'group', view, group: 0 }, false)).toThrow(
    expect.objectContaining({ code: 'cancelled' }),
  );
  const shown = await planner.view(next.planId, { ...QUERY, search: 'B.MP3' });
  expect(planner.leaveOut(next.planId, { kind: 'shown', view: shown.view }, false)).toBe(1);
  expect([...planner.shownTracks(shown.view)]).toEqual([ids[1]]);
  expect((await planner.plan(QUESTION, null)).leftOut).toBe(0);
});

it('says which genres players would show otherwise, without those of tracks left out', async () => {
  new LabelStore(database).take([{ id: ids[1] ?? 0, genres: ['Rock/Metal'] }], 'import');
  const { planId } = await planner.plan(QUESTION, null);
  expect(await planner.players(planId)).toMatchObject({ lists: 1, examples: [{ genres: ['Rock/Metal'], files: 1 }] });
  planner.leaveOut(planId, { kind: 'track', id: ids[1] ?? 0 }, true);
  expect(await planner.players(planId)).toMatchObject({ lists: 0, players: [] });
  planner.forget();
  await expect(planner.players(planId)).rejects.toMatchObject({ code: 'request-invalid' });
});

it('keeps the plan where tags are written already', async () => {
  const { planId } = await planner.plan(QUESTION, null);
  isBusy = true;
  await expect(planner.apply(planId)).rejects.toMatchObject({ code: 'busy' });
  isBusy = false;
  expect(await planner.apply(planId)).toBe(RESULT);
});

it('refuses a plan that was written, replaced or forgotten', async () => {
  const stale = { code: 'request-invalid' };
  const first = await planner.plan(QUESTION, null);
  const second = await planner.plan(QUESTION, null);
  await expect(planner.view(first.planId, QUERY)).rejects.toMatchObject(stale);
  await planner.apply(second.planId);
  await expect(planner.apply(second.planId)).rejects.toMatchObject(stale);
  const third = await planner.plan(QUESTION, null);
  planner.forget();
  expect(() => planner.hardLinks(third.planId)).toThrow(expect.objectContaining(stale));
  expect(written).toHaveLength(1);
});

it('makes one plan at a time, and keeps the one before until the next is made', async () => {
  const first = await planner.plan(QUESTION, null);
  const superseded = planner.plan(QUESTION, null);
  const newest = planner.plan(QUESTION, null);
  const { view } = await planner.view(first.planId, QUERY);
  expect(linesOf(view, 1)).toHaveLength(1);
  await expect(superseded).rejects.toMatchObject({ code: 'cancelled' });
  const { planId } = await newest;
  expect(() => planner.lines(view, 0, 1)).toThrow(expect.objectContaining({ code: 'cancelled' }));
  expect((await planner.view(planId, QUERY)).tracks).toBe(3);
  const forgotten = planner.plan(QUESTION, null);
  planner.forget();
  await expect(forgotten).rejects.toMatchObject({ code: 'cancelled' });
});
