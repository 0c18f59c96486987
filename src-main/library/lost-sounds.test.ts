import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';
import { LabelStore } from './label-store.ts';
import { ScanStore } from './scan-store.ts';
import { TrackStore } from './track-store.ts';

const ROOT = '/m';
const IDENTITY = { model: 'm', specHash: 's', window: '30s' as const };

let database: LibraryDatabase;
let scans: ScanStore;
let tracks: TrackStore;
beforeEach(() => {
  database = openDatabase(':memory:');
  scans = new ScanStore(database);
  tracks = new TrackStore(database);
});
afterEach(() => database.close());

const pathOf = (name: string) => `${ROOT}/${name}`;

/** A walk that finds these, each as large and old as is said. */
async function walk(files: Readonly<Record<string, number>>): Promise<void> {
  const found = Object.entries(files).map(([name, size]) => ({ path: pathOf(name), size, modifiedMilliseconds: size }));
  await scans.reconcile(ROOT, found, []);
}

function analyse(name: string, audioDigest: string | undefined): void {
  tracks.saveAnalysis(
    pathOf(name),
    { title: name, artist: '', album: '', genres: [], durationSeconds: 200 },
    {
      ...IDENTITY,
      provider: 'cpu',
      genres: ['rock'],
      probabilities: [1],
      timeline: [],
      analysedSeconds: 30,
      heardChannel: 'mix',
      genre: 'rock',
      confidence: 1,
      disagreement: null,
      members: [],
      embedding: new Float32Array(1),
      embeddingSizes: [1],
      styles: [],
      styleScores: new Float32Array(0),
      meanSpectrum: new Float32Array(1),
      audioDigest,
    },
  );
}

/** The files whose digests a scan asks for. */
async function compared(): Promise<string[]> {
  const names: string[] = [];
  for await (const piece of scans.dueFiles(ROOT, IDENTITY))
    names.push(...piece.flatMap(({ path, isCompared }) => (isCompared ? [path.slice(ROOT.length + 1)] : [])));
  return names;
}
const take = (name: string, digest = 'd', identity: Parameters<typeof scans.lostSounds.takeOver>[2] = IDENTITY) =>
  scans.lostSounds.takeOver(pathOf(name), digest, identity);
const idOf = (name: string) => tracks.idOf(pathOf(name));

it('lets the missing track with its sound take over a new file', async () => {
  await walk({ a: 1, b: 2 });
  expect(await compared()).toEqual([]);
  analyse('a', 'd');
  const before = tracks.detail(idOf('a')!);
  await walk({ b: 2, new: 3 });
  expect(await compared()).toEqual(['b', 'new']);
  expect(take('new')).toBe(true);
  expect(tracks.detail(before.id)).toEqual({ ...before, path: pathOf('new'), fileName: 'new' });
  expect([tracks.count(), idOf('a'), idOf('new')]).toEqual([2, null, before.id]);
  // It is no new file any more, and its tags are still to be read.
  expect(take('new')).toBe(false);
  expect(
    database.prepare('SELECT size, modified, tags_read FROM tracks WHERE path = ?').get(pathOf('new')),
  ).toMatchObject({
    size: 3,
    modified: 3,
    tags_read: 0,
  });
});

it('takes over nothing that is there, sounds otherwise, or is one of several', async () => {
  await walk({ a: 1, b: 2, c: 4 });
  analyse('a', 'd');
  await walk({ a: 1, b: 2, c: 4, copy: 3 });
  expect(take('copy')).toBe(false);
  analyse('b', 'd');
  await walk({ c: 4, copy: 3 });
  expect(take('copy')).toBe(false);
  await walk({ a: 1, c: 4, copy: 3 });
  expect(take('copy', 'other')).toBe(false);
  expect(take('copy')).toBe(true);
});

it('takes over no analysis that is outdated', async () => {
  await walk({ a: 1 });
  analyse('a', 'd');
  await walk({ new: 3 });
  for (const other of [{ model: 'n' }, { specHash: 't' }, { window: 'full' }]) {
    expect(take('new', 'd', { ...IDENTITY, ...other })).toBe(false);
    expect(await scans.lostSounds.hasAny(ROOT, { ...IDENTITY, ...other })).toBe(false);
  }
  expect(await scans.lostSounds.hasAny('/other', IDENTITY)).toBe(false);
  expect(take('new', 'd', { ...IDENTITY, specHash: null })).toBe(true);
});

it('asks for no digest where no missing track has one', async () => {
  await walk({ a: 1 });
  analyse('a', undefined);
  await walk({ new: 3 });
  expect(await compared()).toEqual([]);
});

it('leaves a new file alone that was labelled, also where that is undone', async () => {
  const labels = new LabelStore(database);
  await walk({ a: 1 });
  analyse('a', 'd');
  await walk({ new: 3 });
  const ids = [idOf('new')!];
  labels.edit(ids, { kind: 'set', genres: ['jazz'] });
  expect(take('new')).toBe(false);
  labels.undo();
  expect(take('new')).toBe(false);
});
