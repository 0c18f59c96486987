import { relative } from 'node:path';
import { z } from 'zod';
import { foldText } from '../contract/fold-text.ts';
import { LIBRARY_ROOT } from '../contract/folder-text.ts';
import { genreKey } from '../contract/genre-names.ts';
import type { LibraryDatabase } from './database.ts';
import { strings } from './columns.ts';
import { distinctNames, type NamesColumn } from './distinct-names.ts';

/** Few names stand for many tracks: they are looked through here, where letters can be folded. */
const namesRow = z.object({ names: strings });

/** Labels and everything below them. */
const WITH_SUBGENRES = `
  WITH RECURSIVE subgenres (name) AS (
    SELECT value FROM json_each(?) UNION SELECT genres.name FROM genres JOIN subgenres ON genres.parent = subgenres.name
  )
  SELECT json_group_array(name) AS names FROM subgenres`;

/** One form for comparing genres by their letters: “Hip-Hop” and `hiphop` are one. */
export function foldGenre(genre: string): string {
  return foldText(genreKey(genre));
}

/** One form for comparing folders: separators are `/`, and one stands before and behind. */
export function foldFolder(folder: string): string {
  return foldText(`/${folder}/`.replaceAll('\\', '/')).replace(/\/+/g, '/');
}

/**
 * Folders of a library whose path below its root contains a text, or begins with one that starts with `./`; a text that begins
 * with the root is taken as a whole path.
 */
export function foldersWith(database: LibraryDatabase, root: string, text: string): string[] {
  const isWhole = foldFolder(text).startsWith(foldFolder(root));
  const wanted = foldText(text.replaceAll('\\', '/'));
  const textOf = (folder: string) => foldFolder(isWhole ? folder : relative(root, folder));
  const fits = wanted.startsWith(LIBRARY_ROOT)
    ? (folder: string) => `.${textOf(folder)}`.startsWith(wanted)
    : (folder: string) => textOf(folder).includes(wanted);
  return textsWith(database, root, 'folder', fits);
}

/** Predicted genres that contain a text. */
export function predictionsWith(database: LibraryDatabase, root: string, text: string): string[] {
  return textsWith(database, root, 'predicted', hasLettersOf(text));
}

/** Lists of genres in tags, as they are kept, of which one contains a text. */
export function taggedGenresWith(database: LibraryDatabase, root: string, text: string): string[] {
  return textsWith(database, root, 'genres', hasLettersOf(text));
}

/** Lists of styles, as they are kept, of which one contains a text. */
export function stylesWith(database: LibraryDatabase, root: string, text: string): string[] {
  return textsWith(database, root, 'styles', hasLettersOf(text));
}

/** Labels that contain a text, and their subgenres. */
export function labelsWith(database: LibraryDatabase, text: string): string[] {
  const sql = `
    SELECT json_group_array(name) AS names FROM (
      SELECT DISTINCT genre AS name FROM labels UNION SELECT name FROM genres
      UNION SELECT parent FROM genres WHERE parent IS NOT NULL
    )`;
  const found = namesOf(database.prepare(sql).get()).filter(hasLettersOf(text));
  return namesOf(database.prepare(WITH_SUBGENRES).get(JSON.stringify(found)));
}

/** Texts of a column with a name that fits. */
function textsWith(
  database: LibraryDatabase,
  root: string,
  column: NamesColumn,
  fits: (name: string) => boolean,
): string[] {
  return distinctNames(database, root, column).flatMap(({ text, names }) => (names.some(fits) ? [text] : []));
}

function namesOf(row: unknown): string[] {
  return namesRow.parse(row).names;
}

/** Whether a genre contains a text; each genre is folded once. */
function hasLettersOf(text: string): (genre: string) => boolean {
  const wanted = foldGenre(text);
  const known = new Map<string, boolean>();
  return (genre) => {
    const isKnown = known.get(genre) ?? foldGenre(genre).includes(wanted);
    known.set(genre, isKnown);
    return isKnown;
  };
}
