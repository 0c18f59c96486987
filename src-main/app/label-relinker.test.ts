import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LibraryDatabase } from '../library/database.ts';
import { openDatabase } from '../library/database.ts';
import { LabelStore } from '../library/label-store.ts';
import { ScanStore } from '../library/scan-store.ts';
import { RecordingStore } from '../library/recording-store.ts';
import type { StoredAnalysis } from '../library/track-store.ts';
import { TrackStore } from '../library/track-store.ts';
import { LabelRelinker } from './label-relinker.ts';

let root: string;
let database: LibraryDatabase;
let tracks: TrackStore;
let labels: LabelStore;
/** What the packets of each file are. */
let packets: Map<string, string>;
let asked: string[];

const analysis = (features: readonly number[], window: StoredAnalysis['window'] = '30s'): StoredAnalysis => ({
  model: 'm',
  specHash: 's',
  window,
  provider: 'cpu',
  genres: ['rock'],
  probabilities: [1],
  timeline: [],
  analysedSeconds: 30,
  heardChannel: 'mix',
  disagreement: null,
  members: [],
  genre: 'rock',
  confidence: 1,
  embedding: Float32Array.from(features),
  embeddingSizes: [features.length],
  styles: [],
  styleScores: new Float32Array(0),
  meanSpectrum: new Float32Array(1),
});

/** A scan that finds these files, each with its length and sound. */
async function scan(
  files: readonly {
    readonly name: string;
    readonly seconds: number;
    readonly features: readonly number[];
    readonly window?: StoredAnalysis['window'];
  }[],
): Promise<void> {
  const listed = files.map(({ name }, index) => ({
    path: join(root, name),
    size: 100 + index,
    modifiedMilliseconds: Math.random(),
  }));
  for (const { path } of listed) await writeFile(path, 'x');
  await new ScanStore(database).reconcile(root, listed, []);
  for (const { name, seconds, features, window } of files)
    tracks.saveAnalysis(
      join(root, name),
      { title: name, artist: '', album: '', genres: [], durationSeconds: seconds },
      analysis(features, window),
    );
}

const relinker = () =>
  new LabelRelinker({
    store: new RecordingStore(database),
    isIdle: () => true,
    hashOf: (path) => {
      asked.push(path);
      return Promise.resolve(packets.get(path) ?? null);
    },
  });
const labelsOf = (name: string) => tracks.rows([tracks.idOf(join(root, name)) ?? 0])[0]?.labels;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'genrescope-relinker-'));
  database = openDatabase(':memory:');
  tracks = new TrackStore(database);
  labels = new LabelStore(database);
  packets = new Map();
  asked = [];
});
afterEach(async () => {
  database.close();
  await rm(root, { recursive: true });
});

describe('labels stay with a recording', () => {
  it('that was renamed and tagged anew, by its packets', async () => {
    await scan([
      { name: 'a.mp3', seconds: 60, features: [1, 0] },
      { name: 'b.mp3', seconds: 60, features: [0, 1] },
    ]);
    packets.set(join(root, 'a.mp3'), 'A');
    const id = tracks.idOf(join(root, 'a.mp3')) ?? 0;
    labels.edit([id], { kind: 'set', genres: ['Dub'] });
    await relinker().remember();
    expect(asked).toEqual([join(root, 'a.mp3')]);
    await rm(join(root, 'a.mp3'));
    packets.set(join(root, 'b.mp3'), 'B').set(join(root, 'new.mp3'), 'A');
    await scan([
      { name: 'b.mp3', seconds: 60, features: [0, 1] },
      { name: 'new.mp3', seconds: 60.03, features: [0.5, 0.5], window: 'full' },
    ]);
    expect(labelsOf('new.mp3')).toEqual([]);
    expect(await relinker().reunite(root)).toBe(1);
    expect(labelsOf('new.mp3')).toEqual(['Dub']);
    expect(tracks.idOf(join(root, 'new.mp3'))).toBe(id);
    expect(tracks.detail(id)).toMatchObject({ title: 'new.mp3', status: 'done', analysis: { model: 'm' } });
    expect(tracks.idOf(join(root, 'a.mp3'))).toBeNull();
    // Steps from before are still its own.
    labels.undo();
    expect(labelsOf('new.mp3')).toEqual([]);
  });

  it('that was written anew in another form, by length and sound; not with one that is merely as long', async () => {
    await scan([{ name: 'a.wav', seconds: 60, features: [1, 0, 0.2] }]);
    labels.edit([tracks.idOf(join(root, 'a.wav')) ?? 0], { kind: 'set', genres: ['Dub'] });
    await rm(join(root, 'a.wav'));
    await scan([
      { name: 'other.flac', seconds: 60, features: [0, 1, 0.2] },
      { name: 'long.flac', seconds: 90, features: [1, 0, 0.2] },
    ]);
    expect(await relinker().reunite(root)).toBe(0);
    await scan([
      { name: 'other.flac', seconds: 60, features: [0, 1, 0.2] },
      { name: 'a.flac', seconds: 60.1, features: [1, 0.001, 0.2] },
    ]);
    expect(await relinker().reunite(root)).toBe(1);
    expect(labelsOf('a.flac')).toEqual(['Dub']);
    expect(labelsOf('other.flac')).toEqual([]);
  });

  it('but are not taken from a file that is still there, and a changed file is read anew', async () => {
    await scan([{ name: 'a.mp3', seconds: 60, features: [1, 0] }]);
    packets.set(join(root, 'a.mp3'), 'A').set(join(root, 'copy.mp3'), 'A');
    labels.edit([tracks.idOf(join(root, 'a.mp3')) ?? 0], { kind: 'set', genres: ['Dub'] });
    await relinker().remember();
    const other = join(root, 'other');
    // A copy in another folder, while the first folder is not open.
    await scan([{ name: 'copy.mp3', seconds: 60, features: [1, 0] }]);
    await writeFile(join(root, 'a.mp3'), 'x');
    expect(await relinker().reunite(root)).toBe(0);
    expect(labelsOf('copy.mp3')).toEqual([]);
    expect(new RecordingStore(database).absent(other)).toHaveLength(1);
    await scan([
      { name: 'copy.mp3', seconds: 60, features: [1, 0] },
      { name: 'a.mp3', seconds: 60, features: [1, 0] },
    ]);
    expect(new RecordingStore(database).changed(root)).toHaveLength(1);
    // Tagged anew, say: the packets are the same.
    expect(await relinker().verify(root)).toBe(0);
    expect(new RecordingStore(database).changed(root)).toHaveLength(0);
    expect(labelsOf('a.mp3')).toEqual(['Dub']);
  });

  it('of a drive that is not there wait for it, and are not given to a copy', async () => {
    const other = join(root, 'drive');
    await mkdir(other);
    const path = join(other, 'a.mp3');
    await new ScanStore(database).reconcile(other, [{ path, size: 1, modifiedMilliseconds: 1 }], []);
    tracks.saveAnalysis(path, { title: '', artist: '', album: '', genres: [], durationSeconds: 60 }, analysis([1, 0]));
    labels.edit([tracks.idOf(path) ?? 0], { kind: 'set', genres: ['Dub'] });
    await scan([{ name: 'copy.mp3', seconds: 60, features: [1, 0] }]);
    await rm(other, { recursive: true });
    expect(await relinker().reunite(root)).toBe(0);
    await mkdir(other);
    expect(await relinker().reunite(root)).toBe(1);
  });

  it('when files are numbered anew, and leave a file that was replaced', async () => {
    const sounds = { A: [1, 0, 0], B: [0, 1, 0], C: [0, 0, 1], D: [1, 1, 0], X: [0, 1, 1] };
    const put = async (files: Readonly<Record<string, keyof typeof sounds>>) => {
      packets.clear();
      for (const [name, sound] of Object.entries(files)) packets.set(join(root, name), sound);
      await scan(Object.entries(files).map(([name, sound]) => ({ name, seconds: 60, features: sounds[sound] })));
    };
    await put({ '01': 'A', '02': 'B', '03': 'C', '04': 'D', z: 'A' });
    for (const [name, genre] of [
      ['01', 'Alpha'],
      ['02', 'Beta'],
      ['03', 'Gamma'],
      ['z', 'Zeta'],
    ] as const)
      labels.edit([tracks.idOf(join(root, name)) ?? 0], { kind: 'set', genres: [genre] });
    await relinker().remember();
    await rm(join(root, '04'));
    await put({ '01': 'B', '02': 'C', '03': 'D', z: 'X' });
    expect(await relinker().verify(root)).toBe(4);
    expect(await relinker().reunite(root)).toBe(2);
    expect(['01', '02', '03', 'z'].map(labelsOf)).toEqual([['Beta'], ['Gamma'], [], []]);
    expect(labels.summary()).toMatchObject({ tracks: 4 });
    await put({ '01': 'B', '02': 'C', '03': 'D', z: 'A', y: 'A' });
    await relinker().verify(root);
    // Two recordings alike, two labels: each gets one.
    expect(await relinker().reunite(root)).toBe(2);
    expect([...(labelsOf('z') ?? []), ...(labelsOf('y') ?? [])].sort()).toEqual(['Alpha', 'Zeta']);
    expect(await relinker().verify(root)).toBe(0);
  });

  it('also when another part is heard now, and what was read of another song is not kept for it', async () => {
    await scan([{ name: 'a', seconds: 60, features: [1, 0] }]);
    packets.set(join(root, 'a'), 'A');
    const id = tracks.idOf(join(root, 'a')) ?? 0;
    labels.edit([id], { kind: 'set', genres: ['Dub'] });
    await relinker().remember();
    await scan([{ name: 'a', seconds: 60, features: [0.7, 0.7], window: 'full' }]);
    expect(await relinker().verify(root)).toBe(0);
    await relinker().remember();
    // Heard anew, it is known anew: another song of the same length is told apart by its sound.
    packets.set(join(root, 'a'), 'B');
    await scan([{ name: 'a', seconds: 60, features: [0, 1], window: '3x10s' }]);
    expect(await relinker().verify(root)).toBe(1);
    expect(labelsOf('a')).toEqual([]);
    expect(tracks.rows([id])[0]).toMatchObject({ status: 'missing', title: '', labels: ['Dub'] });
    // Whoever labels a changed file means what is in it now.
    const now = tracks.idOf(join(root, 'a')) ?? 0;
    labels.edit([now], { kind: 'set', genres: ['Ska'] });
    await relinker().remember();
    packets.set(join(root, 'a'), 'C');
    await scan([{ name: 'a', seconds: 60, features: [0.2, 1], window: '3x10s' }]);
    labels.edit([now], { kind: 'set', genres: ['Mento'] });
    expect(await relinker().verify(root)).toBe(0);
    expect(labelsOf('a')).toEqual(['Mento']);
  });

  it('and no undone step labels a stranger', async () => {
    await scan([
      { name: 'orig', seconds: 60, features: [1, 0] },
      { name: 'twin', seconds: 60, features: [1, 0] },
    ]);
    packets.set(join(root, 'orig'), 'A').set(join(root, 'twin'), 'A');
    const [orig = 0, twin = 0] = ['orig', 'twin'].map((name) => tracks.idOf(join(root, name)) ?? 0);
    labels.edit([orig], { kind: 'set', genres: ['Alpha'] });
    labels.edit([twin], { kind: 'set', genres: ['Beta'] });
    labels.edit([twin], { kind: 'set', genres: [] });
    await relinker().remember();
    await rm(join(root, 'orig'));
    await scan([{ name: 'twin', seconds: 60, features: [1, 0] }]);
    expect(await relinker().reunite(root)).toBe(1);
    await scan([
      { name: 'twin', seconds: 60, features: [1, 0] },
      { name: 'stranger', seconds: 70, features: [0, 1] },
    ]);
    expect(tracks.idOf(join(root, 'stranger'))).toBe(twin);
    labels.undo();
    expect(['twin', 'stranger'].map(labelsOf)).toEqual([['Alpha'], []]);
  });
});

it('keeps what labelled files are many at a time, but not of one that was changed since it was read', async () => {
  const names = Array.from({ length: 120 }, (_, index) => `${index}.mp3`);
  await scan(names.map((name) => ({ name, seconds: 10, features: [1] })));
  labels.edit(
    names.map((name) => tracks.idOf(join(root, name)) ?? 0),
    { kind: 'set', genres: ['Dub'] },
  );
  const store = new RecordingStore(database);
  const keep = vi.spyOn(store, 'keepRecordings');
  const change = database.prepare("UPDATE tracks SET modified = 1, size = 1 WHERE file_name = '7.mp3'");
  const read: string[] = [];
  const hashOf = (path: string) => {
    if (read.push(path) === 9) change.run();
    return Promise.resolve(`of ${path}`);
  };
  await new LabelRelinker({ store, isIdle: () => read.length < 120, hashOf }).remember();
  expect(keep.mock.calls.map(([kept]) => kept.length)).toEqual([50, 50, 20, 0]);
  expect(store.unknown(0).map(({ path }) => path)).toEqual([join(root, '7.mp3')]);
});
