import { relative } from 'node:path';
import { z } from 'zod';
import { foldText } from '../contract/fold-text.ts';
import { genreKey } from '../contract/genre-names.ts';
import type { LibraryDatabase } from './database.ts';
import { json, strings } from './columns.ts';

/** Few names stand for many tracks: they are looked through here, where letters can be folded. */
const namesRow = z.object({ names: strings });
const listSchema = json(z.array(z.string()));

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

/** Folders of a library whose path below its root contains a text; a text that begins with the root is taken as a whole path. */
export function foldersWith(database: LibraryDatabase, root: string, text: string): string[] {
  const isWhole = foldFolder(text).startsWith(foldFolder(root));
  const wanted = foldText(text.replaceAll('\\', '/'));
  const textOf = (folder: string) => foldFolder(isWhole ? folder : relative(root, folder));
  return distinct(database, 'folder', root).filter((folder) => textOf(folder).includes(wanted));
}

/** Predicted genres that contain a text. */
export function predictionsWith(database: LibraryDatabase, root: string, text: string): string[] {
  return distinct(database, 'predicted', root).filter(hasLettersOf(text));
}

/** Lists of genres in tags, as they are kept, of which one contains a text. */
export function taggedGenresWith(database: LibraryDatabase, root: string, text: string): string[] {
  return listsWith(distinct(database, 'genres', root), text);
}

/** Lists of styles, as they are kept, of which one contains a text. */
export function stylesWith(database: LibraryDatabase, root: string, text: string): string[] {
  return listsWith(distinct(database, 'styles', root), text);
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

function distinct(database: LibraryDatabase, column: 'folder' | 'genres' | 'predicted' | 'styles', root: string) {
  const notEmpty = column === 'predicted' ? 'IS NOT NULL' : "<> '[]'";
  const sql = `
    SELECT json_group_array(${column}) AS names FROM (
      SELECT DISTINCT ${column} FROM tracks WHERE root = ? AND ${column} ${notEmpty}
    )`;
  return namesOf(database.prepare(sql).get(root));
}

function namesOf(row: unknown): string[] {
  return namesRow.parse(row).names;
}

function listsWith(lists: readonly string[], text: string): string[] {
  const hasLetters = hasLettersOf(text);
  return lists.filter((list) => listSchema.parse(list).some(hasLetters));
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
