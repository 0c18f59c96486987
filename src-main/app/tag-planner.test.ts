import { afterEach, beforeEach, expect, it } from 'vitest';
import type { TagChange } from '../contract/tags.ts';
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
const NONE = new Int32Array();
const QUESTION = {
  selection: { kind: 'all' },
  options: { minConfidence: 0.6, maxGenres: 1, genreDepth: 'family', mode: 'fill' },
  leftOut: NONE,
} as const;

let database: LibraryDatabase;
let planner: TagPlanner;
let written: { readonly changes: readonly TagChange[]; readonly rules: unknown }[] = [];
let ids: readonly number[] = [];

beforeEach(async () => {
  database = openDatabase(':memory:');
  written = [];
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
      apply: async (request) => {
        written.push(request);
        return RESULT;
      },
    },
  });
});
afterEach(() => database.close());

it('writes what was planned, less what was left out', async () => {
  const { planId, counts, writes, total } = await planner.plan(QUESTION, null);
  expect({ counts, writes, total }).toMatchObject({ counts: { add: 2, 'not-analysed': 1 }, writes: 2, total: 3 });
  expect(planner.rows(planId, 1, 5).map(({ id, kind }) => [id, kind])).toEqual([
    [ids[1], 'add'],
    [ids[2], 'not-analysed'],
  ]);
  expect(await planner.apply(planId, Int32Array.of(ids[0] ?? 0))).toBe(RESULT);
  expect(written).toEqual([
    expect.objectContaining({
      changes: [{ path: '/music/b.mp3', genres: ['Polka'], model: '' }],
      folder: '/music',
      rules: DEFAULT_WRITING_RULES,
    }),
  ]);
});

it('refuses a plan that was written, replaced or forgotten', async () => {
  const stale = { code: 'request-invalid' };
  const first = await planner.plan(QUESTION, null);
  const second = await planner.plan(QUESTION, null);
  expect(() => planner.rows(first.planId, 0, 1)).toThrow(expect.objectContaining(stale));
  await planner.apply(second.planId, NONE);
  await expect(planner.apply(second.planId, NONE)).rejects.toMatchObject(stale);
  const third = await planner.plan(QUESTION, null);
  planner.forget();
  expect(() => planner.hardLinks(third.planId)).toThrow(expect.objectContaining(stale));
  expect(written).toHaveLength(1);
});

it('makes one plan at a time, and keeps the one before until the next is made', async () => {
  const first = await planner.plan(QUESTION, null);
  const superseded = planner.plan(QUESTION, null);
  const newest = planner.plan(QUESTION, null);
  expect(planner.rows(first.planId, 0, 1)).toHaveLength(1);
  await expect(superseded).rejects.toMatchObject({ code: 'cancelled' });
  expect(planner.rows((await newest).planId, 0, 1)).toHaveLength(1);
  const forgotten = planner.plan(QUESTION, null);
  planner.forget();
  await expect(forgotten).rejects.toMatchObject({ code: 'cancelled' });
});
