import { describe, expect, it } from 'vitest';
import { markdownTable, replaceSection } from './results-file.ts';

const before = '# First\n\n1\n\n## Of the first\n\n2\n\n# Second\n\n3\n';

describe('a section of RESULTS.md', () => {
  it('is replaced with all below its heading, and no other is', () => {
    expect(replaceSection(before, '# First\n\n4\n')).toBe('# First\n\n4\n\n# Second\n\n3\n');
    expect(replaceSection(before, '# Second\n\n5')).toBe(before.replace('3', '5'));
  });

  it('comes last where it is new', () => {
    expect(replaceSection(before, '# Third\n\n6\n')).toBe(`${before}\n# Third\n\n6\n`);
    expect(replaceSection('', '# Only\n')).toBe('# Only\n');
  });

  it('replaced by itself leaves the file as it is', () => {
    expect(replaceSection(before, '# Second\n\n3\n')).toBe(before);
  });
});

it('a table has a line below its header', () => {
  expect(
    markdownTable([
      ['a', 'b'],
      ['1', '2'],
    ]),
  ).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |');
});
