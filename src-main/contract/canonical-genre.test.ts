import { expect, it } from 'vitest';
import { canonicalGenre, familyOf } from './canonical-genre.ts';
import { displayDescriptor, displayGenre, genreKey } from './genre-names.ts';
import { GENRE_TREE } from './genre-tree.ts';

const NAMES = GENRE_TREE.flatMap(({ name, styles }) => [name, ...styles]);

it('the tree has many genres, each once', () => {
  expect(NAMES.length).toBeGreaterThanOrEqual(40);
  expect(new Set(NAMES.map(genreKey)).size).toBe(NAMES.length);
});

it('every genre of the tree has a written form that means it', () => {
  for (const name of NAMES) {
    expect(displayGenre(name)).not.toBe(name);
    expect(canonicalGenre(displayGenre(name))).toBe(name);
  }
});

it('other names mean the same genre', () => {
  const spellings = ['Drum & Bass', 'DnB', 'D&B', "drum 'n' bass", 'Hip Hop', 'Rap', 'R and B', 'World Music'];
  expect(spellings.map(canonicalGenre)).toEqual([
    'drum-and-bass',
    'drum-and-bass',
    'drum-and-bass',
    'drum-and-bass',
    'hiphop',
    'hiphop',
    'rnb',
    'world',
  ]);
  expect(canonicalGenre('Polka')).toBe('polka');
});

it('styles have a family', () => {
  expect(['Techno', 'DnB', 'Soul', 'Electronic', 'Polka'].map(familyOf)).toEqual([
    'electronic',
    'electronic',
    'rnb',
    null,
    null,
  ]);
});

it('descriptors are written as words', () => {
  expect(['female-vocals', '60s', 'mellow'].map(displayDescriptor)).toEqual(['Female vocals', '60s', 'Mellow']);
});
