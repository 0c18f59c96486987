import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LibraryQuery } from '../contract/library.ts';
import { EVERY_TRACK } from '../contract/library.ts';
import type { StyleInfo } from '../contract/styles.ts';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';
import { queryLibrary } from './library-query.ts';
import type { FeaturesRow } from './retrain-store.ts';
import { RetrainStore } from './retrain-store.ts';
import { ScanStore } from './scan-store.ts';
import { SimilarityStore } from './similarity-store.ts';
import { TrackStore } from './track-store.ts';

const ROOT = '/music';
const style = (name: string, kind: StyleInfo['kind'], family: string | null): StyleInfo => ({
  name,
  kind,
  family,
  threshold: 0.5,
  isCalibrated: kind === 'style',
  averagePrecision: null,
  positives: 0,
  tracks: 0,
});
const STYLES = [style('soul', 'style', 'rnb'), style('punk', 'style', 'rock'), style('mellow', 'descriptor', null)];

let database: LibraryDatabase;
let tracks: TrackStore;
beforeEach(async () => {
  database = openDatabase(':memory:');
  tracks = new TrackStore(database);
  const files = ['a', 'b', 'c'].map((name, index) => ({
    path: `${ROOT}/${name}.mp3`,
    size: index + 1,
    modifiedMilliseconds: 1,
  }));
  await new ScanStore(database).reconcile(ROOT, files, []);
  finish('a.mp3', 'rock', [0.9, 0.6, 0.8]);
  finish('b.mp3', 'pop', [0.7, 0.1, 0.2]);
  finish('c.mp3', 'pop', [0, 0, 0]);
});
afterEach(() => database.close());

function finish(name: string, genre: string, styleScores: readonly number[]): void {
  tracks.saveAnalysis(
    `${ROOT}/${name}`,
    { title: '', artist: '', album: '', genres: [], durationSeconds: 200 },
    {
      model: 'm',
      specHash: 'h',
      window: '30s',
      provider: 'cpu',
      genres: ['rock', 'pop'],
      probabilities: [0.8, 0.2],
      timeline: [],
      analysedSeconds: 30,
      heardChannel: 'mix',
      genre,
      confidence: 0.9,
      disagreement: null,
      members: [],
      embedding: Float32Array.of(1, 0),
      embeddingSizes: [2],
      styles: STYLES,
      styleScores: Float32Array.from(styleScores),
      meanSpectrum: Float32Array.of(10, 0),
    },
  );
}

const idOf = (name: string) => tracks.idOf(`${ROOT}/${name}`)!;
const names = (query: Partial<LibraryQuery>) =>
  tracks.rows([...queryLibrary(database, ROOT, { ...EVERY_TRACK, ...query }).ids]).map(({ fileName }) => fileName);

it('styles are those that reach their thresholds, the predicted genre’s first', () => {
  const ids = ['a.mp3', 'b.mp3', 'c.mp3'].map(idOf);
  expect(tracks.rows(ids).map(({ styles }) => styles)).toEqual([['punk', 'soul'], ['soul'], []]);
});

it('styles are known with their scores and what the card says of them', () => {
  const { analysis } = tracks.detail(idOf('a.mp3'));
  expect(analysis?.styles).toMatchObject([
    { name: 'soul', kind: 'style', family: 'rnb', threshold: 0.5, isCalibrated: true },
    { name: 'punk', score: Math.fround(0.6) },
    { name: 'mellow', kind: 'descriptor', family: null, isCalibrated: false, score: Math.fround(0.8) },
  ]);
});

it('styles can be searched, filtered and sorted by, and are counted', () => {
  expect(names({ text: 'soul' })).toEqual(['a.mp3', 'b.mp3']);
  expect(names({ text: '[' })).toEqual([]);
  expect(names({ genre: 'punk' })).toEqual(['a.mp3']);
  expect(names({ genre: 'pop' })).toEqual(['b.mp3', 'c.mp3']);
  expect(names({ sort: { key: 'styles', direction: 'ascending' } })).toEqual(['a.mp3', 'b.mp3', 'c.mp3']);
  expect(queryLibrary(database, ROOT, EVERY_TRACK).styles).toEqual([
    { genre: 'punk', tracks: 1 },
    { genre: 'soul', tracks: 2 },
  ]);
});

it('styles have genre profiles', async () => {
  const profile = await new SimilarityStore(database).genreProfile(ROOT, 'soul');
  expect(profile).toMatchObject({ genre: 'soul', tracks: 2 });
  expect((await new SimilarityStore(database).genreProfile(ROOT, 'pop'))?.tracks).toBe(2);
});

it('styles end with an analysis that failed, and stay where a model without styles predicts from the stored features', () => {
  tracks.saveFailure(`${ROOT}/b.mp3`, null, { code: 'file-corrupt', message: 'broken' });
  const row = { id: idOf('a.mp3'), genres: [] } as unknown as FeaturesRow;
  const model = { name: 'mine', specHash: 'other', genres: ['pop'], styles: [] };
  const prediction = {
    id: row.id,
    probabilities: [1],
    styleScores: new Float32Array(0),
    members: [],
    disagreement: null,
  };
  new RetrainStore(database).repredict([row], [prediction], model);
  expect(names({ text: 'soul' })).toEqual(['a.mp3']);
  expect(tracks.detail(idOf('a.mp3')).analysis?.styles).toHaveLength(3);
});

it('styles are none of a library from before', () => {
  database.exec("UPDATE analyses SET styles_spec = NULL, style_scores = NULL; UPDATE tracks SET styles = '[]'");
  expect(tracks.detail(idOf('a.mp3'))).toMatchObject({ styles: [], analysis: { styles: [] } });
});

it('a contradiction that an older version kept is none where the tag names a style of the prediction', () => {
  const tag = database.prepare('UPDATE tracks SET genres = ?, disagrees = 1 WHERE file_name = ?');
  tag.run('["Punk"]', 'a.mp3');
  tag.run('["Jazz"]', 'b.mp3');
  tag.run('["Jazz"]', 'c.mp3');
  database.exec("UPDATE tracks SET predicted = NULL WHERE file_name = 'c.mp3'");
  expect(names({ disagreesOnly: true })).toEqual(['b.mp3']);
});
