import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { LibraryDatabase } from '../library/database.ts';
import { openDatabase } from '../library/database.ts';
import { FolderStore } from '../library/folder-store.ts';
import { ScanStore } from '../library/scan-store.ts';
import { FolderPresence } from './folder-presence.ts';

let home: string;
let music: string;
let other: string;
let database: LibraryDatabase;
let presence: FolderPresence;
beforeEach(async () => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'genrescope-presence-')));
  [music, other] = [join(home, 'music'), join(home, 'other')];
  for (const folder of [music, other]) fill(folder);
  database = openDatabase(':memory:');
  const folders = new FolderStore(database);
  folders.add(music, other);
  const files = [music, other].map((folder) => ({ path: join(folder, 'a.mp3'), size: 1, modifiedMilliseconds: 1 }));
  await new ScanStore(database).reconcile(music, files, []);
  presence = new FolderPresence(folders);
});
afterEach(() => {
  database.close();
  rmSync(home, { recursive: true });
});

function fill(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'a.mp3'), '');
}

const gone = () => presence.goneOf(music);

it('knows which folder is renamed, deleted, or there again', async () => {
  expect(await gone()).toEqual([]);
  renameSync(music, `${music} renamed`);
  expect(await gone()).toEqual([music]);
  rmSync(other, { recursive: true });
  expect(await gone()).toEqual([music, other]);
  renameSync(`${music} renamed`, music);
  expect(await gone()).toEqual([other]);
  writeFileSync(other, 'a file');
  expect(await gone()).toEqual([other]);
});

it('takes the empty place of a drive for no folder, but one that was emptied', async () => {
  expect(await gone()).toEqual([]);
  rmSync(join(other, 'a.mp3'));
  expect(await gone()).toEqual([]);
  renameSync(music, `${music} unmounted`);
  mkdirSync(music);
  expect(await gone()).toEqual([music]);
  fill(music);
  expect(await gone()).toEqual([]);
});

it('takes an empty folder for one where nothing is to be lost', async () => {
  rmSync(join(other, 'a.mp3'));
  expect(await gone()).toEqual([other]);
  database.exec(`UPDATE tracks SET status = 'missing' WHERE folder = '${other}'`);
  expect(await gone()).toEqual([]);
});
