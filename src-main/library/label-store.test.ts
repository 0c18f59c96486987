import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RetrainStore } from './retrain-store.ts';
import { ScanStore } from './scan-store.ts';
import type { LabelLibrary } from '../testing/label-library.ts';
import { LABEL_ROOT, openLabelLibrary } from '../testing/label-library.ts';

let library: LabelLibrary;
beforeEach(async () => {
  library = await openLabelLibrary();
});
afterEach(() => library.database.close());

describe('labels', () => {
  it('are set, added, taken away and counted; spellings of one name are one genre', () => {
    const [a, b, c] = library.ids;
    library.labels.edit([a, b], { kind: 'set', genres: ['Hip-Hop', 'Funk'] });
    library.labels.edit([c], { kind: 'set', genres: ['hip hop'] });
    expect(library.labelsOf(c)).toEqual(['Hip-Hop']);
    library.labels.edit([a, c], { kind: 'toggle', genre: 'Funk' });
    expect(library.labelsOf(c)).toEqual(['Funk', 'Hip-Hop']);
    library.labels.edit([a, c], { kind: 'toggle', genre: 'funk' });
    expect([library.labelsOf(a), library.labelsOf(c)]).toEqual([['Hip-Hop'], ['Hip-Hop']]);
    expect(library.labels.summary()).toMatchObject({
      genres: [
        { name: 'Hip-Hop', tracks: 3 },
        { name: 'Funk', tracks: 1 },
      ],
      tracks: 3,
    });
  });

  it('of a track that is named twice are set once', () => {
    const [a] = library.ids;
    library.labels.edit([a, a], { kind: 'set', genres: ['Dub'] });
    library.labels.edit([a, a], { kind: 'toggle', genre: 'Roots' });
    library.labels.confirm([a, a]);
    expect(library.labelsOf(a)).toEqual(['Dub', 'Roots']);
  });

  it('with half a surrogate pair are kept as text', () => {
    const [a] = library.ids;
    library.labels.edit([a], { kind: 'set', genres: ['Dub\uD800'] });
    expect(library.labelsOf(a)).toEqual(['Dub\uFFFD']);
    library.labels.undo();
    expect(library.labelsOf(a)).toEqual([]);
  });

  it('are renamed, also to another spelling, merged and deleted', () => {
    const [a, b] = library.ids;
    library.labels.edit([a], { kind: 'set', genres: ['dub', 'Roots'] });
    library.labels.edit([b], { kind: 'set', genres: ['Roots'] });
    library.labels.rename('dub', 'Dub');
    expect(library.labelsOf(a)).toEqual(['Dub', 'Roots']);
    library.labels.rename('Dub', 'roots');
    expect(library.labelsOf(a)).toEqual(['Roots']);
    library.labels.remove('Roots');
    expect(library.labels.summary()).toMatchObject({ genres: [], lastStep: 'Delete Genre Roots' });
  });

  it('of tags and tables leave alone what was labelled by hand', () => {
    const [a, b, c] = library.ids;
    library.labels.edit([a], { kind: 'set', genres: ['Dub'] });
    expect(
      library.labels.take(
        [
          { id: a, genres: ['Pop'] },
          { id: b, genres: ['Pop', 'Pop'] },
          { id: c, genres: [] },
        ],
        'tags',
      ),
    ).toBe(1);
    expect([library.labelsOf(a), library.labelsOf(b), library.labelsOf(c)]).toEqual([['Dub'], ['Pop'], []]);
    expect(
      library.labels.take(
        [
          { id: b, genres: ['Hip-Hop'] },
          { id: c, genres: ['hip hop', 'x'.repeat(101)] },
        ],
        'tags',
      ),
    ).toBe(2);
    expect(library.labelsOf(c)).toEqual(['Hip-Hop']);
    expect(library.labels.take([{ id: b, genres: ['Rock'] }], 'import')).toBe(1);
    expect(library.labelsOf(b)).toEqual(['Rock']);
  });

  it('keep the order in which they were given, and names that would become two in a table become one', () => {
    const [a, b] = library.ids;
    library.labels.edit([a], { kind: 'set', genres: ['House', 'Dub', 'Acid'] });
    expect(library.tracks.rows([a])[0]?.labels).toEqual(['House', 'Dub', 'Acid']);
    library.labels.edit([a], { kind: 'toggle', genre: 'Bop' });
    library.labels.rename('House', 'Deep House');
    expect(library.tracks.rows([a])[0]?.labels).toEqual(['Deep House', 'Dub', 'Acid', 'Bop']);
    library.labels.edit([b], { kind: 'set', genres: ['A; B'] });
    expect(library.labelsOf(b)).toEqual(['A, B']);
    // One letter in two forms is one letter.
    library.labels.edit([b], { kind: 'set', genres: ['Caf\u00e9'] });
    library.labels.edit([a], { kind: 'set', genres: ['Cafe\u0301'] });
    expect(library.labelsOf(a)).toEqual(['Caf\u00e9']);
  });

  it('change one genre, or a subgenre of it, for another', () => {
    const [a, b] = library.ids;
    library.labels.edit([a], { kind: 'set', genres: ['Deep House', 'Live'] });
    library.labels.edit([b], { kind: 'set', genres: ['Live'] });
    library.labels.describe({ kind: 'parent', genre: 'Deep House', parent: 'House' });
    library.labels.edit([a, b], { kind: 'replace', from: 'house', to: 'Techno' });
    expect([library.labelsOf(a), library.labelsOf(b)]).toEqual([
      ['Live', 'Techno'],
      ['Live', 'Techno'],
    ]);
  });

  it('are split by clusters, and kept when they were doubted', async () => {
    const [a, b, c] = library.ids;
    library.labels.edit([a, b, c], { kind: 'set', genres: ['Electronic', 'Live'] });
    library.labels.describe({ kind: 'parent', genre: 'Electronic', parent: 'Dance' });
    library.labels.split('Electronic', [
      { name: 'House', ids: [a] },
      { name: 'Techno', ids: [b] },
    ]);
    expect([library.labelsOf(a), library.labelsOf(b), library.labelsOf(c)]).toEqual([
      ['House', 'Live'],
      ['Live', 'Techno'],
      ['Electronic', 'Live'],
    ]);
    expect(library.labels.summary().genres.find(({ name }) => name === 'Techno')).toMatchObject({ parent: 'Dance' });
    library.labels.undo();
    expect(library.labelsOf(a)).toEqual(['Electronic', 'Live']);
    const confirmed = async () =>
      (await new RetrainStore(library.database).labelled())
        .filter(({ isConfirmed }) => isConfirmed)
        .map(({ id }) => id);
    library.labels.confirm([b]);
    expect(await confirmed()).toEqual([b]);
    library.labels.edit([b], { kind: 'set', genres: ['Dub'] });
    expect(await confirmed()).toEqual([]);
    library.labels.undo();
    library.labels.undo();
    expect(await confirmed()).toEqual([]);
  });

  it('stay with a file that moved, and with one that is not there', async () => {
    const [a, b] = library.ids;
    library.labels.edit([a, b], { kind: 'set', genres: ['Dub'] });
    await new ScanStore(library.database).reconcile(
      LABEL_ROOT,
      [{ path: `${LABEL_ROOT}/y/a.mp3`, size: 100, modifiedMilliseconds: 1 }],
      [],
    );
    expect(library.tracks.rows([a])[0]).toMatchObject({ folder: `${LABEL_ROOT}/y`, labels: ['Dub'] });
    expect(library.tracks.rows([b])[0]).toMatchObject({ status: 'missing', labels: ['Dub'] });
    expect(
      (await new RetrainStore(library.database).labelled()).map(({ path, folder, names }) => ({ path, folder, names })),
    ).toEqual([
      { path: `${LABEL_ROOT}/x/b.mp3`, folder: `${LABEL_ROOT}/x`, names: ['Dub'] },
      { path: `${LABEL_ROOT}/y/a.mp3`, folder: `${LABEL_ROOT}/y`, names: ['Dub'] },
    ]);
  });
});
