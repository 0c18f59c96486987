import { z } from 'zod';
import { json, strings } from './columns.ts';
import type { LibraryDatabase } from './database.ts';

/** Columns of `tracks` whose different texts are few beside the tracks. */
export type NamesColumn = 'folder' | 'genres' | 'predicted' | 'styles';

/** A text of a column, and the names in it: several where it is a JSON list. */
export interface DistinctNames {
  readonly text: string;
  readonly names: readonly string[];
}

interface Kept {
  /** What the library was like, see {@link stateOf}. */
  readonly state: string;
  readonly byColumn: Map<string, readonly DistinctNames[]>;
}

const listSchema = json(z.array(z.string()));
const textsRow = z.object({ texts: strings });
const versionRow = z.object({ data_version: z.number() });
const changesRow = z.object({ changes: z.number() });
/** Looking through all tracks at every letter that is typed would take most of a search's time. */
const keptOf = new WeakMap<LibraryDatabase, Kept>();

/** The different texts that a column has in a folder, but for empty ones; read again only when the library was changed. */
export function distinctNames(database: LibraryDatabase, root: string, column: NamesColumn): readonly DistinctNames[] {
  const { byColumn } = currentOf(database);
  const key = `${column} ${root}`;
  const found = byColumn.get(key) ?? readNames(database, root, column);
  byColumn.set(key, found);
  return found;
}

function currentOf(database: LibraryDatabase): Kept {
  const state = stateOf(database);
  const kept = keptOf.get(database);
  if (kept?.state === state) return kept;
  const current = { state, byColumn: new Map<string, readonly DistinctNames[]>() };
  keptOf.set(database, current);
  return current;
}

/** Another text after every change: SQLite counts those of other connections and those of this one apart. */
function stateOf(database: LibraryDatabase): string {
  const { data_version: others } = versionRow.parse(database.prepare('PRAGMA data_version').get());
  const { changes: own } = changesRow.parse(database.prepare('SELECT total_changes() AS changes').get());
  return `${others} ${own}`;
}

function readNames(database: LibraryDatabase, root: string, column: NamesColumn): readonly DistinctNames[] {
  const isList = column === 'genres' || column === 'styles';
  const notEmpty = column === 'predicted' ? 'IS NOT NULL' : "<> '[]'";
  const sql = `
    SELECT json_group_array(${column}) AS texts FROM (
      SELECT DISTINCT ${column} FROM tracks WHERE root = ? AND ${column} ${notEmpty}
    )`;
  const { texts } = textsRow.parse(database.prepare(sql).get(root));
  return texts.map((text) => ({ text, names: isList ? listSchema.parse(text) : [text] }));
}
