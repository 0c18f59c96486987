import { expect, it } from 'vitest';
import { withGenreName } from './genre-map.ts';

it('renames, drops and gives back the model’s own name', () => {
  const renamed = withGenreName({}, 'hiphop', ' Rap ');
  expect(renamed).toEqual({ hiphop: 'Rap' });
  expect(withGenreName(renamed, 'pop', null)).toEqual({ hiphop: 'Rap', pop: null });
  expect(withGenreName(renamed, 'hiphop', '  ')).toEqual({});
});
