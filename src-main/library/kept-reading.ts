import { z } from 'zod';
import type { LibraryDatabase } from './database.ts';

interface Kept<Value> {
  /** What the library was like, see {@link stateOf}. */
  readonly state: string;
  readonly of: string;
  readonly value: Value;
}

const versionRow = z.object({ data_version: z.number() });
const changesRow = z.object({ changes: z.number() });

/**
 * What takes long to read of all tracks, kept until the library is changed: looking through them at every letter that is
 * typed would take most of a search's time. Each connection keeps the latest one.
 */
export class KeptReading<Value> {
  readonly #kept = new WeakMap<LibraryDatabase, Kept<Value>>();

  /** @param of what is read, of which folder @param read reads it */
  get(database: LibraryDatabase, of: string, read: () => Value): Value {
    const state = stateOf(database);
    const kept = this.#kept.get(database);
    if (kept?.state === state && kept.of === of) return kept.value;
    const value = read();
    this.#kept.set(database, { state, of, value });
    return value;
  }
}

/** Another text after every change: SQLite counts those of other connections and those of this one apart. */
function stateOf(database: LibraryDatabase): string {
  const { data_version: others } = versionRow.parse(database.prepare('PRAGMA data_version').get());
  const { changes: own } = changesRow.parse(database.prepare('SELECT total_changes() AS changes').get());
  return `${others} ${own}`;
}
