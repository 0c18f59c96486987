import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AppError } from '../contract/app-error.ts';
import { Notices } from './notices.ts';
import { Opening } from './opening.ts';

let place = '';
let known: Map<string, number>;
let added: string[] = [];
let notices: Notices;
let opening: Opening;
let further: Record<string, string[]> = {};

beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), 'genrescope-opening-')));
  for (const folder of ['a/sub', 'b']) mkdirSync(join(place, folder), { recursive: true });
  for (const file of ['a/1.mp3', 'a/sub/2.mp3', 'b/3.mp3']) writeFileSync(join(place, file), '');
  known = new Map();
  added = [];
  further = {};
  notices = new Notices(() => undefined);
  opening = new Opening({
    idOf: (path) => known.get(path) ?? null,
    foldersOf: (root) => [root, ...(further[root] ?? [])],
    addFolder: (folder) => {
      if (folder.endsWith('bad')) return Promise.reject(new AppError('folder-overlaps', folder));
      added.push(folder);
      return Promise.resolve();
    },
    notices,
    emit: () => undefined,
  });
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const at = (path: string) => join(place, path);
const choose = (named: { folders?: string[]; files?: string[] }, open: string | null = null) =>
  opening.choose({ folders: (named.folders ?? []).map(at), files: (named.files ?? []).map(at), refused: [] }, open);

it('opens the folder of files, and selects them when it has been listed', async () => {
  expect(await choose({ files: ['a/1.mp3', 'a/sub/2.mp3'] })).toBe(at('a'));
  expect(opening.select()).toBe(false);
  known.set(at('a/1.mp3'), 7).set(at('a/sub/2.mp3'), 8);
  opening.noteListed(at('a'));
  expect([...opening.takeNamed()]).toEqual([7, 8]);
  expect([...opening.takeNamed()]).toEqual([]);
  expect(notices.shown).toEqual([]);
});

it('selects at once what the library knows', async () => {
  known.set(at('a/1.mp3'), 7);
  await choose({ files: ['a/1.mp3'] });
  expect(opening.select()).toBe(true);
  expect([...opening.takeNamed()]).toEqual([7]);
});

it('stays in the open library where the files lie in one of its folders', async () => {
  further[at('a')] = [at('b')];
  expect(await choose({ files: ['a/sub/2.mp3', 'b/3.mp3'] }, at('a'))).toBe(at('a'));
  expect(await choose({ folders: ['a/sub'] }, at('a'))).toBe(at('a/sub'));
});

it('knows a file through a link to its folder', async () => {
  symlinkSync(at('a'), at('link'));
  known.set(at('a/1.mp3'), 7);
  expect(await choose({ files: ['link/1.mp3'] })).toBe(at('a'));
  expect(opening.select()).toBe(true);
});

it('says which files the list of the folder leaves out', async () => {
  await choose({ files: ['a/1.mp3'] });
  opening.noteListed(at('b'));
  expect(notices.shown).toEqual([]);
  opening.noteListed(at('a'));
  expect(notices.shown).toMatchObject([{ detail: `${at('a/1.mp3')}: the scan of its folder leaves it out` }]);
});

it('offers further folders, and tells where one cannot be added', async () => {
  mkdirSync(at('bad'));
  expect(await choose({ folders: ['a', 'a/sub', 'b', 'bad'] })).toBe(at('a'));
  expect(notices.shown).toMatchObject([{ action: 'Add Them to the Library', detail: `${at('b')}\n${at('bad')}` }]);
  await notices.accept(notices.shown[0]?.id ?? '');
  expect(added).toEqual([at('b')]);
  expect(notices.shown).toMatchObject([{ severity: 'error', detail: at('bad') }]);
});

it('opens nothing where nothing can be opened', async () => {
  const refused = [{ path: '/x', reason: 'not-found' as const }];
  expect(await opening.choose({ folders: [], files: [], refused }, at('a'))).toBeNull();
  expect(await choose({ folders: ['gone'] }, at('a'))).toBeNull();
  expect(notices.shown.map(({ detail }) => detail)).toEqual([
    '/x: it was not found',
    `${at('gone')}: it cannot be read; check its permissions`,
  ]);
});
