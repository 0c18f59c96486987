import { expect, it } from 'vitest';
import type { TimelinePatch } from '../contract/track.ts';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';
import type { FeaturesRow, NewModel } from './retrain-store.ts';
import { RetrainStore } from './retrain-store.ts';
import { ScanStore } from './scan-store.ts';
import { TrackStore } from './track-store.ts';

const PATH = '/music/a.mp3';
const SHIPPED: NewModel = { name: 'shipped', specHash: 'one', genres: ['pop', 'rock'], styles: [] };
const OWN: NewModel = { name: 'own', specHash: 'two', genres: ['Dub', 'rock'], styles: [] };
const MEMBERS = [
  { model: 'a', genre: 'pop', confidence: 0.9 },
  { model: 'b', genre: 'rock', confidence: 0.7 },
];

function analyse(tracks: TrackStore, timeline: readonly TimelinePatch[]): void {
  tracks.saveAnalysis(
    PATH,
    { title: '', artist: '', album: '', genres: [], durationSeconds: 60 },
    {
      model: SHIPPED.name,
      specHash: SHIPPED.specHash,
      window: '30s',
      provider: 'cpu',
      genres: SHIPPED.genres,
      genre: 'pop',
      confidence: 0.6,
      heardChannel: 'mix',
      probabilities: [0.6, 0.4],
      timeline,
      analysedSeconds: 30,
      disagreement: 0.6,
      members: MEMBERS,
      embedding: Float32Array.of(1, 0),
      embeddingSizes: [1, 1],
      styles: [],
      styleScores: new Float32Array(0),
      meanSpectrum: new Float32Array(0),
    },
  );
}

async function openLibrary(): Promise<{ database: LibraryDatabase; tracks: TrackStore }> {
  const database = openDatabase(':memory:');
  await new ScanStore(database).reconcile('/music', [{ path: PATH, size: 1, modifiedMilliseconds: 1 }], []);
  return { database, tracks: new TrackStore(database) };
}

it('a model that is used again has its timeline and its members again', async () => {
  const { database, tracks } = await openLibrary();
  const timeline = [{ startSeconds: 15, endSeconds: 18, probabilities: [0.6, 0.4] }];
  analyse(tracks, timeline);
  const id = tracks.idOf(PATH)!;
  const row = { id, genres: [] } as unknown as FeaturesRow;
  const store = new RetrainStore(database);
  const said = { id, probabilities: [0.2, 0.8], styleScores: new Float32Array(0) };
  const use = (model: NewModel, members: typeof MEMBERS, disagreement: number | null) =>
    store.repredict([row], [{ ...said, members, disagreement }], model);
  use(OWN, [], null);
  expect(tracks.detail(id)?.analysis).toMatchObject({ model: 'own', timeline: [], members: [], disagreement: null });
  use(SHIPPED, MEMBERS, 0.6);
  expect(tracks.detail(id)?.analysis).toMatchObject({
    model: 'shipped',
    timeline,
    members: MEMBERS,
    disagreement: 0.6,
  });
  // Another window, or another sound: what was heard before is none of it.
  analyse(tracks, []);
  use(OWN, [], null);
  use(SHIPPED, [], null);
  expect(tracks.detail(id)?.analysis?.timeline).toEqual([]);
  database.close();
});
