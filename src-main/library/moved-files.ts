import { z } from 'zod';
import type { LibraryDatabase, Statement } from './database.ts';
import { openReader } from './database.ts';
import { lookAtFile } from './library-file.ts';

const moveRow = z.object({ id: z.number(), now: z.string() });

/** Where files went: they, or their folders, were renamed or moved, and the library found them again. */
export class MovedFiles {
  readonly #next: Statement;

  constructor(database: LibraryDatabase) {
    this.#next = database.prepare(
      'SELECT id, now FROM moved_files WHERE path = ? AND moved_at > ? AND id > ? ORDER BY id LIMIT 1',
    );
  }

  /** Where a file lies that once had a path. @param when it had it, as ISO 8601: another file may have it by now */
  pathOf(path: string, when: string): string {
    let place = path;
    for (let last = 0; ;) {
      const row: unknown = this.#next.get(place, when, last);
      if (!row) return place;
      ({ id: last, now: place } = moveRow.parse(row));
    }
  }
}

/** Does work that is told where files went. Where the library cannot say it, they lie where they did. */
export async function withMovedFiles<Value>(
  library: string,
  work: (pathOf: MovedFiles['pathOf']) => Promise<Value>,
): Promise<Value> {
  const reader = ignoringFailure(() => (lookAtFile(library) ? openReader(library) : null));
  try {
    const moved = ignoringFailure(() => reader && new MovedFiles(reader));
    return await work((path, when) => ignoringFailure(() => moved?.pathOf(path, when)) ?? path);
  } finally {
    reader?.close();
  }
}

/** Null where a library cannot be read, or is of an earlier version: what was written can be undone all the same. */
function ignoringFailure<Value>(ask: () => Value): Value | null {
  try {
    return ask();
  } catch {
    return null;
  }
}
