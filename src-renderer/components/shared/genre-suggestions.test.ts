import { describe, expect, it } from 'vitest';
import { GENRE_TREE } from '../../../src-main/contract/genre-tree.ts';
import type { OwnGenre } from '../../../src-main/contract/labels.ts';
import { allSuggestions, fittingSuggestions } from './genre-suggestions.ts';

const own = (name: string, parent: string | null = null, aliases: readonly string[] = []): OwnGenre => ({
  name,
  parent,
  aliases,
  tracks: 1,
  colour: null,
});
const OWN = [own('Synthwave', 'Electro', ['Retrowave']), own('Electro'), own('hip hop')];
const ALL = allSuggestions(OWN, ['rock', 'schlager']);
const found = (text: string): string[] => fittingSuggestions(ALL, text).map(({ name }) => name);

describe('allSuggestions', () => {
  it('lists the user’s genres as a tree first', () => {
    expect(ALL.slice(0, 3).map(({ name, depth, parent }) => [name, depth, parent])).toEqual([
      ['Electro', 0, null],
      ['Synthwave', 1, 'Electro'],
      ['hip hop', 0, null],
    ]);
  });

  it('lists families with their styles, and what nobody else has, each once', () => {
    const names = ALL.map(({ name }) => name);
    expect(names).not.toContain('Hip-Hop');
    expect(names.filter((name) => name === 'Rock')).toHaveLength(1);
    expect(names.at(-1)).toBe('schlager');
    const rock = names.indexOf('Rock');
    expect(ALL[rock + 1]).toMatchObject({ name: 'Alternative Rock', depth: 1, parent: 'Rock' });
    const ofTree = GENRE_TREE.flatMap(({ name, styles }) => [name, ...styles]);
    expect(ALL).toHaveLength(OWN.length + ofTree.length - 1 + 1);
  });
});

describe('fittingSuggestions', () => {
  it('finds everything where nothing is typed', () => expect(found('  ')).toEqual(ALL.map(({ name }) => name)));

  it('finds beginnings before beginnings of words before parts of words', () => {
    expect(found('ro').slice(0, 2)).toEqual(['Rock', 'Rock and Roll']);
    expect(found('ro').indexOf('Hard Rock')).toBeGreaterThan(found('ro').indexOf('Rock and Roll'));
    expect(found('ro').indexOf('Electronic')).toBeGreaterThan(found('ro').indexOf('Hard Rock'));
  });

  it('finds by other names, case and punctuation aside', () => {
    expect(found('retro')).toEqual(['Synthwave']);
    expect(found('DnB')[0]).toBe('Drum and Bass');
    expect(found('HIP-HOP')).toEqual(['hip hop']);
  });

  it('names the genre above, also of an own genre that is a style of the tree', () => {
    expect(fittingSuggestions(ALL, 'punk')[0]).toMatchObject({ name: 'Punk', parent: 'Rock' });
    expect(fittingSuggestions(allSuggestions([own('Grunge')], []), 'grunge')[0]?.parent).toBe('Rock');
  });

  it('finds nothing for a name that nobody has', () => expect(found('zydeco')).toEqual([]));
});
