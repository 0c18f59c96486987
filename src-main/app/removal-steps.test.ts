import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EVERY_TRACK } from '../contract/library.ts';
import { openDatabase, type LibraryDatabase } from '../library/database.ts';
import { LabelStore } from '../library/label-store.ts';
import { queryLibrary } from '../library/library-query.ts';
import { LibrarySteps } from '../library/library-steps.ts';
import { MissingStore } from '../library/missing-store.ts';
import { ScanStore } from '../library/scan-store.ts';
import { UndoneSteps } from '../library/undone-steps.ts';
import { RemovalSteps } from './removal-steps.ts';

/** More than are moved at once. */
const MANY = 1_700;
const ROOT = '/music';

let folder: string;
let database: LibraryDatabase;
let removals: RemovalSteps;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'genrescope-removals-'));
  open();
  const scans = new ScanStore(database);
  const files = Array.from({ length: MANY }, (_, index) => ({
    path: `${ROOT}/${index}.mp3`,
    size: index + 1,
    modifiedMilliseconds: 1,
  }));
  await scans.reconcile(ROOT, files, []);
  await scans.reconcile(ROOT, [], []);
});
afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

function open(): void {
  database = openDatabase(join(folder, 'library.db'));
  removals = new RemovalSteps(
    new MissingStore(database),
    () => undefined,
    () => undefined,
  );
}

const shown = () => queryLibrary(database, ROOT, EVERY_TRACK).ids.length;
const next = () => [new LibrarySteps(database).last()?.what, new UndoneSteps(database).newest()?.what];
const words = `Remove ${MANY.toLocaleString('en')} Missing Tracks`;

/** Waits until some tracks have moved, and not all of them: others have their turn. */
async function untilMoving(): Promise<void> {
  for (const before = shown(); shown() === before;) await setImmediate();
  expect(shown()).toBeGreaterThan(0);
  expect(shown()).toBeLessThan(MANY);
}

/** The app is gone while tracks are moved, and starts again. */
async function crash(moving: Promise<unknown>): Promise<void> {
  await untilMoving();
  database.close();
  await expect(moving).rejects.toMatchObject({ code: 'cancelled' });
  open();
}

it('removes very many tracks some at a time, as one step', async () => {
  const removed = removals.remove(ROOT, null);
  await untilMoving();
  expect(await removed).toBe(MANY);
  expect([shown(), next()]).toEqual([0, [words, undefined]]);
  const undone = removals.undo();
  await untilMoving();
  expect((await undone)?.ids).toHaveLength(MANY);
  expect([shown(), next()]).toEqual([MANY, [undefined, words]]);
  const redone = removals.redo();
  await untilMoving();
  expect((await redone)?.ids).toHaveLength(MANY);
  expect([shown(), next()]).toEqual([0, [words, undefined]]);
});

it('can undo a removal that a crash interrupted, or do it again', async () => {
  await crash(removals.remove(ROOT, null));
  const left = shown();
  expect(await removals.remove(ROOT, null)).toBe(left);
  await removals.undo();
  await removals.undo();
  expect([shown(), next()[0]]).toEqual([MANY, undefined]);
});

it('can go on where a crash interrupted undoing or redoing', async () => {
  await removals.remove(ROOT, null);
  await crash(removals.undo());
  expect(next()).toEqual([words, undefined]);
  await removals.undo();
  expect([shown(), next()]).toEqual([MANY, [undefined, words]]);
  await crash(removals.redo());
  expect(next()).toEqual([words, undefined]);
  await removals.undo();
  expect(shown()).toBe(MANY);
});

it('deletes nothing of what a crash left half undone or half removed', async () => {
  await removals.remove(ROOT, null);
  await crash(removals.undo());
  await new MissingStore(database).deleteForgotten();
  await removals.undo();
  await crash(removals.redo());
  await new MissingStore(database).deleteForgotten();
  await removals.undo();
  expect(shown()).toBe(MANY);
});

it('undoes one removal after the other, and no other step, however quickly it is asked to', async () => {
  await removals.remove(ROOT, null);
  const [first, second] = [removals.undo(), removals.undo()];
  expect([(await first)?.what, await second]).toEqual([words, null]);
  expect(next()).toEqual([undefined, words]);
});

it('undoes the removal that it began with, though a label was given meanwhile', async () => {
  await removals.remove(ROOT, null);
  const undone = removals.undo();
  await untilMoving();
  const [id = 0] = queryLibrary(database, ROOT, EVERY_TRACK).ids;
  new LabelStore(database).edit([id], { kind: 'set', genres: ['Dub'] });
  await undone;
  expect(next()).toEqual(['Label Dub for 1 Track', words]);
});
