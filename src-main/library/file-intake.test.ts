import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';
import { createFileIntake } from './file-intake.ts';
import { LabelStore } from './label-store.ts';
import { RetrainStore } from './retrain-store.ts';
import { ScanStore } from './scan-store.ts';
import { TrackStore } from './track-store.ts';

const METADATA = { title: 'T', artist: 'A', album: '', genres: ['Old'], durationSeconds: 3 };
const file = (path: string, size = 100) => ({ path, size, modifiedMilliseconds: 1, metadata: METADATA });
let database: LibraryDatabase;
let tracks: TrackStore;

beforeEach(() => {
  database = openDatabase(':memory:');
  tracks = new TrackStore(database);
});
afterEach(() => database.close());

const facts = (path: string) =>
  database.prepare('SELECT root, size, status, genres, artist FROM tracks WHERE path = ?').get(path);

describe('files that are taken in', () => {
  it('become tracks that wait, below the table’s folder or in their own', () => {
    const intake = createFileIntake(database, '/music');
    intake.takeIn([
      file('/music/x/a.mp3'),
      file('/elsewhere/b.mp3'),
      file('/music..more/c.mp3'),
      file('/music/..d.mp3'),
    ]);
    expect(facts('/music/x/a.mp3')).toMatchObject({
      root: '/music',
      size: 100,
      status: 'waiting',
      genres: '["Old"]',
      artist: 'A',
    });
    expect(facts('/elsewhere/b.mp3')).toMatchObject({ root: '/elsewhere' });
    expect(facts('/music..more/c.mp3')).toMatchObject({ root: '/music..more' });
    expect(facts('/music/..d.mp3')).toMatchObject({ root: '/music' });
    expect([
      intake.isCurrent(file('/music/x/a.mp3')),
      intake.isCurrent(file('/music/x/a.mp3', 101)),
      intake.isCurrent(file('/none')),
    ]).toEqual([true, false, false]);
  });

  it('keep id, folder and labels where they were known, and are analysed again', async () => {
    await new ScanStore(database).reconcile('/opened', [file('/opened/a.mp3', 5)], []);
    const id = tracks.idOf('/opened/a.mp3')!;
    new LabelStore(database).take([{ id, genres: ['Polka'] }], 'import');
    tracks.saveFailure('/opened/a.mp3', null, { code: 'audio-silent', message: '' });
    createFileIntake(database, '/').takeIn([file('/opened/a.mp3')]);
    expect(facts('/opened/a.mp3')).toMatchObject({ root: '/opened', size: 100, status: 'waiting' });
    expect(tracks.rows([id])[0]?.labels).toEqual(['Polka']);
  });

  it('that were labelled by hand wait for a scan: they may hold another recording', async () => {
    await new ScanStore(database).reconcile('/opened', [file('/opened/a.mp3', 5)], []);
    new LabelStore(database).edit([tracks.idOf('/opened/a.mp3')!], { kind: 'set', genres: ['Mine'] });
    createFileIntake(database, '/').takeIn([file('/opened/a.mp3')]);
    expect(await new RetrainStore(database).names()).toMatchObject([{ size: 5, names: ['Mine'] }]);
  });

  it('belong to the folder that the app opens later', async () => {
    createFileIntake(database, '/music').takeIn([file('/music/x/a.mp3')]);
    const id = tracks.idOf('/music/x/a.mp3')!;
    await new ScanStore(database).reconcile('/music/x', [file('/music/x/a.mp3')], []);
    expect(facts('/music/x/a.mp3')).toMatchObject({ root: '/music/x', status: 'waiting' });
    expect(tracks.idOf('/music/x/a.mp3')).toBe(id);
  });
});
