import { expect, it } from 'vitest';
import { MOST_SMART_FILTERS } from '../contract/settings.ts';
import { changed, filterChange, filterChangeText, reversed } from './filter-change.ts';

const filter = (name: string, text = name) => ({ name, filters: { text } });
const [a, b, c] = [filter('A'), filter('B'), filter('C')];

it.each([
  ['Save Filter B', [a], [a, b]],
  ['Delete Filter A', [a, b], [b]],
  ['Rename Filter A to C', [a, b], [filter('C', 'A'), b]],
  ['Change Filter B', [a, b], [a, filter('B', 'else')]],
  ['Change Smart Filters', [a, b], [c]],
])('%s goes back and forth', (text, before, after) => {
  const change = filterChange(before, after)!;
  expect(filterChangeText(change)).toBe(text);
  expect(changed(before, change)).toEqual(after);
  expect(changed(after, reversed(change))).toEqual(before);
});

it('is none where the list is the same', () => {
  expect(filterChange([a, b], [filter('A'), b])).toBeNull();
});

it('finds its filter where others came before it, and leaves a list alone that has it no more, or has no room', () => {
  const renamed = { index: 0, from: [a], to: [c] };
  expect(changed([b, a], renamed)).toEqual([b, c]);
  expect(changed([b], renamed)).toEqual([b]);
  const full = Array.from({ length: MOST_SMART_FILTERS }, () => b);
  expect(changed(full, { index: 0, from: [], to: [a] })).toBe(full);
});
