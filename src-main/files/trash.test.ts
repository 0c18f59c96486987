import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { moveToTrash } from './trash.ts';

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'genrescope-trash-'));
  await mkdir(join(home, 'my model'));
  await writeFile(join(home, 'my model', 'card.json'), '{}');
});
afterEach(() => rm(home, { recursive: true }));

it('follows the Trash specification on Linux', async () => {
  await moveToTrash(join(home, 'my model'), { platform: 'linux', environment: { HOME: home } });
  const trash = join(home, '.local', 'share', 'Trash');
  const [name = ''] = await readdir(join(trash, 'files'));
  expect(await readdir(join(trash, 'files', name))).toEqual(['card.json']);
  expect(await readFile(join(trash, 'info', `${name}.trashinfo`), 'utf8')).toMatch(
    /^\[Trash Info\]\nPath=\/.*\/my%20model\nDeletionDate=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\n$/,
  );
});

it('leaves the folder where it is without a trash', async () => {
  await expect(
    moveToTrash(join(home, 'my model'), { platform: 'win32', environment: { HOME: home } }),
  ).rejects.toThrow();
  await expect(
    moveToTrash(join(home, 'none'), { platform: 'linux', environment: { HOME: home, XDG_DATA_HOME: home } }),
  ).rejects.toThrow();
  expect(await readdir(join(home, 'my model'))).toEqual(['card.json']);
  expect(await readdir(join(home, 'Trash', 'info'))).toEqual([]);
});
