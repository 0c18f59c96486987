import { sep } from 'node:path';
import { z } from 'zod';
import type { LibraryDatabase, Statement } from './database.ts';
import { prepareAll } from './database.ts';
import { pagesOf } from './pages.ts';

const TRACKS_AT_ONCE = 1_000;
const trackRow = z.object({ id: z.number(), path: z.string() });

const SQL = {
  of: 'SELECT path FROM library_folders WHERE root = ? ORDER BY path',
  add: 'INSERT INTO library_folders (path, root) VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET root = excluded.root',
  absorb: 'DELETE FROM library_folders WHERE root = ? AND path > ? AND path < ?',
  remove: 'DELETE FROM library_folders WHERE path = ? AND root = ?',
  before: 'SELECT id FROM tracks INDEXED BY tracks_by_path WHERE root = ? AND path <= ? LIMIT 1',
  behind: 'SELECT id FROM tracks INDEXED BY tracks_by_path WHERE root = ? AND path >= ? LIMIT 1',
  tracks: `
    SELECT id, path FROM tracks INDEXED BY tracks_by_path
    WHERE root = ? AND path > ? AND path < ? ORDER BY path LIMIT ?`,
  holds: `
    SELECT id FROM tracks INDEXED BY tracks_by_path
    WHERE root = ? AND path > ? AND path < ? AND status <> 'missing' LIMIT 1`,
  move: 'UPDATE tracks SET root = ? WHERE id IN (SELECT value FROM json_each(?))',
} as const;

/**
 * The folders of a library. It is known by its first folder, the root: every track of every folder has it. A folder
 * belongs to one library at most.
 */
export class FolderStore {
  readonly #database: LibraryDatabase;
  readonly #statements: Readonly<Record<keyof typeof SQL, Statement>>;

  constructor(database: LibraryDatabase) {
    this.#database = database;
    this.#statements = prepareAll(database, SQL);
  }

  /** All folders of a library, its root first. */
  of(root: string): readonly string[] {
    const others = z.array(z.object({ path: z.string() })).parse(this.#statements.of.all(root));
    return [root, ...others.map(({ path }) => path)];
  }

  /**
   * Adds a folder, in place of the library's other folders that lie in it; the next scan finds its tracks, and takes over those that
   * another library has.
   */
  add(root: string, path: string): void {
    this.#database.transaction(() => {
      this.#statements.absorb.run(root, ...pathsBelow(path));
      this.#statements.add.run(path, root);
    })();
  }

  /** Whether no track of a library lies outside of a folder. */
  holdsAll(root: string, folder: string): boolean {
    const { before, behind } = this.#statements;
    const [from, to] = pathsBelow(folder);
    return before.get(root, from) === undefined && behind.get(root, to) === undefined;
  }

  /** Whether a library has tracks in one of its folders that are not missing. */
  holdsTracks(root: string, folder: string): boolean {
    return this.#statements.holds.get(root, ...pathsBelow(folder)) !== undefined;
  }

  /** Takes a folder out. Its tracks keep all that is known of them, in a library of that folder alone. */
  async remove(root: string, path: string): Promise<void> {
    this.#statements.remove.run(path, root);
    const [from, to] = pathsBelow(path);
    const pages = pagesOf({
      first: from,
      size: TRACKS_AT_ONCE,
      read: (behind, size) => z.array(trackRow).parse(this.#statements.tracks.all(root, behind, to, size)),
      keyOf: (track) => track.path,
    });
    for await (const tracks of pages) this.#statements.move.run(path, JSON.stringify(tracks.map(({ id }) => id)));
  }
}

/** What every path below a folder is greater and less than, byte by byte. */
export function pathsBelow(folder: string): [from: string, to: string] {
  const inside = folder.endsWith(sep) ? folder : folder + sep;
  const next = String.fromCharCode(sep.charCodeAt(0) + 1);
  return [inside, inside.slice(0, -1) + next];
}
