import { describe, expect, it } from 'vitest';
import { paletteOf, withNames, withoutOthers, withRenamed } from './palette.ts';

const MODEL = ['Blues', 'Jazz', 'Pop', 'Rock'];

describe('the keys of genres', () => {
  it('stay while one labels with what is shown', () => {
    expect(withNames(paletteOf([], MODEL), ['Pop', 'rock'], [])).toEqual(MODEL);
    expect(paletteOf(withNames(MODEL, ['Pop'], ['Pop']), MODEL)).toEqual(MODEL);
  });

  it('of new names come behind those that are labelled', () => {
    const first = withNames(MODEL, ['Dub'], []);
    expect(first).toEqual(['Dub', ...MODEL]);
    expect(withNames(first, ['Ska'], ['Dub'])).toEqual(['Dub', 'Ska', ...MODEL]);
    expect(withNames(first, ['Ska'], ['Dub', 'Pop'])).toEqual(['Dub', 'Blues', 'Jazz', 'Pop', 'Ska', 'Rock']);
  });

  it('take a name once, however often it was said', () =>
    expect(withNames(['Dub'], ['Bar', 'bar', 'Foo'], ['Dub'])).toEqual(['Dub', 'Bar', 'Foo']));

  it('follow a genre to its new name, and into another one', () => {
    expect(withRenamed(['Swing', 'Bop'], 'Swing', 'Big Band ')).toEqual(['Big Band', 'Bop']);
    expect(withRenamed(['Swing', 'Bop'], 'Bop', 'swing')).toEqual(['swing']);
    expect(withRenamed(['bop'], 'bop', 'BOP')).toEqual(['BOP']);
  });

  it('are free again where nothing stands behind a name', () =>
    expect(withoutOthers(['Dub', 'Ska', 'Blues'], ['ska', 'Blues'])).toEqual(['Ska', 'Blues']));
});
