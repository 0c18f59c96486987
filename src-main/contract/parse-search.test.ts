import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearch } from './parse-search.ts';
import { SEARCH_FIELDS } from './search-query.ts';

const text = (value: string, isExcluded = false) => ({ isExcluded, test: { kind: 'text', text: value } });
const field = (name: string, value: string, isExcluded = false) => ({
  isExcluded,
  test: { kind: 'field', field: name, text: value },
});
const state = (name: string, isExcluded = false) => ({ isExcluded, test: { kind: 'state', state: name } });
const end = (value: number, isIncluded = true) => ({ value, isIncluded });
const confidence = (low: object | null, high: object | null) => ({
  isExcluded: false,
  test: { kind: 'range', field: 'confidence', range: { low, high } },
});

describe('understanding a search', () => {
  it.each([
    ['', []],
    ['  \t ', []],
    ['blue  Train', [text('blue'), text('Train')]],
    ['"blue train" live', [text('blue train'), text('live')]],
    ['-live -"blue train"', [text('live', true), text('blue train', true)]],
    ['Artist:"Miles Davis" -album:live', [field('artist', 'Miles Davis'), field('album', 'live', true)]],
    ['path:/a/b genre:rock', [field('path', '/a/b'), field('genre', 'rock')]],
    ['is:untagged -is:Labelled', [state('untagged'), state('labelled', true)]],
    ['confidence:<60', [confidence(null, end(60, false))]],
    ['confidence:>=60.5%', [confidence(end(60.5), null)]],
    ['confidence:80..', [confidence(end(80), null)]],
    ['confidence:..20', [confidence(null, end(20))]],
    ['confidence:20..80', [confidence(end(20), end(80))]],
    ['confidence:80', [confidence(end(79.5), end(80.5, false))]],
    // A phrase ends with the text while it is typed; signs alone are looked for.
    ['"blue tr', [text('blue tr')]],
    ['- "" " 7"', [text('-'), text('""'), text(' 7')]],
    ['rock-and-roll 7" mix', [text('rock-and-roll'), text('7"'), text('mix')]],
    ['"artist:x"', [text('artist:x')]],
    ['12:34 :x', [text('12:34'), text(':x')]],
  ])('%j', (written, terms) => expect(parseSearch(written)).toEqual({ terms, problems: [] }));

  it.each([
    ['mood:happy', 'unknown-field', [text('mood:happy')]],
    ['-Re:Zero', 'unknown-field', [text('Re:Zero', true)]],
    ['artist:', 'missing-value', []],
    ['artist:""', 'missing-value', []],
    ['confidence:high', 'not-a-range', [text('confidence:high')]],
    ['confidence:..', 'not-a-range', [text('confidence:..')]],
    ['is:good', 'unknown-state', [text('is:good')]],
  ])('%j: %s', (written, reason, terms) =>
    expect(parseSearch(written)).toEqual({ terms, problems: [{ part: written, reason }] }),
  );

  it('takes any text, and leaves nothing but spaces out', () => {
    const signs = fc.constantFrom('"', '-', ':', ' ', '.', '<', '\0', '\n', '\ud83d', 'é', ...SEARCH_FIELDS);
    const any = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: signs, maxLength: 30 }));
    fc.assert(
      fc.property(any, (written) => {
        const { terms, problems } = parseSearch(written);
        const isEmpty = written.trim() === '';
        expect(terms.length + problems.length > 0).toBe(!isEmpty);
        for (const { part } of problems) expect(written).toContain(part);
      }),
      { numRuns: 1000 },
    );
  });
});
