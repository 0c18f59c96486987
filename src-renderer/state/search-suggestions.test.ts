import { expect, it } from 'vitest';
import { suggestionsFor } from './search-suggestions.ts';

it.each([
  ['ar', ['artist:']],
  ['blue -AL', ['blue -album:']],
  ['is:un', ['is:untagged ', 'is:unsure ']],
  ['x is:missing', []],
  ['a', []],
  ['', []],
  ['artist:', []],
  ['"blue ar', []],
  ['"blue" ar', ['"blue" artist:']],
  ['nothing', []],
])('%j may become %j', (text, suggested) => expect(suggestionsFor(text).map((each) => each.text)).toEqual(suggested));
