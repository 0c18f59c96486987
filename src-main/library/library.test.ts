import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LibraryQuery } from '../contract/library.ts';
import { EVERY_TRACK } from '../contract/library.ts';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';
import { LabelStore } from './label-store.ts';
import { namesOfTracks } from './names-of-tracks.ts';
import { queryLibrary, relatedTracks } from './library-query.ts';
import { MIGRATIONS } from './migrations.ts';
import type { ScannedFile } from '../contract/scanned-file.ts';
import type { AnalysisIdentity, DueFile } from './scan-store.ts';
import { ScanStore } from './scan-store.ts';
import { schemaVersion } from './schema.ts';
import { SimilarityStore } from './similarity-store.ts';
import { TrackStore } from './track-store.ts';

const ROOT = '/music';
const IDENTITY = { model: 'm', specHash: 'h', window: '30s' };

let database: LibraryDatabase;
let tracks: TrackStore;
let scans: ScanStore;
beforeEach(() => {
  database = openDatabase(':memory:');
  tracks = new TrackStore(database);
  scans = new ScanStore(database);
});
afterEach(() => database.close());

const file = (name: string, size = 100, modifiedMilliseconds = 1): ScannedFile => ({
  path: `${ROOT}/${name}`,
  size,
  modifiedMilliseconds,
});

function finish(name: string, genre = 'rock', confidence = 0.8, genres: string[] = [], embedding: number[] = []): void {
  tracks.saveAnalysis(
    `${ROOT}/${name}`,
    { title: `T ${name}`, artist: 'Ärtist', album: '', genres, durationSeconds: 200 },
    {
      model: 'm',
      specHash: 'h',
      window: '30s',
      provider: 'cpu',
      genres: ['rock', 'pop'],
      probabilities: [0.8, 0.2],
      timeline: [{ startSeconds: 0, endSeconds: 10, probabilities: [0.8, 0.2] }],
      analysedSeconds: 30,
      heardChannel: 'side',
      genre,
      confidence,
      disagreement: 0.25,
      members: [
        { model: 'a', genre: 'rock', confidence: 0.9 },
        { model: 'b', genre: 'pop', confidence: 0.5 },
      ],
      embedding: Float32Array.from(embedding),
      embeddingSizes: [embedding.length],
      styles: [],
      styleScores: new Float32Array(0),
      meanSpectrum: Float32Array.from(embedding, (value) => value * 10),
    },
  );
}

const names = (query: Partial<LibraryQuery>) =>
  tracks.rows([...queryLibrary(database, ROOT, { ...EVERY_TRACK, ...query }).ids]).map(({ fileName }) => fileName);
const statuses = () =>
  Object.fromEntries(
    tracks.rows([...queryLibrary(database, ROOT, EVERY_TRACK).ids]).map(({ fileName, status }) => [fileName, status]),
  );

async function due(identity: AnalysisIdentity): Promise<DueFile[]> {
  const all: DueFile[] = [];
  for await (const piece of scans.dueFiles(ROOT, identity)) all.push(...piece);
  return all;
}
const duePaths = async (identity: AnalysisIdentity) =>
  (await due(identity)).flatMap(({ path, isDue }) => (isDue ? [path] : []));

describe('a scan', () => {
  it('analyses new and changed files only', async () => {
    await scans.reconcile(ROOT, [file('a.mp3'), file('b.mp3')], []);
    expect(await duePaths(IDENTITY)).toEqual([`${ROOT}/a.mp3`, `${ROOT}/b.mp3`]);
    finish('a.mp3');
    finish('b.mp3');
    await scans.reconcile(ROOT, [file('a.mp3'), file('b.mp3', 101)], []);
    expect(await duePaths(IDENTITY)).toEqual([`${ROOT}/b.mp3`]);
    expect(await duePaths({ ...IDENTITY, model: 'other' })).toHaveLength(2);
    // The other one was never analysed.
    expect((await due({ ...IDENTITY, model: 'other' })).filter(({ isOutdated }) => isOutdated).length).toBe(1);
    expect((await due(IDENTITY)).filter(({ isOutdated }) => isOutdated).length).toBe(0);
  });

  it('analyses again what was analysed before the model was trained anew', async () => {
    await scans.reconcile(ROOT, [file('a.mp3')], []);
    finish('a.mp3');
    expect(await duePaths(IDENTITY)).toEqual([]);
    expect(await duePaths({ ...IDENTITY, specHash: null })).toEqual([]);
    expect(await duePaths({ ...IDENTITY, specHash: 'new' })).toEqual([`${ROOT}/a.mp3`]);
  });

  it('does not guess which file was moved', async () => {
    const wave = (path: string) => ({ path: `${ROOT}/${path}`, size: 500, modifiedMilliseconds: 5 });
    await scans.reconcile(ROOT, [wave('one/a.wav'), wave('one/b.wav'), wave('two/c.wav'), wave('three/c.wav')], []);
    const before = ['one/a.wav', 'one/b.wav', 'two/c.wav', 'three/c.wav'].map((path) => tracks.idOf(`${ROOT}/${path}`));
    await scans.reconcile(ROOT, [wave('two/a.wav'), wave('one/z.wav'), wave('four/c.wav'), wave('five/c.wav')], []);
    expect(tracks.idOf(`${ROOT}/two/a.wav`)).toBe(before[0]);
    for (const path of ['one/z.wav', 'four/c.wav', 'five/c.wav'])
      expect(before).not.toContain(tracks.idOf(`${ROOT}/${path}`));
  });

  it('takes a renamed file for the track that it was, where no other file is alike', async () => {
    await scans.reconcile(ROOT, [file('a.mp3', 1), file('b.mp3', 2), file('c.mp3', 2)], []);
    for (const name of ['a.mp3', 'b.mp3', 'c.mp3']) finish(name);
    const id = tracks.idOf(`${ROOT}/a.mp3`);
    await scans.reconcile(ROOT, [file('renamed.mp3', 1), file('other.mp3', 2), file('c.mp3', 2)], []);
    expect(tracks.idOf(`${ROOT}/renamed.mp3`)).toBe(id);
    expect(statuses()).toEqual({ 'renamed.mp3': 'done', 'b.mp3': 'missing', 'other.mp3': 'waiting', 'c.mp3': 'done' });
  });

  it('keeps the analysis of a moved file and marks a removed one missing, until it is back', async () => {
    await scans.reconcile(ROOT, [file('a.mp3', 1), file('b.mp3', 2)], []);
    finish('a.mp3');
    finish('b.mp3');
    await scans.reconcile(ROOT, [file('new folder/a.mp3', 1)], []);
    expect(statuses()).toEqual({ 'a.mp3': 'done', 'b.mp3': 'missing' });
    expect(await duePaths(IDENTITY)).toEqual([]);
    await scans.reconcile(ROOT, [file('new folder/a.mp3', 1), file('b.mp3', 2)], []);
    expect(statuses()).toEqual({ 'a.mp3': 'done', 'b.mp3': 'done' });
  });

  it('shows what cannot be read, and tries again what failed for a passing reason', async () => {
    await scans.reconcile(
      ROOT,
      [file('a.mp3'), file('b.mp3')],
      [{ path: `${ROOT}/locked`, error: { code: 'folder-unreadable', message: 'no' } }],
    );
    tracks.saveFailure(`${ROOT}/a.mp3`, null, { code: 'file-corrupt', message: 'broken' });
    tracks.saveFailure(`${ROOT}/b.mp3`, null, { code: 'decode-timeout', message: 'slow' });
    expect(statuses()).toEqual({ 'a.mp3': 'failed', 'b.mp3': 'failed', locked: 'failed' });
    expect(await duePaths(IDENTITY)).toEqual([`${ROOT}/b.mp3`]);
  });
});

describe('the table’s query', () => {
  beforeEach(async () => {
    await scans.reconcile(
      ROOT,
      ['a', 'b', 'c', 'd'].map((name, index) => file(`${name}.mp3`, index + 1)),
      [],
    );
    finish('a.mp3', 'rock', 0.9, ['Pop']);
    finish('b.mp3', 'pop', 0.5, ['pop']);
    finish('c.mp3', 'rock', 0.3);
  });

  it('filters by text, genre, confidence, status and contradiction', () => {
    expect(names({ text: 'ärtist T B' })).toEqual(['b.mp3']);
    expect(names({ genre: 'rock' })).toEqual(['a.mp3', 'c.mp3']);
    expect(names({ minConfidence: 0.4 })).toEqual(['a.mp3', 'b.mp3']);
    new LabelStore(database).edit([tracks.idOf(`${ROOT}/b.mp3`) ?? 0], { kind: 'set', genres: ['Dub'] });
    expect(names({ label: 'Dub' })).toEqual(['b.mp3']);
    expect(names({ label: '' })).not.toContain('b.mp3');
    new LabelStore(database).describe({ kind: 'parent', genre: 'Dub', parent: 'Reggae' });
    expect(names({ label: 'Reggae' })).toEqual(['b.mp3']);
    expect(names({ label: 'Ska' })).toEqual([]);
    expect(names({ maxConfidence: 0.4 })).toEqual(['c.mp3']);
    expect(names({ status: 'waiting' })).toEqual(['d.mp3']);
    expect(names({ disagreesOnly: true })).toEqual(['a.mp3']);
    expect(names({ text: "%' OR 1=1 --" })).toEqual([]);
  });

  it('sorts both ways and counts what there is', () => {
    expect(names({ sort: { key: 'confidence', direction: 'descending' } })).toEqual([
      'a.mp3',
      'b.mp3',
      'c.mp3',
      'd.mp3',
    ]);
    const { totals, genres } = queryLibrary(database, ROOT, EVERY_TRACK);
    expect(totals).toEqual({ tracks: 4, done: 3, failed: 0, waiting: 1, missing: 0 });
    expect(genres).toEqual([
      { genre: 'pop', tracks: 1 },
      { genre: 'rock', tracks: 2 },
    ]);
  });

  it('follows tags that were written', async () => {
    tracks.saveGenres(`${ROOT}/a.mp3`, ['Rock'], { size: 7, modifiedMilliseconds: 8, isOurs: true });
    const ids = Int32Array.from(['b.mp3', 'a.mp3'], (name) => tracks.idOf(`${ROOT}/${name}`) ?? 0);
    const named = await namesOfTracks(database, { root: ROOT, ids, source: 'tags' });
    expect(named.filter(({ genres }) => genres.length === 0)).toHaveLength(1);
    expect(named.map(({ id }) => id)).toEqual([...ids]);
    expect(names({ disagreesOnly: true })).toEqual([]);
    await scans.reconcile(ROOT, [{ path: `${ROOT}/a.mp3`, size: 7, modifiedMilliseconds: 8 }], []);
    expect(await duePaths(IDENTITY)).toEqual([]);
  });

  it('tells everything of one track, and nothing of one that is not there', () => {
    expect(tracks.detail(1)).toMatchObject({
      path: `${ROOT}/a.mp3`,
      analysis: {
        genres: ['rock', 'pop'],
        provider: 'cpu',
        window: '30s',
        heardChannel: 'side',
        disagreement: 0.25,
        members: [{ model: 'a' }, { model: 'b' }],
      },
    });
    expect(() => tracks.detail(99)).toThrow('not in the library');
  });
});

describe('the database', () => {
  it('refuses a library from a newer version and leaves it alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'genrescope-library-'));
    const path = join(folder, 'library.db');
    const first = openDatabase(path);
    expect(schemaVersion(first)).toBe(MIGRATIONS.length);
    first.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
    first.close();
    expect(() => openDatabase(path)).toThrow('this app knows');
    await rm(folder, { recursive: true });
  });
});

describe('similar tracks', () => {
  beforeEach(async () => {
    await scans.reconcile(
      ROOT,
      ['a.mp3', 'b.mp3', 'c.mp3', 'd.mp3'].map((name, index) => file(name, 100 + index)),
      [],
    );
    finish('a.mp3', 'rock', 0.8, [], [1, 0]);
    finish('b.mp3', 'pop', 0.8, [], [0.6, 0.8]);
    finish('c.mp3', 'rock', 0.8, [], [0.8, 0.6]);
    finish('d.mp3', 'rock', 0.8, [], [-1, 0]);
  });
  const named = (ids: readonly { readonly id: number }[]) =>
    tracks.rows(ids.map(({ id }) => id)).map(({ fileName }) => fileName);
  const idOf = (name: string) => tracks.rows([1, 2, 3, 4]).find(({ fileName }) => fileName === name)!.id;

  it('are found by the angle between embeddings, in all and of every genre', async () => {
    const { nearest, byGenre } = await new SimilarityStore(database).neighbours(ROOT, {
      id: idOf('a.mp3'),
      count: 2,
      genre: null,
    });
    expect(named(nearest)).toEqual(['c.mp3', 'b.mp3']);
    expect(nearest.map(({ distance }) => distance)).toEqual([expect.closeTo(0.2, 5), expect.closeTo(0.4, 5)]);
    expect(byGenre.map(({ genre }) => genre)).toEqual(['rock', 'pop']);
    const query = { id: idOf('a.mp3'), count: 2, genre: 'rock' };
    expect(named((await new SimilarityStore(database).neighbours(ROOT, query)).nearest)).toEqual(['c.mp3', 'd.mp3']);
  });

  it('make a genre profile, with its most typical and its farthest track', async () => {
    const profile = await new SimilarityStore(database).genreProfile(ROOT, 'rock');
    expect(profile).toMatchObject({ genre: 'rock', tracks: 3 });
    expect([...profile!.meanSpectrum]).toEqual([expect.closeTo(8 / 3, 4), expect.closeTo(2, 4)]);
    expect(named([profile!.typical!])).toEqual(['c.mp3']);
    expect(named(profile!.farthest)).toEqual(['d.mp3', 'a.mp3']);
    expect(await new SimilarityStore(database).genreProfile(ROOT, 'jazz')).toBeNull();
  });
});

describe('relations', () => {
  it('share artist, album or folder; a track that says nothing is alone', async () => {
    await scans.reconcile(
      ROOT,
      ['x/a.mp3', 'x/b.mp3', 'y/c.mp3', 'y/d.mp3'].map((name) => file(name)),
      [],
    );
    const id = (name: string) => tracks.idOf(`${ROOT}/${name}`)!;
    const save = (name: string, artist: string, album: string) =>
      tracks.saveFailure(
        `${ROOT}/${name}`,
        { title: '', artist, album, genres: [], durationSeconds: 1 },
        { code: 'file-corrupt', message: '' },
      );
    save('x/a.mp3', 'One', 'Hits');
    save('x/b.mp3', 'Two', 'Hits');
    save('y/c.mp3', 'One', 'Hits');
    save('y/d.mp3', '', '');
    const relations = (name: string, by: 'artist' | 'album' | 'folder') =>
      [...relatedTracks(database, ROOT, id(name), by)].map((each) => tracks.rows([each])[0]?.fileName).sort();
    expect(relations('x/a.mp3', 'artist')).toEqual(['a.mp3', 'c.mp3']);
    expect(relations('x/a.mp3', 'album')).toEqual(['a.mp3', 'b.mp3']);
    expect(relations('y/d.mp3', 'folder')).toEqual(['c.mp3', 'd.mp3']);
    expect(relations('y/d.mp3', 'artist')).toEqual(['d.mp3']);
  });
});
