import { z } from 'zod';
import { genreKey } from '../contract/genre-names.ts';
import type { LibraryDatabase } from './database.ts';

const factsRow = z.object({ name: z.string(), colour: z.number().nullable(), parent: z.string().nullable() });
/** Another name of a genre; null: a name that is no genre. */
const spellingRow = z.object({ key: z.string(), spelling: z.string(), genre: z.string().nullable() });

/** What is known of a genre besides its tracks. */
export type GenreFacts = z.infer<typeof factsRow>;

/** All of it at one time, to come back to. */
export const genreSnapshotSchema = z.object({ facts: z.array(factsRow), spellings: z.array(spellingRow) });
/** See {@link genreSnapshotSchema}. */
export type GenreSnapshot = z.infer<typeof genreSnapshotSchema>;

/** Colours, parents and other names of the user's genres. What tracks they are on is the label store's. */
export class GenreStore {
  readonly #database: LibraryDatabase;

  constructor(database: LibraryDatabase) {
    this.#database = database;
  }

  /** Everything that is known of genres, to come back to. */
  snapshot(): GenreSnapshot {
    return {
      facts: z
        .array(factsRow)
        .parse(this.#database.prepare('SELECT name, colour, parent FROM genres ORDER BY name').all()),
      spellings: z
        .array(spellingRow)
        .parse(this.#database.prepare('SELECT key, spelling, genre FROM genre_spellings ORDER BY key').all()),
    };
  }

  /** Puts a snapshot in the place of what is known now. */
  restore({ facts, spellings }: GenreSnapshot): void {
    this.#database.exec('DELETE FROM genres; DELETE FROM genre_spellings');
    for (const each of facts) this.#put(each);
    for (const { spelling, genre } of spellings) this.spell(spelling, genre);
  }

  /** @param colour of the palette, from 0; null: by the genre's place among the model's genres */
  setColour(name: string, colour: number | null): void {
    this.#put({ parent: null, ...this.#factsOf(name), name, colour });
  }

  /** @throws RangeError where the parent is the genre itself or stands below it */
  setParent(name: string, parent: string | null): void {
    if (parent !== null && [parent, ...this.ancestorsOf(parent)].includes(name))
      throw new RangeError(`“${parent}” stands below “${name}”.`);
    if (parent !== null && !this.#factsOf(parent)) this.#put({ name: parent, colour: null, parent: null });
    this.#put({ colour: null, ...this.#factsOf(name), name, parent });
  }

  /** From a genre upwards, itself left out. */
  ancestorsOf(name: string): string[] {
    const parents = new Map(this.snapshot().facts.map((facts) => [facts.name, facts.parent]));
    const ancestors: string[] = [];
    for (
      let next = parents.get(name);
      next !== null && next !== undefined && !ancestors.includes(next);
      next = parents.get(next)
    )
      ancestors.push(next);
    return ancestors;
  }

  /** From now on a name means a genre, or none. */
  spell(spelling: string, genre: string | null): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO genre_spellings (key, spelling, genre) VALUES (?, ?, ?)')
      .run(genreKey(spelling), spelling.trim(), genre);
  }

  /** From now on a name means nothing but itself. */
  forgetSpelling(spelling: string): void {
    this.#database.prepare('DELETE FROM genre_spellings WHERE key = ?').run(genreKey(spelling));
  }

  /** Everything that named a genre names the other one; where both are known, the other one stays as it is. */
  rename(from: string, to: string): void {
    const { facts } = this.snapshot();
    const [old, other] = [facts.find(({ name }) => name === from), facts.find(({ name }) => name === to)];
    // A genre does not come to stand below itself.
    if (other && this.ancestorsOf(to).includes(from)) this.#put({ ...other, parent: old?.parent ?? null });
    else if (old && !other) this.#put({ ...old, name: to });
    this.#database.prepare('DELETE FROM genres WHERE name = ?').run(from);
    this.#database.prepare('UPDATE genres SET parent = ? WHERE parent = ? AND name <> ?').run(to, from, to);
    this.#database.prepare('UPDATE genre_spellings SET genre = ? WHERE genre = ?').run(to, from);
    this.forgetSpelling(to);
  }

  /** Its subgenres move up to its parent. */
  remove(name: string): void {
    const parent = this.#factsOf(name)?.parent ?? null;
    this.#database.prepare('UPDATE genres SET parent = ? WHERE parent = ?').run(parent, name);
    this.#database.prepare('DELETE FROM genres WHERE name = ?').run(name);
    this.#database.prepare('DELETE FROM genre_spellings WHERE genre = ?').run(name);
  }

  #factsOf(name: string): GenreFacts | undefined {
    return this.snapshot().facts.find((facts) => facts.name === name);
  }

  #put({ name, colour, parent }: GenreFacts): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO genres (name, colour, parent) VALUES (?, ?, ?)')
      .run(name, colour, parent);
  }
}
