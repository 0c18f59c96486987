import { describe, expect, it } from 'vitest';
import { UnknownMarkdown } from './markdown.ts';
import { parseInlines, plainText } from './parse-inlines.ts';
import { headingId, parseMarkdown } from './parse-markdown.ts';

const text = (words: string) => ({ kind: 'text', text: words });

describe('parseInlines', () => {
  it('reads code, strong text, emphasis, links and escapes, one in another', () => {
    expect(parseInlines('a `b*c` **d `e`** *f* [g `h`](i.md#j) \\*k')).toEqual([
      text('a '),
      { kind: 'code', text: 'b*c' },
      text(' '),
      { kind: 'strong', content: [text('d '), { kind: 'code', text: 'e' }] },
      text(' '),
      { kind: 'emphasis', content: [text('f')] },
      text(' '),
      { kind: 'link', target: 'i.md#j', content: [text('g '), { kind: 'code', text: 'h' }] },
      text(' '),
      text('*'),
      text('k'),
    ]);
  });

  it('keeps figures and names as they are', () => {
    const words = 'x < 5, a_b, 2 > 1, {“c”: [1]}, R&B';
    expect(parseInlines(words)).toEqual([text(words)]);
  });

  it.each(['<b>x</b>', '&lt;', 'see ![x](y.png)', '[a][b]', '_x_', 'a `b', '**a'])('refuses %s', (source) => {
    expect(() => parseInlines(source)).toThrow(UnknownMarkdown);
  });

  it('gives the words alone', () => {
    expect(plainText(parseInlines('**a `b`** [c](d)'))).toBe('a b c');
  });
});

describe('parseMarkdown', () => {
  it('reads the blocks of a page', () => {
    const page = `# Title: \`one\`

A paragraph
in two lines.
- first
  goes on
- second

1. one
2. two

![A picture](x.png)

\`\`\`sh
a | b   # <c>
\`\`\`

| a | b |
| --- | --- |
| \`x\\|y\` | **z** |`;
    expect(parseMarkdown(page)).toEqual([
      { kind: 'heading', level: 1, id: 'title-one', content: [text('Title: '), { kind: 'code', text: 'one' }] },
      { kind: 'paragraph', content: [text('A paragraph in two lines.')] },
      { kind: 'list', isOrdered: false, items: [[text('first goes on')], [text('second')]] },
      { kind: 'list', isOrdered: true, items: [[text('one')], [text('two')]] },
      { kind: 'image', alt: 'A picture', target: 'x.png' },
      { kind: 'code', text: 'a | b   # <c>' },
      {
        kind: 'table',
        head: [[text('a')], [text('b')]],
        rows: [[[{ kind: 'code', text: 'x|y' }], [{ kind: 'strong', content: [text('z')] }]]],
      },
    ]);
  });

  it.each([
    ['a quote', '> x'],
    ['HTML', '<details>'],
    ['a list in a list', '- a\n  - b'],
    ['a list of stars', '* a'],
    ['code by indentation', '    x'],
    ['a rule', '---'],
    ['a heading by underlining', 'x\n==='],
    ['a definition', '[x]: y'],
    ['code without an end', '```\nx'],
    ['a table without a ruler', '| a |\n| b |'],
    ['a row with another number of cells', '| a |\n| --- |\n| b | c |'],
    ['a line break', 'a  \nb'],
    ['a line that leaves its item', '- a\nb'],
  ])('refuses %s', (_name, source) => {
    expect(() => parseMarkdown(source)).toThrow(UnknownMarkdown);
  });
});

it('makes marks of headings as GitHub does', () => {
  expect(headingId('Where data lies: `library.db` & co.')).toBe('where-data-lies-librarydb--co');
});
