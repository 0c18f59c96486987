import { describe, expect, it } from 'vitest';
import type { TagOptions } from '../contract/tags.ts';
import { styleInfo } from '../testing/style-info.ts';
import { decideGenres } from './genres-from-probabilities.ts';
import type { GenreMap } from './rank-names.ts';

const STYLES = [
  styleInfo('techno', 'electronic', 0.4),
  styleInfo('house', 'electronic', 0.2),
  styleInfo('soul', 'rnb', 0.1),
  styleInfo('mellow', null, 0.1),
];
const prediction = {
  genres: ['electronic', 'pop', 'rnb'],
  probabilities: [0.65, 0.35, 0],
  styles: STYLES,
  styleScores: [0.5, 0.3, 0.9, 0.9],
};

function written(options: Partial<TagOptions>, map: GenreMap = {}, said = prediction): readonly string[] {
  const all: Omit<TagOptions, 'by'> = {
    minConfidence: 0.6,
    maxGenres: 3,
    genreDepth: 'family',
    mode: 'replace',
    ...options,
  };
  return decideGenres(said, [], all, map).after;
}

describe('names to write', () => {
  it('are families alone where the depth is the family; the least confidence holds for the first alone', () => {
    expect(written({})).toEqual(['Electronic', 'Pop']);
  });

  it('are the family and its styles, the surest for its threshold first, then other styles and families', () => {
    expect(written({ genreDepth: 'family-and-styles' })).toEqual(['Electronic', 'House', 'Techno']);
    expect(written({ genreDepth: 'family-and-styles', maxGenres: 1 })).toEqual(['Electronic']);
    const unsure = { ...prediction, styleScores: [0.5, 0.1, 0.9, 0.9] };
    expect(written({ genreDepth: 'family-and-styles' }, {}, unsure)).toEqual(['Electronic', 'Techno', 'Soul']);
    const none = { ...prediction, styleScores: [0, 0, 0, 0.9] };
    expect(written({ genreDepth: 'family-and-styles' }, {}, none)).toEqual(['Electronic', 'Pop']);
  });

  it('begin with the most specific name of the predicted family, never with a style of another', () => {
    expect(written({ genreDepth: 'most-specific' })).toEqual(['House', 'Techno', 'Soul']);
    expect(written({ genreDepth: 'most-specific', maxGenres: 1 })).toEqual(['House']);
    const none = { ...prediction, styleScores: [0, 0, 0.9, 0.9] };
    expect(written({ genreDepth: 'most-specific' }, {}, none)).toEqual(['Electronic', 'Soul', 'Pop']);
  });

  it('are the user’s own for styles too, each once', () => {
    const map = { house: 'Club', techno: 'Club', soul: null };
    expect(written({ genreDepth: 'family-and-styles' }, map)).toEqual(['Electronic', 'Club', 'Pop']);
  });

  it('are none below the least confidence, however sure a style is', () => {
    expect(written({ genreDepth: 'most-specific', minConfidence: 0.7 })).toEqual([]);
  });

  it('leave out a family that is not to be written, but not its styles', () => {
    expect(written({ genreDepth: 'family-and-styles', maxGenres: 1 }, { electronic: null })).toEqual(['House']);
    expect(written({ genreDepth: 'family' }, { electronic: null })).toEqual([]);
    const none = { ...prediction, styleScores: [0, 0, 0.9, 0.9] };
    expect(written({ genreDepth: 'family-and-styles' }, { electronic: null }, none)).toEqual([]);
  });

  it('are not added to another name of the same genre', () => {
    const options = { minConfidence: 0.6, maxGenres: 1, genreDepth: 'family', mode: 'append' } as const;
    const rnb = { ...prediction, probabilities: [0, 0, 1] };
    expect(decideGenres(rnb, ['Rhythm and Blues'], options, {}).kind).toBe('same');
    expect(decideGenres(rnb, ['Rhythm and Blues'], { ...options, mode: 'replace' }, {}).after).toEqual(['R&B']);
  });
});
