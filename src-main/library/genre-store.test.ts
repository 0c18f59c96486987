import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LabelLibrary } from '../testing/label-library.ts';
import { openLabelLibrary } from '../testing/label-library.ts';

let library: LabelLibrary;
beforeEach(async () => {
  library = await openLabelLibrary();
});
afterEach(() => library.database.close());

describe('genres', () => {
  it('have colours, parents and other names, which follow renaming, merging and deleting', () => {
    const [a, b] = library.ids;
    const genre = (name: string) => library.labels.summary().genres.find((each) => each.name === name);
    library.labels.edit([a], { kind: 'set', genres: ['Deep House'] });
    library.labels.edit([b], { kind: 'set', genres: ['Tech House'] });
    library.labels.describe({ kind: 'parent', genre: 'Deep House', parent: 'House' });
    library.labels.describe({ kind: 'colour', genre: 'Deep House', colour: 3 });
    library.labels.describe({ kind: 'alias', genre: 'Deep House', alias: 'deephse' });
    expect(genre('Deep House')).toEqual({
      name: 'Deep House',
      tracks: 1,
      colour: 3,
      parent: 'House',
      aliases: ['deephse'],
    });
    expect(genre('House')).toMatchObject({ tracks: 0, parent: null });
    expect(() => library.labels.describe({ kind: 'parent', genre: 'House', parent: 'Deep House' })).toThrow(RangeError);
    library.labels.rename('Deep House', 'Deep');
    expect(genre('Deep')).toMatchObject({ colour: 3, parent: 'House', aliases: ['deephse'] });
    library.labels.rename('Deep', 'tech house');
    expect(genre('Tech House')).toMatchObject({ tracks: 2, aliases: ['Deep', 'deephse'] });
    library.labels.edit([a], { kind: 'set', genres: ['deep'] });
    expect(library.labelsOf(a)).toEqual(['Tech House']);
    library.labels.undo();
    library.labels.undo();
    library.labels.describe({ kind: 'parent', genre: 'House', parent: 'Dance' });
    library.labels.remove('House');
    expect(genre('Deep')).toMatchObject({ parent: 'Dance' });
    library.labels.undo();
    expect(genre('House')).toMatchObject({ parent: 'Dance' });
    library.labels.rename('House', 'Deep');
    expect(genre('Deep')).toMatchObject({ parent: 'Dance' });
  });
});
