import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText } from './fold-text.ts';

describe('folding texts', () => {
  it.each([
    ['Brötzmann', 'brotzmann'],
    ['Ørsted', 'orsted'],
    ['STRASSE', 'strasse'],
    ['Straße', 'strasse'],
    ['ẞ', 'ss'],
    ['Ægir Œuvre', 'aegir oeuvre'],
    ['Łódź', 'lodz'],
    ['Đorđe', 'dorde'],
    ['Ｆｕｌｌ　Ｗｉｄｔｈ', 'full width'],
    ['ΟΔΥΣΣΕΥΣ', 'οδυσσευσ'],
    ['Οδυσσεύς', 'οδυσσευσ'],
    ['ЁЛКА Чайка', 'елка чаика'],
    ['İstanbul Ilık ılık', 'istanbul ilik ilik'],
    ['ﬁne', 'fine'],
    ['が', 'が'],
    ['한국', '한국'],
    ['a\0b\nc', 'a b c'],
  ])('%j is %j', (text, folded) => expect(foldText(text)).toBe(folded));

  it('is the same for every form of a text, and after folding', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const folded = foldText(text);
        expect(foldText(folded)).toBe(folded);
        expect(foldText(text.normalize('NFD'))).toBe(folded);
        expect(folded).not.toMatch(/\p{Cc}/u);
      }),
      { numRuns: 2000 },
    );
  });

  it('takes any string', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const folded = foldText(text);
        expect(foldText(folded)).toBe(folded);
      }),
      { numRuns: 2000 },
    );
  });
});
