import { expect, it } from 'vitest';
import type { FieldContent } from '../contract/values.ts';
import { FIELD_CONTENTS } from '../contract/values.ts';
import { styleInfo } from '../testing/style-info.ts';
import type { FieldSource } from './field-contents.ts';
import { fieldText } from './field-contents.ts';
import type { GenreMap } from './rank-names.ts';

const STYLES = [
  styleInfo('techno', 'electronic', 0.4),
  styleInfo('house', 'electronic', 0.2),
  styleInfo('soul', 'rnb', 0.1),
  styleInfo('happy', null, 0.5),
  styleInfo('mellow', null, 0.1),
  styleInfo('female-vocals', null, 0.1),
];
const prediction = {
  genres: ['electronic', 'pop', 'rnb'],
  probabilities: [0.65, 0.3, 0.05],
  styles: STYLES,
  styleScores: [0.5, 0.3, 0.9, 0.6, 0.9, 0.9],
};

function texts(source: Partial<FieldSource>, map: GenreMap = {}): Record<string, string> {
  const contents = FIELD_CONTENTS.filter((content): content is Exclude<FieldContent, 'off'> => content !== 'off');
  const whole = { labels: [], prediction, ...source };
  return Object.fromEntries(contents.map((content) => [content, fieldText(content, whole, map)]));
}

it('are what a model says, by the user’s names', () => {
  expect(texts({})).toEqual({
    family: 'Electronic',
    styles: 'House; Techno; Soul',
    'further-genres': 'Pop',
    'genre-and-styles': 'Electronic: House, Techno, Soul',
    moods: 'Mellow; Happy',
  });
  expect(texts({}, { electronic: 'EDM', soul: null, pop: null })).toMatchObject({
    family: 'EDM',
    styles: 'House; Techno',
    'further-genres': '',
    'genre-and-styles': 'EDM: House, Techno',
  });
});

it('are what labels say before a prediction, whose moods count', () => {
  expect(texts({ labels: ['Deep House', 'DnB', 'Live'] })).toEqual({
    family: 'Deep House',
    styles: 'DnB',
    'further-genres': 'DnB; Live',
    'genre-and-styles': 'Deep House: DnB',
    moods: 'Mellow; Happy',
  });
  expect(texts({ labels: ['Techno'], prediction: null })).toEqual({
    family: 'Electronic',
    styles: 'Techno',
    'further-genres': '',
    'genre-and-styles': 'Techno',
    moods: '',
  });
});

it('are empty without labels and prediction, and leave a genre out that is not to be written', () => {
  expect(new Set(Object.values(texts({ prediction: null })))).toEqual(new Set(['']));
  expect(texts({}, { electronic: null })).toMatchObject({ family: '', 'genre-and-styles': 'House, Techno, Soul' });
});

it('name the family of a retrained model’s style', () => {
  const retrained = { genres: ['Techno', 'Ska'], probabilities: [0.9, 0.1], styles: [], styleScores: [] };
  expect(texts({ prediction: retrained })).toMatchObject({ family: 'Electronic', 'genre-and-styles': 'Techno' });
});
