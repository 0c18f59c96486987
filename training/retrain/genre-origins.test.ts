import { expect, it } from 'vitest';
import { originsOf } from './genre-origins.ts';

const own = (name: string, ...others: string[]) => ({ name, origins: [name, ...others] });

it('a genre of the user’s stands for the bases’ genres of its names', () => {
  const bases = ['electronic', 'hiphop', 'rnb'];
  expect(originsOf(bases, [own('Hip Hop'), own('Polka'), own('Beats', 'Electronic')])).toEqual([[1], [], [0]]);
});

it('another name of a genre is known, and one genre is named once', () => {
  expect(originsOf(['rnb', 'drum-and-bass'], [own('Rhythm and Blues', 'R&B'), own('DnB')])).toEqual([[0], [1]]);
});

it('a base that tells two names apart keeps them apart', () => {
  expect(originsOf(['Hip-Hop', 'Rap'], [own('Rap'), own('Hip-Hop')])).toEqual([[1], [0]]);
});
