import { expect, it } from 'vitest';
import { AlbumMeans } from './album-means.ts';

const said = (probabilities: readonly number[], model = 'one') => ({
  model,
  genres: ['rock', 'pop'],
  probabilities,
  styles: [],
  styleScores: [],
});
const place = { folder: 'a', album: 'Best of' };

it('means what the tracks of one album in one folder say', () => {
  const means = new AlbumMeans();
  means.add(place, said([0.9, 0.1]));
  means.add({ ...place, album: ' Best of ' }, said([0.5, 0.5]));
  means.add({ ...place, folder: 'b' }, said([0, 1]));
  const mean = means.of(place, said([0.9, 0.1]))?.probabilities;
  expect(mean?.[0]).toBeCloseTo(0.7);
  expect(mean?.[1]).toBeCloseTo(0.3);
});

it('does not mix models, nor tracks without an album', () => {
  const means = new AlbumMeans();
  means.add(place, said([1, 0]));
  means.add(place, said([0, 1], 'two'));
  means.add({ ...place, album: ' ' }, said([0, 1]));
  expect(means.of(place, said([0.5, 0.5]))?.probabilities).toEqual([1, 0]);
  expect(means.of({ ...place, album: '' }, said([0.5, 0.5]))).toBeNull();
});
