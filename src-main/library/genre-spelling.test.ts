import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LabelLibrary } from '../testing/label-library.ts';
import { openLabelLibrary } from '../testing/label-library.ts';

let library: LabelLibrary;
beforeEach(async () => {
  library = await openLabelLibrary();
});
afterEach(() => library.database.close());

describe('names of genres', () => {
  it('are taken as the user said they are meant, and remembered', () => {
    const [a, b, c, d] = library.ids;
    library.labels.edit([d], { kind: 'set', genres: ['Hand'] });
    const tagged = [
      { id: a, genres: ['Alt. Rock', 'Misc'] },
      { id: b, genres: ['hip hop'] },
      { id: c, genres: [] },
      { id: d, genres: ['Pop'] },
    ];
    expect(library.labels.propose(tagged)).toEqual({
      names: [
        { spelling: 'Alt. Rock', tracks: 1, genre: 'Alt. Rock', isKnown: false },
        { spelling: 'Misc', tracks: 1, genre: 'Misc', isKnown: false },
        { spelling: 'hip hop', tracks: 1, genre: 'Hip-Hop', isKnown: false },
      ],
      byHand: 1,
      silent: 1,
    });
    expect(
      library.labels.takeNamed(
        tagged,
        [
          { spelling: 'Alt. Rock', genre: 'Rock' },
          { spelling: 'Misc', genre: null },
          { spelling: 'hip hop', genre: 'Rap' },
        ],
        'tags',
      ),
    ).toBe(2);
    expect([library.labelsOf(a), library.labelsOf(b), library.labelsOf(c), library.labelsOf(d)]).toEqual([
      ['Rock'],
      ['Rap'],
      [],
      ['Hand'],
    ]);
    expect(library.labels.propose(tagged).names.map(({ genre, isKnown }) => [genre, isKnown])).toEqual([
      ['Rock', true],
      [null, true],
      ['Rap', true],
    ]);
    library.labels.edit([c], { kind: 'set', genres: ['Hip-Hop'] });
    expect(library.labelsOf(c)).toEqual(['Rap']);
    library.labels.undo();
    library.labels.undo();
    expect(library.labels.summary()).toMatchObject({ genres: [{ name: 'Hand' }], ignored: [] });
    expect(library.labelsOf(a)).toEqual([]);
  });
});
