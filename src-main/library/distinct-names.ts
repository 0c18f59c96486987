import { z } from 'zod';
import { json, strings } from './columns.ts';
import type { LibraryDatabase } from './database.ts';
import { KeptReading } from './kept-reading.ts';

/** Columns of `tracks` whose different texts are few beside the tracks. */
export type NamesColumn = 'folder' | 'genres' | 'predicted' | 'styles';

/** A text of a column, and the names in it: several where it is a JSON list. */
export interface DistinctNames {
  readonly text: string;
  readonly names: readonly string[];
}

const listSchema = json(z.array(z.string()));
const textsRow = z.object({ texts: strings });
const kept: Readonly<Record<NamesColumn, KeptReading<readonly DistinctNames[]>>> = {
  folder: new KeptReading(),
  genres: new KeptReading(),
  predicted: new KeptReading(),
  styles: new KeptReading(),
};

/** The different texts that a column has in a folder, but for empty ones; read again only when the library was changed. */
export function distinctNames(database: LibraryDatabase, root: string, column: NamesColumn): readonly DistinctNames[] {
  return kept[column].get(database, root, () => readNames(database, root, column));
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
