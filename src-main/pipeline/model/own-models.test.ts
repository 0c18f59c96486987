import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { OwnModels } from './own-models.ts';
import { deleteModel, renameModel } from './own-models.ts';

let root = '';
let own: OwnModels;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'genrescope-own-models-'));
  const [shipped, models] = [join(root, 'shipped'), join(root, 'own')];
  await make(shipped, 'musicnn');
  for (const name of ['mine', 'other', 'part']) await make(models, name);
  await make(models, 'both', ['part', 'musicnn']);
  own = { modelRoots: [models, shipped], models, inUse: 'other' };
});
afterEach(() => rm(root, { recursive: true }));

/** Cards of ensembles are the shortest that can be read. */
async function make(folder: string, name: string, members: readonly string[] = ['a', 'b']): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  const texts = { title: name, description: '', date: '2026-01-01', licence: '' };
  const card = { formatVersion: 1, kind: 'ensemble', name, ...texts, genres: ['pop', 'rock'], members, evaluation: [] };
  await writeFile(join(folder, name, 'card.json'), JSON.stringify(card));
}

const names = async () => (await readdir(own.models)).sort();
const discard = (folder: string) => rm(folder, { recursive: true });

it('renames a model with its folder, and refuses a name that is taken', async () => {
  await renameModel('mine', 'evening', own);
  expect(await names()).toEqual(['both', 'evening', 'other', 'part']);
  expect(JSON.parse(await readFile(join(own.models, 'evening', 'card.json'), 'utf8'))).toMatchObject({
    name: 'evening',
    genres: ['pop', 'rock'],
  });
  await expect(renameModel('evening', 'part', own)).rejects.toMatchObject({ code: 'model-exists' });
  await expect(renameModel('evening', 'musicnn', own)).rejects.toMatchObject({ code: 'model-name-taken' });
  await expect(renameModel('evening', '../out', own)).rejects.toMatchObject({ code: 'request-invalid' });
  expect(await names()).toEqual(['both', 'evening', 'other', 'part']);
});

it('deletes a model, also where there is no trash', async () => {
  await deleteModel('mine', own, discard);
  expect(await names()).toEqual(['both', 'other', 'part']);
  await deleteModel('both', own, () => Promise.reject(new Error('no trash')));
  await deleteModel('part', own, discard);
  expect(await names()).toEqual(['other']);
});

it('keeps the model in use, those of the app, and members of an ensemble', async () => {
  for (const [name, code] of [
    ['other', 'model-in-use'],
    ['part', 'model-in-use'],
    ['musicnn', 'model-not-own'],
    ['none', 'model-missing'],
  ] as const) {
    await expect(deleteModel(name, own, discard)).rejects.toMatchObject({ code });
    await expect(renameModel(name, 'new', own)).rejects.toMatchObject({ code });
  }
  expect(await names()).toEqual(['both', 'mine', 'other', 'part']);
});
