import { describe, expect, it } from 'vitest';
import { keyedNames, paletteOf, withNames, withoutOthers, withRenamed } from './palette.ts';

const MODEL = ['Blues', 'Jazz', 'Pop', 'Rock'];

describe('the keys of genres', () => {
  it('stay while one labels with what is shown', () => {
    expect(withNames(paletteOf([], MODEL), ['Pop', 'rock'], [])).toEqual(MODEL);
    expect(paletteOf(withNames(MODEL, ['Pop'], ['Pop']), MODEL)).toEqual(MODEL);
  });

  it('of new names are the first that no label has, and labelled names keep theirs', () => {
    const first = withNames(MODEL, ['Dub'], []);
    expect(first).toEqual(['Dub', ...MODEL]);
    expect(withNames(first, ['Ska'], ['Dub'])).toEqual(['Dub', 'Ska', ...MODEL]);
    expect(withNames(first, ['Ska'], ['Dub', 'Pop'])).toEqual(['Dub', 'Ska', 'Blues', 'Pop', 'Jazz', 'Rock']);
  });

  it('are given to genres of the model too, when a track is labelled with one that has none', () => {
    const many = Array.from({ length: 30 }, (_, index) => `Genre ${index}`);
    const labelled = withNames(many, ['Genre 8', 'Genre 20', 'Own'], []);
    expect(labelled.slice(0, 3)).toEqual(['Genre 20', 'Own', 'Genre 0']);
    expect(labelled.indexOf('Genre 8')).toBe(8);
    expect([...labelled].sort()).toEqual([...many, 'Own'].sort());
    expect(withNames(labelled, ['Genre 20', 'own'], ['Genre 8', 'Genre 20', 'Own'])).toEqual(labelled);
  });

  it('are nine, and nine more with Alt as far as labels need them', () => {
    const own = Array.from({ length: 25 }, (_, index) => `Own ${index}`);
    const palette = paletteOf(own, MODEL);
    expect(keyedNames(palette, own.slice(0, 3))).toEqual(own.slice(0, 9));
    expect(keyedNames(palette, own.slice(0, 11))).toEqual(own.slice(0, 11));
    expect(keyedNames(palette, own)).toEqual(own.slice(0, 18));
    expect(withNames(paletteOf(own.slice(0, 9), MODEL), ['Tenth'], own.slice(0, 9))[9]).toBe('Tenth');
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
