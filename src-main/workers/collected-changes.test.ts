import { expect, it } from 'vitest';
import { CollectedChanges } from './collected-changes.ts';

const change = (path: string) => ({ path, genres: ['rock'], model: '' });

it('gives changes that came some at a time, in their order, once', () => {
  const collected = new CollectedChanges();
  collected.add(0, [change('forgotten')]);
  collected.add(0, [change('a'), change('b')]);
  collected.add(2, [change('c')]);
  expect(collected.take(3, [change('d')]).map(({ path }) => path)).toEqual(['a', 'b', 'c', 'd']);
  expect(collected.take(0, [change('e')]).map(({ path }) => path)).toEqual(['e']);
});

it('refuses to write a part of the changes: another process had the others', () => {
  const lost = expect.objectContaining({ code: 'worker-crashed' });
  expect(() => new CollectedChanges().add(2, [change('c')])).toThrow(lost);
  expect(() => new CollectedChanges().take(3, [change('d')])).toThrow(lost);
});
