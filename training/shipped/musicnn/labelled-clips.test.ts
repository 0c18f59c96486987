import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { gtzanArtist, readLabelledClips } from './labelled-clips.ts';

const INDEX = `name,filtered_split,artist_title
jazz.00001,train,The Ella ::: Song
jazz.00002,test,The Held Outs ::: Song
jazz.00003,test,
jazz.00004,,Ella ::: Another
`;
const LABELS = `path,genre,artist
clips/a/jazz.ogg,jazz,Ella!
clips/4q/partial.ogg,pop_rock,Somebody
clips/a/held-out.ogg,rock,HELD OUTS
clips/a/nameless.ogg,blues,
clips/gtzan/jazz.00001.ogg,jazz,
clips/gtzan/jazz.00002.ogg,jazz,
clips/gtzan/jazz.00004.ogg,jazz,
`;
const SEVERAL = `path,artist,allmusic_genres
clips/a/jazz.ogg,Ella,Jazz; Vocal
clips/b/both.ogg,Ella,Rap; R&B;Rap
clips/b/other.ogg,Somebody,Stage & Screen
clips/b/held-out.ogg,the held outs,Blues
`;

const POP_ROCK = ['pop', 'rock', 'metal', 'disco'];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'genrescope-clips-'));
  await mkdir(join(folder, 'gtzan-logmel'));
  await writeFile(join(folder, 'gtzan-logmel', 'index.csv'), INDEX);
  await writeFile(join(folder, 'clips.csv'), LABELS);
  await writeFile(join(folder, '4q-tags.csv'), SEVERAL);
});
afterEach(() => rm(folder, { recursive: true }));

it('clips have the genres that their labels allow, and AllMusic’s where it was asked', async () => {
  const clips = await readLabelledClips(folder);
  expect(clips.map(({ fold: _, ...clip }) => clip)).toEqual([
    { path: 'clips/a/jazz.ogg', source: 'single', genres: ['jazz'], alike: [], allMusic: ['Jazz', 'Vocal'] },
    { path: 'clips/4q/partial.ogg', source: 'single', genres: POP_ROCK, alike: POP_ROCK, allMusic: null },
    { path: 'clips/a/nameless.ogg', source: 'single', genres: ['blues'], alike: [], allMusic: null },
    { path: 'clips/gtzan/jazz.00001.ogg', source: 'gtzan', genres: ['jazz'], alike: [], allMusic: null },
    {
      path: 'clips/b/both.ogg',
      source: 'several',
      genres: ['hiphop', 'rnb'],
      alike: [],
      allMusic: ['Rap', 'R&B', 'Rap'],
    },
    { path: 'clips/b/other.ogg', source: 'several', genres: [], alike: [], allMusic: ['Stage & Screen'] },
  ]);
});

it('clips of one artist are in one fold, whichever table names the artist', async () => {
  const folds = new Map((await readLabelledClips(folder)).map(({ path, fold }) => [path, fold]));
  const ofElla = ['clips/a/jazz.ogg', 'clips/gtzan/jazz.00001.ogg', 'clips/b/both.ogg'].map((path) => folds.get(path));
  expect(new Set(ofElla).size).toBe(1);
  expect(ofElla[0]).toBeGreaterThanOrEqual(0);
  expect(folds.get('clips/4q/partial.ogg')).toBe(folds.get('clips/b/other.ogg'));
  expect(new Set(folds.values()).size).toBeGreaterThan(1);
});

it('a table that is missing is told', async () => {
  await rm(join(folder, '4q-tags.csv'));
  await expect(readLabelledClips(folder)).rejects.toMatchObject({ code: 'labels-invalid' });
});

it('GTZAN’s index names the artist before the title', () => {
  expect(gtzanArtist({ artist_title: 'A ::: B ::: C' })).toBe('A');
  expect(gtzanArtist({})).toBe('');
});
