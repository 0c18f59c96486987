import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';
import { ScanStore } from './scan-store.ts';

/** More than are marked at once. */
const MANY = 1_700;
const ROOT = '/music';

let database: LibraryDatabase;
let scans: ScanStore;
beforeEach(async () => {
  database = openDatabase(':memory:');
  scans = new ScanStore(database);
  const files = Array.from({ length: MANY }, (_, index) => ({
    path: `${ROOT}/${index}.mp3`,
    size: 1,
    modifiedMilliseconds: 1,
  }));
  await scans.reconcile(ROOT, files, []);
  await scans.reconcile('/other', [{ path: '/other/a.mp3', size: 1, modifiedMilliseconds: 1 }], []);
  database.exec(`
    UPDATE tracks SET status = CASE WHEN id = 5 THEN 'missing' ELSE 'done' END;
    INSERT INTO analyses
      (track_id, model, spec_hash, window, provider, genres, probabilities, timeline, analysed_seconds, analysed_at, audio_digest)
    SELECT id, 'm', 'h', '30s', 'cpu', '[]', '[]', '[]', 1, '', 'digest' FROM tracks`);
});
afterEach(() => database.close());

const countRow = z.object({ tracks: z.number() });
const count = (condition: string) =>
  countRow.parse(
    database.prepare(`SELECT count(*) AS tracks FROM tracks JOIN analyses ON track_id = id WHERE ${condition}`).get(),
  ).tracks;
const marked = () => count("status = 'waiting'");

it('marks all tracks of a folder, some at a time, and never one whose sound would still be known', async () => {
  const marking = scans.markWaiting(ROOT, null);
  while (marked() === 0) await setImmediate();
  expect(marked()).toBeLessThan(MANY - 1);
  expect(count("status = 'waiting' AND audio_digest IS NOT NULL")).toBe(0);
  await marking;
  // All but the missing one, and none of the other folder.
  expect([marked(), count('audio_digest IS NOT NULL')]).toEqual([MANY - 1, 1]);
});

it('marks the tracks that were chosen', async () => {
  await scans.markWaiting(ROOT, Int32Array.of(1, 2, 5));
  expect([marked(), count('audio_digest IS NULL')]).toEqual([2, 3]);
});

it('ends where the library is closed', async () => {
  const marking = scans.markWaiting(ROOT, null);
  while (marked() === 0) await setImmediate();
  database.close();
  await expect(marking).rejects.toThrow();
  database = openDatabase(':memory:');
});
