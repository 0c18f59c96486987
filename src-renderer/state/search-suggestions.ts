import { SEARCH_FIELDS, SEARCH_STATES } from '../../src-main/contract/search-query.ts';
import { texts } from '../../src-main/texts/index.ts';

/** What the last word of a search may become. */
export interface SearchSuggestion {
  /** The word, as it is shown. */
  readonly word: string;
  readonly meaning: string;
  /** The whole search with the word in it. */
  readonly text: string;
}

/** Fewer letters mean too much. */
const FEWEST_LETTERS = 2;

/** Names of fields that begin as the last word of a search does, or what can stand after `is:`. */
export function suggestionsFor(text: string): readonly SearchSuggestion[] {
  const [, before = '', minus = '', word = ''] = /^(.*(?:^|\s))(-?)([a-z]+:?[a-z]*)$/is.exec(text) ?? [];
  const typed = word.toLowerCase();
  const isQuoted = before.split('"').length % 2 === 0;
  if (typed.length < FEWEST_LETTERS || isQuoted) return [];
  const start = before + minus;
  const fields = SEARCH_FIELDS.filter((field) => field.startsWith(typed)).map((field) => ({
    word: `${field}:`,
    meaning: texts.search.fields[field],
    text: `${start}${field}:`,
  }));
  const states = SEARCH_STATES.map((state) => `is:${state}`).filter((each) => typed.startsWith('is') && each !== typed);
  const fitting = states.filter((each) => each.startsWith(typed));
  return [...fields, ...fitting.map((each) => ({ word: each, meaning: '', text: `${start}${each} ` }))];
}
