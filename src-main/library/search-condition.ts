import { foldText } from '../contract/fold-text.ts';
import { parseSearch } from '../contract/parse-search.ts';
import type { SearchState, SearchTerm, SearchTest, TextField } from '../contract/search-query.ts';
import { UNSURE_BELOW } from '../contract/search-query.ts';
import type { LibraryDatabase } from './database.ts';
import { foldersNamed } from './named-folders.ts';
import { labelsWith, predictionsWith, stylesWith, taggedGenresWith } from './names-with-letters.ts';
import { searchTextPart } from './search-text.ts';
import type { SqlCondition } from './word-search.ts';
import { hasLetters, hasWord, WITH_STYLES } from './word-search.ts';

const PERCENT = 100;
const LISTED = '(SELECT value FROM json_each(?))';
const WITH_LABELS = `SELECT track_id FROM labels WHERE genre IN ${LISTED}`;
const OF_FOLDER = 'SELECT id FROM tracks WHERE root = ?';
const IS_LABELLED = 'id IN (SELECT track_id FROM labels)';

/** What each state means in SQL. */
const STATES: Readonly<Record<SearchState, SqlCondition>> = {
  untagged: ["genres = '[]'"],
  labelled: [IS_LABELLED],
  missing: ["status = 'missing'"],
  failed: ["status = 'failed'"],
  unsure: ['confidence < ?', UNSURE_BELOW],
};

/** Where searches look: a folder of the library. */
interface Place {
  readonly database: LibraryDatabase;
  readonly root: string;
}

/** What the rows of `tracks` that a search finds fulfil, see {@link parseSearch}. */
export function searchConditions(database: LibraryDatabase, root: string, text: string): SqlCondition[] {
  return parseSearch(text).terms.map((term) => conditionOfTerm({ database, root }, term));
}

function conditionOfTerm(place: Place, { test, isExcluded }: SearchTerm): SqlCondition {
  const [sql, ...parameters] = conditionOf(place, test);
  // What is not known is not true either.
  return isExcluded ? [`(${sql}) IS NOT TRUE`, ...parameters] : [`(${sql})`, ...parameters];
}

function conditionOf(place: Place, test: SearchTest): SqlCondition {
  if (test.kind === 'text') return hasWord(place.database, place.root, foldText(test.text));
  if (test.kind === 'field') return fieldCondition(place, test.field, test.text);
  return test.kind === 'range' ? rangeCondition(test) : STATES[test.state];
}

function fieldCondition(place: Place, field: TextField, text: string): SqlCondition {
  if (field === 'genre') return genreCondition(place, text);
  if (field === 'label') return labelCondition(place, text);
  if (field === 'folder' || field === 'path') return folderCondition(place, text);
  const letters = foldText(text);
  const [listed, ...parameters] = hasLetters(letters);
  return [`${listed} AND instr(${searchTextPart(field)}, ?) > 0`, ...parameters, letters];
}

/** Whether a row of `tracks` lies in a folder as filters and searches name it. */
export function folderCondition({ database, root }: Place, text: string): SqlCondition {
  return [`folder IN ${LISTED}`, JSON.stringify(foldersNamed(database, root, text))];
}

function labelCondition({ database }: Place, text: string): SqlCondition {
  return [`id IN (${WITH_LABELS})`, JSON.stringify(labelsWith(database, text))];
}

/** Of the tags, predicted, among the styles, or the user's own: each found in an index of its own. */
function genreCondition({ database, root }: Place, text: string): SqlCondition {
  const withNames = ['genres', 'predicted'].map((column) => `${OF_FOLDER} AND ${column} IN ${LISTED}`);
  return [
    `id IN (${[...withNames, WITH_STYLES, WITH_LABELS].join(' UNION ALL ')})`,
    ...[taggedGenresWith, predictionsWith, stylesWith].flatMap((names) => [
      root,
      JSON.stringify(names(database, root, text)),
    ]),
    JSON.stringify(labelsWith(database, text)),
  ];
}

/** Confidences are kept as 0 to 1, and searched for as percent. */
function rangeCondition({ field, range: { low, high } }: Extract<SearchTest, { kind: 'range' }>): SqlCondition {
  const unit = field === 'confidence' ? PERCENT : 1;
  const ends: SqlCondition[] = [];
  if (low !== null) ends.push([`${field} ${low.isIncluded ? '>=' : '>'} ?`, low.value / unit]);
  if (high !== null) ends.push([`${field} ${high.isIncluded ? '<=' : '<'} ?`, high.value / unit]);
  return [ends.map(([sql]) => sql).join(' AND '), ...ends.flatMap(([, ...values]) => values)];
}
