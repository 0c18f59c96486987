import { expect, it } from 'vitest';
import { DEFAULT_FIELD_RULES } from '../../testing/default-writing-rules.ts';
import { changeOf, planFile } from './plan-file.ts';

const rules = {
  minConfidence: 0.5,
  maxGenres: 1,
  genreDepth: 'family',
  mode: 'replace',
  map: {},
  onlyModel: null,
  by: 'track',
  fields: DEFAULT_FIELD_RULES,
  date: new Date(0),
} as const;
const prediction = {
  model: 'ensemble',
  genres: ['rock', 'pop'],
  probabilities: [0.8, 0.2],
  styles: [],
  styleScores: [],
};

it('labels count before a prediction, and are nobody’s prediction', () => {
  expect(planFile({ before: ['Pop'], labels: ['Dub'], prediction, album: null, tags: [] }, rules)).toEqual({
    kind: 'replace',
    before: ['Pop'],
    after: ['Dub'],
    confidence: 1,
    isLabel: true,
    model: '',
    ownGenre: null,
    fields: [],
    fieldWrites: [],
  });
});

it('a prediction is written in its model’s name', () => {
  expect(planFile({ before: [], labels: [], prediction, album: null, tags: [] }, rules)).toEqual({
    kind: 'add',
    before: [],
    after: ['Rock'],
    confidence: 0.8,
    isLabel: false,
    model: 'ensemble',
    ownGenre: null,
    fields: [],
    fieldWrites: [],
  });
});

it('another model’s prediction is never sure enough where one alone counts', () => {
  const kindFor = (onlyModel: string) =>
    planFile({ before: [], labels: [], prediction, album: null, tags: [] }, { ...rules, onlyModel }).kind;
  expect([kindFor('ensemble'), kindFor('mine-1')]).toEqual(['add', 'below-confidence']);
});

it('a file that was not analysed keeps its genres', () => {
  expect(planFile({ before: ['Old'], labels: [], prediction: null, album: null, tags: [] }, rules)).toMatchObject({
    kind: 'not-analysed',
    after: ['Old'],
    model: '',
  });
});

it('an album decides before the file’s own prediction, which is told where it differs', () => {
  const album = { ...prediction, probabilities: [0.3, 0.7] };
  const plan = (labels: readonly string[], one = album) =>
    planFile({ before: [], labels, prediction, album: one, tags: [] }, { ...rules, by: 'album' });
  expect(plan([])).toMatchObject({ after: ['Pop'], confidence: 0.7, ownGenre: 'Rock', isLabel: false });
  expect(plan([], prediction)).toMatchObject({ after: ['Rock'], ownGenre: null });
  expect(plan(['Dub'])).toMatchObject({ after: ['Dub'], ownGenre: null, isLabel: true });
});

const withFields = {
  ...rules,
  fields: { ...DEFAULT_FIELD_RULES, groupingField: 'family', evidenceField: true },
} as const;

it('other fields are written with the genre, and alone where the genre stays', () => {
  const file = { before: [], labels: [], prediction, album: null, tags: [] };
  const added = planFile(file, withFields);
  expect(added).toMatchObject({ kind: 'add', fields: [{ field: 'grouping', before: '', after: 'Rock' }, {}] });
  expect(changeOf('a.mp3', added)).toMatchObject({
    genres: ['Rock'],
    fields: [{ field: 'grouping', text: 'Rock' }, {}],
  });
  const kept = planFile({ ...file, before: ['Pop'] }, { ...withFields, mode: 'fill' });
  expect(kept).toMatchObject({ kind: 'fields', after: ['Pop'] });
  expect(changeOf('a.mp3', kept)).toMatchObject({ keepsGenres: true });
});

it('other fields that a file has already are not planned again, on any day', () => {
  const file = { before: ['Rock'], labels: [], prediction, album: null, tags: [] };
  const [grouping, evidence] = planFile(file, withFields).fieldWrites;
  const tags = [{ grouping: [grouping?.text ?? ''], evidence: [evidence?.text ?? ''] }];
  const again = planFile({ ...file, tags }, { ...withFields, date: new Date('2030-01-01') });
  expect(again).toMatchObject({ kind: 'same', fields: [] });
  expect(planFile({ ...file, tags: [...tags, {}] }, withFields).fields).toHaveLength(2);
});

it('other fields are not written where the genre is not sure enough, and labels are no evidence', () => {
  const file = { before: [], labels: [], prediction, album: null, tags: [] };
  const unsure = planFile(file, { ...withFields, minConfidence: 0.9 });
  expect(unsure).toMatchObject({ kind: 'below-confidence', fields: [] });
  const labelled = planFile({ ...file, labels: ['Dub'] }, withFields);
  expect(labelled.fields.map(({ field, after }) => [field, after])).toEqual([['grouping', 'Dub']]);
});
