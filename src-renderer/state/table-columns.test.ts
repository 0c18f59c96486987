import { expect, it } from 'vitest';
import { TableColumns } from './table-columns.svelte.ts';

function columnsOf(contentWidth: number): TableColumns {
  const columns = new TableColumns();
  columns.measure = () => [
    { key: 'title', width: 200 },
    { key: 'artist', width: 150 },
  ];
  columns.contentWidth = () => contentWidth;
  return columns;
}

const widths = ({ layout }: TableColumns) => layout?.map(({ width }) => width);

it('fits a column to its content, within the widths that columns can have', () => {
  const columns = columnsOf(90.2);
  columns.fit('artist');
  expect(widths(columns)).toEqual([200, 91]);
  columns.contentWidth = () => 5_000;
  columns.fit('title');
  expect(widths(columns)).toEqual([1_200, 91]);
});

it('leaves a column alone that is not shown', () => {
  const columns = columnsOf(0);
  columns.fit('year');
  expect(columns.layout).toBeNull();
});
