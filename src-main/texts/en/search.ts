import type { SearchField, SearchProblemReason } from '../../contract/search-query.ts';
import { SEARCH_FIELDS, SEARCH_STATES } from '../../contract/search-query.ts';

const any = (names: readonly string[]): string => names.join(', ');

/** The search box: what it understands, and what it did not understand. */
export const search = {
  box: 'Search tracks',
  hint: 'Search title, artist, album, file, style',
  suggestions: 'Search fields',
  suggested: ({ amount }: { amount: number }) => `${amount} suggestions. Press the down arrow key to choose one.`,
  problem: ({ part, reason }: { part: string; reason: SearchProblemReason }) =>
    ({
      'unknown-field': `“${part}” is searched as text: there is no such field. Fields are ${any(SEARCH_FIELDS)}.`,
      'missing-value': `“${part}” is left out: nothing stands after the colon.`,
      'not-a-range': `“${part}” is searched as text: a range is <60, >80, 80.., ..60 or 60..80.`,
      'unknown-state': `“${part}” is searched as text: after “is:” stands ${any(SEARCH_STATES)}.`,
    })[reason],
  help: {
    button: 'How to search',
    title: 'How to search',
    text: 'Case and accents make no difference. A track must match every part.',
    rows: [
      { syntax: 'miles davis', meaning: 'both words, anywhere' },
      { syntax: '"miles davis"', meaning: 'the phrase' },
      { syntax: '-live', meaning: 'without the word' },
      { syntax: 'genre:rock', meaning: 'genre of the tags, prediction, style or label' },
      { syntax: 'artist:davis', meaning: 'also album, title, label, folder' },
      { syntax: 'folder:./Jazz/', meaning: 'this folder alone; ./Jazz/. leaves its subfolders out' },
      { syntax: 'confidence:<60', meaning: 'also >80, 80.., ..60, 60..80 (in percent)' },
      { syntax: 'year:1990..1999', meaning: 'also bpm:120..130' },
      { syntax: 'is:unsure', meaning: any(SEARCH_STATES) },
    ],
  },
  fields: {
    artist: 'the artist',
    album: 'the album',
    title: 'the title',
    genre: 'a genre of tags, prediction, style or label',
    label: 'your label',
    folder: 'the folder',
    path: 'the folder',
    confidence: 'percent, as in <60 or 80..',
    year: 'a year or years, as in 1994 or 1990..1999',
    bpm: 'beats a minute, as in 120..130',
    is: any(SEARCH_STATES),
  } satisfies Record<SearchField, string>,
};
