import { basename } from 'node:path';
import { z } from 'zod';
import type { NamingSource } from '../contract/values.ts';
import { strings } from './columns.ts';
import type { LibraryDatabase } from './database.ts';
import type { TrackLabels } from './label-rows.ts';
import { FolderStore } from './folder-store.ts';
import { idPieces } from './pages.ts';
import { topFolderName } from './top-folder.ts';

const TRACKS_AT_ONCE = 1_000;

const namedRow = z.object({ id: z.number(), folder: z.string(), genres: strings, is_ours: z.number().nullable() });

// Of a file that is not there, or holds another recording now, neither tags nor folder say anything.
const NAMED = `
  SELECT tracks.id, folder, genres, written_genres = genres AS is_ours
  FROM json_each(?) AS wanted JOIN tracks ON tracks.id = wanted.value
  WHERE status <> 'missing'
  ORDER BY wanted.key`;

/** Whose names are wanted, and from where. */
export interface NamesQuestion {
  /** The open folder. */
  readonly root: string;
  readonly ids: Int32Array;
  readonly source: NamingSource;
}

/** What tags or folders say of tracks; some at a time, so that others have their turn. */
export async function namesOfTracks(
  database: LibraryDatabase,
  { root, ids, source }: NamesQuestion,
): Promise<TrackLabels[]> {
  const statement = database.prepare(NAMED);
  const folders = new FolderStore(database).of(root);
  const named: TrackLabels[] = [];
  for await (const piece of idPieces(ids, TRACKS_AT_ONCE)) {
    for (const { id, folder, genres, is_ours: isOurs } of z.array(namedRow).parse(statement.all(piece)))
      // What the app wrote is a model's prediction: as a label it would prove the model right.
      named.push({
        id,
        genres: source !== 'tags' ? [folderName(folders, folder, source)] : isOurs === 1 ? [] : genres,
      });
  }
  return named;
}

function folderName(folders: readonly string[], folder: string, source: Exclude<NamingSource, 'tags'>): string {
  return source === 'folder' ? basename(folder) : topFolderName(folders, folder);
}
