import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LibraryDatabase } from './database.ts';
import { openDatabase } from './database.ts';
import { hasWord } from './word-search.ts';

const ROOT = '/music';
const INSERT = 'INSERT INTO tracks (root, path, file_name, folder, size, modified, search_text, styles) VALUES ';

/** Few letters, so that words are found; every one of them is special to somebody. */
const letters = fc.constantFrom('a', 'b', 'é', 'ß', '"', '*', '-', "'", '\0', '[', '😀', '\n', '\ud83d', '%');
const text = fc.string({ unit: letters, maxLength: 40 });
const styles = fc.array(fc.constantFrom('ab-ba', 'aéb', 'bab'), { maxLength: 2 });
const track = fc.record({ text, styles, isElsewhere: fc.boolean() });
const word = fc.oneof(
  fc.string({ unit: letters, minLength: 1, maxLength: 6 }),
  fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 20, maxLength: 30 }),
);

let database: LibraryDatabase;
beforeEach(() => (database = openDatabase(':memory:')));
afterEach(() => database.close());

function add(index: number, { text, styles, isElsewhere }: { text: string; styles: string[]; isElsewhere: boolean }) {
  const root = isElsewhere ? '/other' : ROOT;
  database
    .prepare(`${INSERT} (?, ?, '', '', 1, 1, ?, ?)`)
    .run(root, `${root}/${String(index).padStart(3, '0')}`, text, JSON.stringify(styles));
}

/** What a search found before there was a list of letters: it looked at every text. */
function found(words: readonly string[]): number[] {
  const rows = words.map((each) => {
    const style = /[\p{L}\p{N}]/u.test(each) ? each : null;
    const condition = "root = ? AND (instr(search_text, ?) > 0 OR (styles <> '[]' AND instr(styles, ?) > 0))";
    const all = database.prepare(`SELECT id FROM tracks WHERE ${condition}`).all(ROOT, each, style) as { id: number }[];
    return new Set(all.map(({ id }) => id));
  });
  const [first = new Set<number>(), ...others] = rows;
  return [...first].filter((id) => others.every((ids) => ids.has(id))).sort((a, b) => a - b);
}

function searched(words: readonly string[]): number[] {
  const conditions = words.map((each) => hasWord(database, ROOT, each));
  const sql = ['root = ?', ...conditions.map(([condition]) => condition)].join(' AND ');
  const rows = database
    .prepare(`SELECT id FROM tracks WHERE ${sql} ORDER BY id`)
    .all(ROOT, ...conditions.flatMap(([, ...parameters]) => parameters)) as { id: number }[];
  return rows.map(({ id }) => id);
}

describe('searching for letters', () => {
  it('finds what looking at every text finds, also after texts changed and tracks went', () => {
    const words = fc.array(word, { minLength: 1, maxLength: 3 }).map((all) => all.flatMap((each) => each.split(/\s+/)));
    const library = fc.array(track, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(library, words, text, (tracks, parts, other) => {
        const asked = parts.map((each) => each.toLowerCase()).filter((each) => each !== '');
        if (asked.length === 0) return;
        database.exec('DELETE FROM tracks');
        tracks.forEach((each, index) => add(index, each));
        expect(searched(asked)).toEqual(found(asked));
        database.prepare('UPDATE tracks SET search_text = ? WHERE id % 2 = 0').run(other);
        expect(searched(asked)).toEqual(found(asked));
        database.exec('DELETE FROM tracks WHERE id % 3 = 0');
        expect(searched(asked)).toEqual(found(asked));
      }),
      { numRuns: 200 },
    );
    database.exec("INSERT INTO track_search (track_search, rank) VALUES ('integrity-check', 1)");
  });

  it('finds the middle of a word, a long text, and quotation marks', () => {
    add(0, { text: `say "${'x'.repeat(40)}y" again`, styles: [], isElsewhere: false });
    expect(searched(['aga'])).toHaveLength(1);
    expect(searched([`"${'x'.repeat(40)}y"`])).toHaveLength(1);
    expect(searched([`${'x'.repeat(40)}z`])).toHaveLength(0);
  });

  it('finds what follows a NUL', () => {
    add(0, { text: 'abc\0def', styles: [], isElsewhere: false });
    expect(searched(['def'])).toHaveLength(1);
    expect(searched(['c\0d'])).toHaveLength(1);
  });
});
