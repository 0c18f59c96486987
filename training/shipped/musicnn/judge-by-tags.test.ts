import { expect, it } from 'vitest';
import { createRandom } from '../../random/random.ts';
import { onnxCompiler } from '../../runtime/onnx-runner.ts';
import { GTZAN_GENRES } from '../../runtime/read-dataset.ts';
import { FAMILIES } from './fit-genres.ts';
import { judgeByTags } from './judge-by-tags.ts';
import type { TaggedTrack } from './taggrams.ts';

const TAGS = 12;
const random = createRandom(3);

/** A genre has the tag of its place; the others are noise. */
function tagsOf(genre: string): Float32Array {
  const place = GTZAN_GENRES.findIndex((name) => name === genre);
  return Float32Array.from({ length: TAGS }, (_, tag) => (tag === place ? 4 : 0) + random.normal());
}

const tracksOf = (each: number): TaggedTrack[] =>
  GTZAN_GENRES.flatMap((genre) =>
    Array.from({ length: each }, (_, index) => ({ tags: tagsOf(genre), genre, artist: '', name: `${genre}.${index}` })),
  );

const judge = (train: readonly TaggedTrack[], test: readonly TaggedTrack[], ...clipGenres: string[][]) =>
  judgeByTags(
    train,
    test,
    clipGenres.map((genres, fold) => ({ tags: tagsOf('rock'), genres, fold: fold % 8 })),
    1,
    onnxCompiler('cpu', 1),
  );

it('GTZAN is judged by a head on tags, among all families', async () => {
  const [train, test] = [tracksOf(8), tracksOf(2)];
  const figures = await judge(train, test, ['rock', 'folk'], ['rock', 'metal']);
  expect(figures.split).toContain('GTZAN');
  expect(figures.tracks).toBe(2 * GTZAN_GENRES.length);
  expect(figures.accuracy).toBeGreaterThan(0.9);
  expect(figures.confusion).toHaveLength(FAMILIES.length);
  const [jazz, folk] = ['jazz', 'folk'].map((name) => FAMILIES.indexOf(name)) as [number, number];
  expect(figures.confusion[jazz]?.reduce((sum, count) => sum + count, 0)).toBe(2);
  expect(figures.confusion.map((row) => row[folk])).toEqual(FAMILIES.map(() => 0));

  const wrong = test.map((track) => ({ ...track, genre: track.genre === 'jazz' ? 'rock' : 'jazz' }));
  expect((await judge(train, wrong)).accuracy).toBeLessThan(0.2);
});

it('clips count where GTZAN has a genre that their label allows, and else not', async () => {
  const [train, test] = [tracksOf(8), tracksOf(2)];
  const alone = await judge(train, test);
  expect(await judge(train, test, ['folk'], ['latin', 'rnb'])).toEqual(alone);
  // Many clips of rock’s tags that are called blues.
  const misled = await judge(train, test, ...Array.from({ length: 40 }, () => ['blues', 'folk']));
  const [rock, blues] = ['rock', 'blues'].map((name) => FAMILIES.indexOf(name)) as [number, number];
  expect(misled.confusion[rock]?.[blues]).toBeGreaterThan(alone.confusion[rock]?.[blues] ?? 0);
});
