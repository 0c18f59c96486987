import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LabelLibrary } from '../testing/label-library.ts';
import { openLabelLibrary } from '../testing/label-library.ts';

let library: LabelLibrary;
beforeEach(async () => {
  library = await openLabelLibrary();
});
afterEach(() => library.database.close());

describe('steps of labelling', () => {
  it('are taken back step by step', () => {
    const [a, b] = library.ids;
    library.labels.edit([a, b], { kind: 'set', genres: ['Dub'] });
    library.labels.edit([a], { kind: 'set', genres: ['Ska'] });
    library.labels.rename('Dub', 'Ska');
    expect(library.labels.summary()).toMatchObject({
      genres: [{ name: 'Ska', tracks: 2 }],
      lastStep: 'Merge Genre Dub into Ska',
    });
    library.labels.undo();
    expect([library.labelsOf(a), library.labelsOf(b)]).toEqual([['Ska'], ['Dub']]);
    library.labels.undo();
    expect([library.labelsOf(a), library.labelsOf(b)]).toEqual([['Dub'], ['Dub']]);
    library.labels.undo();
    library.labels.undo();
    expect(library.labels.summary()).toEqual({ genres: [], tracks: 0, ignored: [], lastStep: null });
  });

  it('keep age, origin and confirmation of labels when a genre is renamed, merged or split', () => {
    const [a, b] = library.ids;
    library.labels.take([{ id: a, genres: ['dub'] }], 'tags');
    library.labels.edit([b], { kind: 'set', genres: ['Roots', 'dub'] });
    library.labels.confirm([b]);
    const rows = () =>
      library.database
        .prepare('SELECT track_id, genre, origin, labelled_at, is_confirmed FROM labels ORDER BY track_id')
        .all() as { labelled_at: string }[];
    const [first] = rows();
    library.labels.rename('dub', 'Dub');
    expect(rows()[0]).toEqual({
      track_id: a,
      genre: 'Dub',
      origin: 'tags',
      labelled_at: first?.labelled_at,
      is_confirmed: 0,
    });
    library.labels.rename('Roots', 'Dub');
    expect(rows()).toMatchObject([
      { genre: 'Dub', origin: 'tags' },
      { track_id: b, genre: 'Dub', origin: 'hand', is_confirmed: 1 },
    ]);
    library.labels.edit([a], { kind: 'set', genres: ['Disco'] });
    library.labels.describe({ kind: 'parent', genre: 'Disco', parent: 'Funk' });
    library.labels.describe({ kind: 'parent', genre: 'Dub', parent: 'Reggae' });
    library.labels.split('Dub', [{ name: 'Disco', ids: [b] }]);
    expect(rows()).toMatchObject([{}, { genre: 'Disco', origin: 'hand', is_confirmed: 1 }]);
    expect(library.labels.summary().genres.find(({ name }) => name === 'Disco')).toMatchObject({ parent: 'Funk' });
  });
});

describe('undone steps of labelling', () => {
  const stored = () => ({
    labels: library.database.prepare('SELECT * FROM labels ORDER BY track_id, genre').all(),
    genres: library.database.prepare('SELECT * FROM genres ORDER BY name').all(),
    spellings: library.database.prepare('SELECT * FROM genre_spellings ORDER BY key').all(),
  });

  it('are made again as they were, to the last', () => {
    const [a, b, c] = library.ids;
    const states: unknown[] = [stored()];
    for (const make of [
      () => library.labels.edit([a, b], { kind: 'set', genres: ['Dub'] }),
      () => library.labels.take([{ id: c, genres: ['Ska'] }], 'tags'),
      () => library.labels.describe({ kind: 'parent', genre: 'Dub', parent: 'Reggae' }),
      () => library.labels.rename('Dub', 'Ska'),
      () => library.labels.remove('Ska'),
    ]) {
      make();
      states.push(stored());
    }
    const whats: (string | undefined)[] = [];
    for (const state of states.slice(0, -1).toReversed()) {
      whats.push(library.labels.undo()?.what);
      expect(stored()).toEqual(state);
    }
    expect(whats).toEqual([
      'Delete Genre Ska',
      'Merge Genre Dub into Ska',
      'Set Parent of Genre Dub to Reggae',
      'Label 1 Track from Tags',
      'Label Dub for 2 Tracks',
    ]);
    expect(library.labels.undo()).toBeNull();
    for (const state of states.slice(1)) {
      expect(library.labels.redo()?.what).toBe(whats.pop());
      expect(stored()).toEqual(state);
    }
    expect(library.labels.redo()).toBeNull();
    const again = library.labels.undo();
    expect([again?.what, again?.ids.toSorted()]).toEqual(['Delete Genre Ska', [a, b, c]]);
  });

  it('cannot be made again after a new step', () => {
    const [a] = library.ids;
    library.labels.edit([a], { kind: 'set', genres: ['Dub'] });
    library.labels.undo();
    library.labels.edit([a], { kind: 'toggle', genre: 'Ska' });
    expect(library.labels.redo()).toBeNull();
    expect(library.labelsOf(a)).toEqual(['Ska']);
  });
});
