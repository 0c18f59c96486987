import { readdir, realpath } from 'node:fs/promises';
import { dirname, extname, join, parse, relative, sep } from 'node:path';
import { z } from 'zod';
import type { Playlist, PlaylistTracks } from '../contract/library.ts';
import { fsPath } from '../files/fs-path.ts';
import { isInsideAny } from '../files/is-inside.ts';
import { parsePlaylist, PLAYLIST_EXTENSIONS } from '../files/parse-playlist.ts';
import { readRegularFile } from '../files/read-regular-file.ts';
import type { LibraryDatabase } from './database.ts';
import { strings } from './columns.ts';
import { FolderStore } from './folder-store.ts';

/** Beyond these, folders, playlists, bytes and entries are left alone. */
const MOST = { folders: 20_000, playlists: 1_000, bytes: 8 << 20, entries: 50_000 } as const;

const namesRow = z.object({ names: strings });
const idRow = z.object({ id: z.number() });

/** Playlists in the folders of a library: found once, then read by their numbers. */
export class Playlists {
  readonly #database: LibraryDatabase;
  /** Paths of what was found last. */
  #found: { readonly root: string; readonly files: readonly string[] } = { root: '', files: [] };

  constructor(database: LibraryDatabase) {
    this.#database = database;
  }

  /** The playlists beside the library's tracks and in the folders above these, by path. Links are not followed. */
  async find(root: string): Promise<readonly Playlist[]> {
    const files: string[] = [];
    const roots = new FolderStore(this.#database).of(root);
    for (const folder of this.#folders(root, roots)) {
      if (files.length >= MOST.playlists) break;
      if (await isReallyInside(roots, folder)) files.push(...(await playlistsIn(folder)));
    }
    this.#found = { root, files: files.slice(0, MOST.playlists).sort() };
    return this.#found.files.map((file, number) => ({
      number,
      name: parse(file).name,
      folder: relative(root, dirname(file)).split(sep).join('/'),
    }));
  }

  /** The library's tracks that a playlist names, in its order, each once. Nothing else that it names is looked at. */
  async tracks(root: string, number: number): Promise<PlaylistTracks | null> {
    const file = this.#found.root === root ? this.#found.files[number] : undefined;
    if (file === undefined) return null;
    const bytes = await readRegularFile(file, { mostBytes: MOST.bytes, invalid: 'playlist-unreadable' });
    const named = parsePlaylist(file, bytes, MOST.entries);
    const idOf = this.#database.prepare('SELECT id FROM tracks WHERE root = ? AND path = ?');
    const ids = named.flatMap((path) => {
      // macOS writes ö as two characters, others as one.
      const spellings = new Set([path, path.normalize('NFC'), path.normalize('NFD')]);
      const rows = [...spellings].map((spelling): unknown => idOf.get(root, spelling));
      const row = rows.find((each) => each !== undefined);
      return row === undefined ? [] : [idRow.parse(row).id];
    });
    return { ids: Int32Array.from(new Set(ids)), unknown: named.length - ids.length };
  }

  /** Folders with tracks, and those above them within the library. */
  #folders(root: string, roots: readonly string[]): string[] {
    const sql = `
      SELECT json_group_array(folder) AS names FROM (
        SELECT DISTINCT folder FROM tracks WHERE root = ? ORDER BY folder LIMIT ${MOST.folders}
      )`;
    const folders = new Set(roots);
    for (const listed of namesRow.parse(this.#database.prepare(sql).get(root)).names)
      for (let folder = listed; !folders.has(folder) && isInsideAny(roots, folder); folder = dirname(folder))
        folders.add(folder);
    return [...folders].sort();
  }
}

/** Whether a folder, with its links followed, is or lies in one of the library's, which are stored without links. */
async function isReallyInside(roots: readonly string[], folder: string): Promise<boolean> {
  const real = await realpath(fsPath(folder)).then(String, () => null);
  return real !== null && isInsideAny(roots, real);
}

/** Ordinary files alone: a link may lead out of the library. */
async function playlistsIn(folder: string): Promise<string[]> {
  const entries = await readdir(fsPath(folder), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && PLAYLIST_EXTENSIONS.includes(extname(entry.name).toLowerCase()))
    .map(({ name }) => join(folder, name));
}
