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

it('GTZAN is judged by a head on tags, among all families, whatever clips of other genres stand beside', async () => {
  const [train, test] = [tracksOf(8), tracksOf(2)];
  const clips = ['folk', 'latin'].map((genre) => ({ tags: tagsOf('rock'), genres: [genre] }));
  const partial = { tags: tagsOf('pop'), genres: ['folk', 'pop'] };
  const judge = (tested: readonly TaggedTrack[]) =>
    judgeByTags(train, tested, [...clips, partial], 1, onnxCompiler('cpu', 1));
  const figures = await judge(test);
  expect(figures.split).toContain('GTZAN');
  expect(figures.tracks).toBe(2 * GTZAN_GENRES.length);
  expect(figures.accuracy).toBeGreaterThan(0.9);
  expect(figures.confusion).toHaveLength(FAMILIES.length);
  const [jazz, folk] = ['jazz', 'folk'].map((name) => FAMILIES.indexOf(name)) as [number, number];
  expect(figures.confusion[jazz]?.reduce((sum, count) => sum + count, 0)).toBe(2);
  expect(figures.confusion.map((row) => row[folk])).toEqual(FAMILIES.map(() => 0));

  const wrong = test.map((track) => ({ ...track, genre: track.genre === 'jazz' ? 'rock' : 'jazz' }));
  expect((await judge(wrong)).accuracy).toBeLessThan(0.2);
});
