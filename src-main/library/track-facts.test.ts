import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EVERY_TRACK } from '../contract/library.ts';
import type { TrackMetadata } from '../contract/track.ts';
import type { SortDirection, SortKey } from '../contract/values.ts';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';
import { queryLibrary } from './library-query.ts';
import { MIGRATIONS } from './migrations.ts';
import { ScanStore } from './scan-store.ts';
import type { StoredAnalysis } from './track-store.ts';
import { TrackStore } from './track-store.ts';

const ROOT = '/music';
const GENRES = ['pop', 'rock', 'jazz'];

let database: LibraryDatabase;
let tracks: TrackStore;
beforeEach(() => {
  database = openDatabase(':memory:');
  tracks = new TrackStore(database);
});
afterEach(() => database.close());

async function add(name: string, facts: Partial<TrackMetadata>, probabilities: readonly number[]): Promise<void> {
  const path = `${ROOT}/${name}`;
  const scans = new ScanStore(database);
  await scans.reconcile(
    ROOT,
    [...paths(), path].map((each) => ({ path: each, size: 1, modifiedMilliseconds: 1 })),
    [],
  );
  const metadata = { title: '', artist: '', album: '', genres: [], durationSeconds: 1, ...facts };
  tracks.saveAnalysis(path, metadata, analysisOf(probabilities));
}

function analysisOf(probabilities: readonly number[]): StoredAnalysis {
  const best = probabilities.indexOf(Math.max(...probabilities));
  return {
    ...{ model: 'm', specHash: 'h', window: '30s', provider: 'cpu', genres: GENRES, probabilities, timeline: [] },
    ...{ genre: GENRES[best] ?? '', confidence: probabilities[best] ?? 0, analysedSeconds: 1, heardChannel: 'mix' },
    ...{ disagreement: null, members: [], embeddingSizes: [], styles: [] },
    ...{ embedding: new Float32Array(), styleScores: new Float32Array(), meanSpectrum: new Float32Array() },
  };
}

const paths = (): string[] => tracks.rows([...queryLibrary(database, ROOT, EVERY_TRACK).ids]).map(({ path }) => path);

function sorted(key: SortKey, direction: SortDirection): string[] {
  const { ids } = queryLibrary(database, ROOT, { ...EVERY_TRACK, sort: { key, direction } });
  return tracks.rows([...ids]).map(({ fileName }) => fileName);
}

describe('what a track’s row tells', () => {
  it('keeps what the file told, and when the library first had it', async () => {
    const before = Date.now();
    await add('a.flac', { year: 1994, bpm: 128.5, format: 'FLAC', bitRate: 912_000 }, [0.7, 0.2, 0.1]);
    const [row] = tracks.rows([tracks.idOf('/music/a.flac') ?? 0]);
    expect(row).toMatchObject({ year: 1994, bpm: 128.5, format: 'FLAC', bitRate: 912_000, path: '/music/a.flac' });
    expect(row?.addedAt).toBeGreaterThanOrEqual(before);
    const addedAt = row?.addedAt;
    await add('a.flac', {}, [0.7, 0.2, 0.1]);
    const [again] = tracks.rows([tracks.idOf('/music/a.flac') ?? 0]);
    expect(again).toMatchObject({ year: null, bpm: null, format: null, bitRate: null, addedAt });
  });

  it('tells the second likeliest genre', async () => {
    await add('a.mp3', {}, [0.2, 0.7, 0.1]);
    expect(tracks.rows([tracks.idOf('/music/a.mp3') ?? 0])[0]).toMatchObject({
      predictedGenre: 'rock',
      secondGenre: 'pop',
    });
    database.exec(`UPDATE analyses SET genres = '["folk","ska"]', probabilities = '[0.1,0.9]'`);
    expect(tracks.rows([tracks.idOf('/music/a.mp3') ?? 0])[0]?.secondGenre).toBe('folk');
    tracks.saveFailure('/music/a.mp3', null, { code: 'audio-silent', message: '' });
    expect(tracks.rows([tracks.idOf('/music/a.mp3') ?? 0])[0]?.secondGenre).toBeNull();
  });

  it('finds it in analyses of versions that did not keep it, as far as they can be read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'genrescope-facts-'));
    const path = join(folder, 'library.sqlite');
    const step = MIGRATIONS.findIndex((each) => each.includes('second_genre'));
    const earlier = new Database(path);
    earlier.exec(`BEGIN; ${MIGRATIONS.slice(0, step).join(';')}; PRAGMA user_version = ${step}; COMMIT`);
    for (const [id, probabilities] of [
      [1, '[0.2,0.7,0.1]'],
      [2, 'broken'],
    ] as const)
      earlier.exec(`
        INSERT INTO tracks (id, root, path, file_name, folder, size, modified, predicted)
        VALUES (${id}, '/m', '/m/${id}', '${id}', '/m', 1, 1, 'rock');
        INSERT INTO analyses
          (track_id, model, spec_hash, window, provider, genres, probabilities, timeline, analysed_seconds, analysed_at)
        VALUES (${id}, 'm', 'h', '30s', 'cpu', '["pop","rock","jazz"]', '${probabilities}', '[]', 1, '')`);
    earlier.close();
    const now = openDatabase(path);
    expect(new TrackStore(now).rows([1, 2]).map(({ secondGenre }) => secondGenre)).toEqual(['pop', null]);
    now.close();
    await rm(folder, { recursive: true });
  });

  it('sorts by it, and puts what nobody knows last either way', async () => {
    await add('a.mp3', { year: 2001, bitRate: 128_000, format: 'MP3' }, [0.1, 0.7, 0.2]);
    await add('b.mp3', {}, [0.2, 0.7, 0.1]);
    await add('c.mp3', { year: 1969, bitRate: 320_000, format: 'flac' }, [0.5, 0.3, 0.2]);
    expect(sorted('year', 'ascending')).toEqual(['c.mp3', 'a.mp3', 'b.mp3']);
    expect(sorted('year', 'descending')).toEqual(['a.mp3', 'c.mp3', 'b.mp3']);
    expect(sorted('bitRate', 'descending')).toEqual(['c.mp3', 'a.mp3', 'b.mp3']);
    expect(sorted('format', 'ascending')).toEqual(['c.mp3', 'a.mp3', 'b.mp3']);
    expect(sorted('secondGenre', 'ascending')).toEqual(['a.mp3', 'b.mp3', 'c.mp3']);
  });
});
