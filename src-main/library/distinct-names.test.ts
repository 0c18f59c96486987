import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { distinctNames } from './distinct-names.ts';

const folder = mkdtempSync(join(tmpdir(), 'genrescope-names-'));
const databases = [openDatabase(join(folder, 'library.db')), openDatabase(join(folder, 'library.db'))] as const;
afterEach(() => {
  for (const database of databases) database.close();
  rmSync(folder, { recursive: true, force: true });
});

const INSERT = `
  INSERT INTO tracks (root, path, file_name, folder, size, modified, search_text, genres)
  VALUES ('/m', ?, 'a', '/m', 0, 0, '', ?)`;

it('follows changes of its own connection and of others', () => {
  const [own, other] = databases;
  const texts = () =>
    distinctNames(own, '/m', 'genres')
      .map(({ text }) => text)
      .sort();
  own.prepare(INSERT).run('/m/1', '["Rock","Pop"]');
  expect(distinctNames(own, '/m', 'genres')).toEqual([{ text: '["Rock","Pop"]', names: ['Rock', 'Pop'] }]);
  own.prepare(INSERT).run('/m/2', '["Jazz"]');
  expect(texts()).toEqual(['["Jazz"]', '["Rock","Pop"]']);
  other.prepare("DELETE FROM tracks WHERE path = '/m/1'").run();
  expect(texts()).toEqual(['["Jazz"]']);
  expect(distinctNames(own, '/m', 'genres')).toBe(distinctNames(own, '/m', 'genres'));
  expect(distinctNames(own, '/other', 'genres')).toEqual([]);
});
