import { mkdir, mkdtemp, readFile, realpath, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { appPaths } from '../library/app-paths.ts';
import { openDatabase } from '../library/database.ts';
import { LabelStore } from '../library/label-store.ts';
import { TrackStore } from '../library/track-store.ts';
import { synthesizeWav } from '../testing/synthesize.ts';
import { directFileReader } from '../testing/direct-file-reader.ts';
import type { CommandContext } from './command.ts';
import { labels } from './commands/labels.ts';
import { tag } from './commands/tag.ts';

const said = vi.hoisted(() => ({ lines: [] as string[], json: [] as unknown[] }));
vi.mock('./output.ts', async (original) => ({
  ...(await original<object>()),
  print: (line: string) => said.lines.push(line),
  say: (line: string) => said.lines.push(line),
  printJson: (value: unknown) => said.json.push(value),
}));

let root = '';
let context: CommandContext;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'genrescope-cli-labels-')));
  const paths = appPaths({ GENRESCOPE_HOME: join(root, 'home') });
  // There is no model: whoever analyses fails.
  context = {
    paths,
    dataFolder: { path: paths.home, why: 'environment' },
    modelRoots: [],
    workerFolder: root,
    reader: directFileReader,
    signal: new AbortController().signal,
  };
  await mkdir(join(root, 'music', 'Rock'), { recursive: true });
  await writeFile(join(root, 'music', 'Rock', 'silent.wav'), synthesizeWav({ seconds: 2, amplitude: 0, noise: 0 }));
  await writeFile(join(root, 'music', 'short.wav'), synthesizeWav({ seconds: 0.3 }));
  await writeFile(join(root, 'music', '=x.wav'), 'no sound at all');
  Object.assign(said, { lines: [], json: [] });
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function importTable(table: string): Promise<number> {
  await writeFile(join(root, 'table.csv'), table);
  return labels.run(['import', join(root, 'table.csv')], context);
}

async function plan(...args: string[]): Promise<unknown[]> {
  said.json.length = 0;
  expect(await tag.run([join(root, 'music'), '--json', ...args], context)).toBe(0);
  return said.json
    .map((line) => line as { path: string; after: string[] })
    .map(({ path, after }) => [path.slice(root.length + 1), ...after]);
}

const TABLE =
  'path;genre\r\nmusic\\Rock\\silent.wav;Polka\r\nmusic/short.wav;Swing;\r\n"music/=x.wav";"Dub; Trip-Hop"\r\n';
const PLANS = [
  ['music/=x.wav', 'Dub', 'Trip-Hop'],
  ['music/Rock/silent.wav', 'Polka'],
  ['music/short.wav', 'Swing'],
];

describe('labels on the command line', () => {
  it('make a library, and are planned without any analysis, whatever the sound', async () => {
    expect(await importTable(TABLE)).toBe(0);
    expect(said.lines).toContain('3 tracks labelled.');
    expect(await plan()).toEqual(PLANS);
  });

  it('count from a table alone, and before those of the library', async () => {
    await writeFile(join(root, 'other.csv'), TABLE.replace('Polka', 'Waltz'));
    const waltz = PLANS.map(([path = '', ...genres]) => [
      path,
      ...genres.map((genre) => genre.replace('Polka', 'Waltz')),
    ]);
    expect(await plan('--labels', join(root, 'other.csv'))).toEqual(waltz);
    await importTable(TABLE);
    expect(await plan('--labels', join(root, 'other.csv'))).toEqual(waltz);
  });

  it('come back as they went out', async () => {
    await importTable(TABLE);
    expect(await labels.run(['export', join(root, 'out.csv')], context)).toBe(0);
    await rm(context.paths.home, { recursive: true });
    expect(await labels.run(['import', join(root, 'out.csv')], context)).toBe(0);
    expect(await labels.run(['export', join(root, 'again.csv')], context)).toBe(0);
    expect(await readFile(join(root, 'again.csv'), 'utf8')).toBe(await readFile(join(root, 'out.csv'), 'utf8'));
    expect(await plan()).toEqual(PLANS);
  });

  it('of a file that was changed are left out until they are imported again', async () => {
    await importTable(TABLE);
    await utimes(join(root, 'music', 'short.wav'), 1_000_000_000, 1_000_000_000);
    await expect(plan()).rejects.toMatchObject({ code: 'model-missing' });
    expect(said.lines.join()).toContain('short.wav: changed since you labelled it');
    await importTable(TABLE);
    expect(await plan()).toEqual(PLANS);
  });

  it('of files that are not there, or no music, are named and left out; two names of one file are one', async () => {
    await writeFile(join(root, 'music', 'cover.jpg'), 'x');
    await symlink(join(root, 'music', 'short.wav'), join(root, 'link.wav'));
    expect(await importTable(`${TABLE}music/gone.wav;Rock\r\nmusic/cover.jpg;Rock\r\nlink.wav;Jazz\r\n`)).toBe(2);
    expect(said.lines.join()).toContain('gone.wav: the file was not found');
    expect(said.lines.join()).toContain('cover.jpg: the name is not the name of a music file');
    expect(said.lines).toContain('3 tracks labelled.');
    expect(await plan()).toEqual(PLANS);
  });

  it('that were given by hand stay', async () => {
    await importTable(TABLE);
    const database = openDatabase(context.paths.database);
    new LabelStore(database).edit([new TrackStore(database).idOf(join(root, 'music', 'short.wav'))!], {
      kind: 'set',
      genres: ['Mine'],
    });
    database.close();
    await importTable(TABLE);
    expect(await plan()).toContainEqual(['music/short.wav', 'Mine']);
  });

  it('make no library of a table that cannot be used', async () => {
    await writeFile(join(root, 'table.csv'), Buffer.from('path,genre\nBj\xf6rk.mp3,Pop\n', 'latin1'));
    await expect(labels.run(['import', join(root, 'table.csv')], context)).rejects.toMatchObject({
      code: 'labels-invalid',
      message: expect.stringContaining('table.csv, line 2, is not UTF-8'),
    });
    await expect(labels.run(['export', join(root, 'out.csv')], context)).rejects.toMatchObject({
      code: 'request-invalid',
    });
  });
});
