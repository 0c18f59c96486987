import { beforeEach, expect, it } from 'vitest';
import { AppError } from '../contract/app-error.ts';
import { GoneFolders } from './gone-folders.ts';
import { Notices } from './notices.ts';

const FOLDERS = ['/music', '/records'];

let chosen: string | null = null;
let moved: string[][] = [];
let failure: AppError | null = null;
let notices: Notices;
let folders: GoneFolders;
beforeEach(() => {
  chosen = null;
  moved = [];
  failure = null;
  notices = new Notices(() => undefined);
  folders = new GoneFolders({
    notices,
    chooseFolder: () => Promise.resolve(chosen),
    move(from, to) {
      moved.push([from, to]);
      return failure === null ? Promise.resolve() : Promise.reject(failure);
    },
  });
});

const tell = (gone: readonly string[], isAsked = false) => folders.tell({ folders: FOLDERS, gone, isAsked });
const shown = () => notices.shown.map(({ detail }) => detail.split('\n').at(-1));
const find = () => notices.accept(notices.shown.at(-1)?.id ?? '');

it('tells of each folder once, and takes it back when the folder is there', () => {
  tell([]);
  tell(['/records']);
  tell(['/records']);
  expect(shown()).toEqual(['/records']);
  tell(['/music', '/records']);
  expect(shown()).toEqual(['/records', '/music']);
  tell(['/music']);
  expect(shown()).toEqual(['/music']);
  tell([]);
  expect(shown()).toEqual([]);
});

it('tells again of a folder that was dismissed when the user asks, or when it goes again', () => {
  tell(['/records']);
  notices.dismiss(notices.shown[0]?.id ?? '');
  tell(['/records']);
  expect(shown()).toEqual([]);
  tell(['/records'], true);
  tell(['/records'], true);
  expect(shown()).toEqual(['/records']);
  tell([]);
  tell(['/records']);
  expect(shown()).toEqual(['/records']);
});

it('follows a folder to where the user says, and offers it again until then', async () => {
  tell(['/records']);
  await find();
  expect([moved, shown()]).toEqual([[], ['/records']]);
  chosen = '/archive';
  failure = new AppError('folder-of-others', chosen);
  await find();
  expect(notices.shown).toMatchObject([{ severity: 'error' }, { action: 'Find the Folder…' }]);
  failure = null;
  await find();
  expect(moved).toEqual([
    ['/records', '/archive'],
    ['/records', '/archive'],
  ]);
  expect(notices.shown).toHaveLength(1);
});

it('tells what to do of a library that is not open', () => {
  folders.show('/archive', false);
  tell([]);
  expect(shown()).toEqual(['/archive']);
  expect(notices.shown[0]?.detail).toContain('open the folder again');
});
