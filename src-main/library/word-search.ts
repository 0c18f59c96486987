import type { LibraryDatabase } from './database.ts';
import { distinctNames } from './distinct-names.ts';

/** What a condition of SQL takes. */
type SqlValue = string | number | null;
/** A condition on a row of `tracks`, and what it takes. */
export type SqlCondition = readonly [sql: string, ...parameters: SqlValue[]];

/** The list of letters knows what follows a letter twice. */
const SHORTEST_LISTED = 3;
/** Of a longer word, the first ones are looked up: few texts have them and not the rest. */
const LOOKED_UP = 24;
/** Words of signs alone would be found in the JSON of styles. */
const LETTER = /[\p{L}\p{N}]/u;

const HAS_TEXT = 'instr(search_text, ?) > 0';
/** Those of a folder that have one of some lists of styles; found in the index of styles alone. */
export const WITH_STYLES = `
  SELECT id FROM tracks WHERE root = ? AND styles <> '[]' AND styles IN (SELECT value FROM json_each(?))`;
/** Every track whose text has certain letters. The list's texts end at a NUL: those that go on are looked at. */
const LISTED = `
  SELECT rowid FROM track_search WHERE track_search MATCH ?
  UNION ALL SELECT id FROM tracks INDEXED BY tracks_with_nul WHERE instr(search_text, char(0)) > 0 AND ${HAS_TEXT}`;

/** Whether a track's texts hold letters one after the other. @param letters folded, as the texts are */
export function hasLetters(text: string): SqlCondition {
  const letters = [...text];
  // Where a NUL begins, the list's texts end.
  if (letters.length < SHORTEST_LISTED || text.includes('\0')) return [HAS_TEXT, text];
  const beginning = letters.slice(0, LOOKED_UP).join('');
  const listed: SqlCondition = [`id IN (${LISTED})`, `"${beginning.replaceAll('"', '""')}"`, text];
  return letters.length <= LOOKED_UP ? listed : [`(${listed[0]} AND ${HAS_TEXT})`, ...listed.slice(1), text];
}

/**
 * Whether a track's texts hold a word's letters one after the other, or the names of its styles do.
 * @param root the track's folder @param word folded, as the texts are
 */
export function hasWord(database: LibraryDatabase, root: string, word: string): SqlCondition {
  const mayBeStyle = LETTER.test(word);
  const [hasText, ...parameters] = hasLetters(word);
  // Where all texts are looked at, the styles are too.
  if (hasText === HAS_TEXT)
    return [`(${HAS_TEXT} OR (styles <> '[]' AND instr(styles, ?) > 0))`, word, mayBeStyle ? word : null];
  const lists = mayBeStyle ? distinctNames(database, root, 'styles').map(({ text }) => text) : [];
  const found = lists.filter((list) => list.includes(word));
  // Most words are in no style: then only what the list of letters names is looked at.
  if (found.length === 0) return [hasText, ...parameters];
  return [`(${hasText} OR id IN (${WITH_STYLES}))`, ...parameters, root, JSON.stringify(found)];
}
