import { DEFAULT_FIELD_RULES } from '../testing/default-writing-rules.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LibraryDatabase } from '../library/database.ts';
import { openDatabase } from '../library/database.ts';
import { LabelStore } from '../library/label-store.ts';
import { ScanStore } from '../library/scan-store.ts';
import { TrackStore } from '../library/track-store.ts';
import { planTags } from './tag-plans.ts';

let database: LibraryDatabase;
beforeEach(() => {
  database = openDatabase(':memory:');
});
afterEach(() => database.close());

it('a labelled track is planned although its sound could not be analysed', async () => {
  const paths = ['/music/labelled.mp3', '/music/tagged.mp3', '/music/open.mp3', '/music/waiting.mp3'];
  await new ScanStore(database).reconcile(
    '/music',
    paths.map((path) => ({ path, size: 1, modifiedMilliseconds: 1 })),
    [],
  );
  const tracks = new TrackStore(database);
  const metadata = { title: '', artist: '', album: '', genres: [], durationSeconds: 2 };
  for (const path of paths.slice(0, 3))
    tracks.saveFailure(
      path,
      { ...metadata, genres: path.includes('tagged') ? ['Old'] : [] },
      { code: 'audio-silent', message: 'Only silence' },
    );
  const ids = paths.map((path) => tracks.idOf(path)!);
  new LabelStore(database).take(
    [0, 1, 3].map((index) => ({ id: ids[index]!, genres: ['Polka'] })),
    'import',
  );
  const plan = (mode: 'fill' | 'replace') =>
    planTags(database, {
      ids: Int32Array.from(ids),
      rules: {
        minConfidence: 0.6,
        maxGenres: 1,
        genreDepth: 'family',
        mode,
        by: 'track',
        map: {},
        onlyModel: null,
        fields: DEFAULT_FIELD_RULES,
        date: new Date(0),
      },
      root: '/music',
      signal: new AbortController().signal,
    });
  const kinds = async (mode: 'fill' | 'replace') =>
    Object.fromEntries((await plan(mode)).rows.map(({ fileName, kind, after }) => [fileName, [kind, ...after]]));
  expect(await kinds('fill')).toEqual({
    'labelled.mp3': ['add', 'Polka'],
    'tagged.mp3': ['kept', 'Old'],
    'open.mp3': ['not-analysed'],
    'waiting.mp3': ['add', 'Polka'],
  });
  expect((await kinds('replace'))['tagged.mp3']).toEqual(['replace', 'Polka']);
});

it('a track is planned with the styles that its own model scored', async () => {
  const tracks = new TrackStore(database);
  const paths = ['/music/new.mp3', '/music/old.mp3'];
  await new ScanStore(database).reconcile(
    '/music',
    paths.map((path) => ({ path, size: 1, modifiedMilliseconds: 1 })),
    [],
  );
  const techno = { name: 'techno', kind: 'style', family: 'electronic', threshold: 0.3 } as const;
  const styles = [{ ...techno, isCalibrated: true, averagePrecision: null, positives: 0, tracks: 0 }];
  for (const path of paths) {
    const scored = path.includes('new') ? { styles, styleScores: Float32Array.of(0.4) } : NO_STYLES;
    tracks.saveAnalysis(path, METADATA, { ...ANALYSIS, ...scored, specHash: path });
  }
  const { rows } = await planTags(database, {
    ids: Int32Array.from(paths, (path) => tracks.idOf(path) ?? 0),
    rules: {
      minConfidence: 0.6,
      maxGenres: 2,
      genreDepth: 'family-and-styles',
      mode: 'fill',
      by: 'track',
      map: {},
      onlyModel: null,
      fields: DEFAULT_FIELD_RULES,
      date: new Date(0),
    },
    root: '/music',
    signal: new AbortController().signal,
  });
  expect(rows.map(({ after }) => after)).toEqual([['Electronic', 'Techno'], ['Electronic']]);
});

it('the whole album decides, without what labels say better, though one of its tracks alone is planned', async () => {
  const tracks = new TrackStore(database);
  const paths = ['/music/a.mp3', '/music/b.mp3', '/music/c.mp3', '/music/labelled.mp3'];
  await new ScanStore(database).reconcile(
    '/music',
    paths.map((path) => ({ path, size: 1, modifiedMilliseconds: 1 })),
    [],
  );
  for (const [index, path] of paths.entries()) {
    const probabilities =
      [
        [0.6, 0.4],
        [0.2, 0.8],
        [0.1, 0.9],
        [1, 0],
      ][index] ?? [];
    tracks.saveAnalysis(
      path,
      { ...METADATA, album: 'Best of' },
      { ...ANALYSIS, ...NO_STYLES, probabilities, specHash: '' },
    );
  }
  const idOf = (path: string) => tracks.idOf(path) ?? 0;
  new LabelStore(database).take([{ id: idOf('/music/labelled.mp3'), genres: ['Electronic'] }], 'import');
  const plan = await planTags(database, {
    ids: Int32Array.of(idOf('/music/a.mp3')),
    rules: {
      minConfidence: 0.6,
      maxGenres: 1,
      genreDepth: 'family',
      mode: 'fill',
      by: 'album',
      map: {},
      onlyModel: null,
      fields: DEFAULT_FIELD_RULES,
      date: new Date(0),
    },
    root: '/music',
    signal: new AbortController().signal,
  });
  expect(plan.rows).toEqual([expect.objectContaining({ after: ['Pop'], ownGenre: 'Electronic', album: 'Best of' })]);
  expect(plan.rows[0]?.confidence).toBeCloseTo(0.7);
  expect(plan.summary.differing).toBe(1);
});

const METADATA = { title: '', artist: '', album: '', genres: [], durationSeconds: 2 };
const NO_STYLES = { styles: [], styleScores: new Float32Array(0) };
const ANALYSIS = {
  model: 'm',
  window: '30s',
  provider: 'cpu',
  genres: ['electronic', 'pop'],
  probabilities: [0.9, 0.1],
  timeline: [],
  analysedSeconds: 2,
  heardChannel: 'mix',
  genre: 'electronic',
  confidence: 0.9,
  disagreement: null,
  members: [],
  embedding: new Float32Array(0),
  embeddingSizes: [],
  meanSpectrum: new Float32Array(0),
} as const;
