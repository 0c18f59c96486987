import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase } from '../../src-main/library/database.ts';
import { libraryRows } from '../../src-main/testing/library-rows.ts';
import type { Place } from '../app.ts';
import { clickMenu, expect, jsonLines, launchApp, runCommand, scanFinished, test } from '../app.ts';
import { makeTrack } from '../make-music.ts';

const SHARDS = [1, 2, 3];
const ENCODINGS = ['flac', 'mp3-id3v24', 'm4a-aac'] as const;

/** Music of which one file cannot be analysed. */
async function makeFolder({ music }: Place): Promise<void> {
  await mkdir(join(music, 'álbum'));
  for (let index = 0; index < 9; index++) {
    const folder = index % 2 === 0 ? music : join(music, 'álbum');
    const genre = index % 3 === 0 ? 'Rock' : 'Jazz';
    await makeTrack(folder, `trück ${index}`, ENCODINGS[index % 3]!, { seconds: 5, genre, frequency: 90 * 2 ** index });
  }
  await writeFile(join(music, 'no music.flac'), 'no music');
}

/** Results of all shards, each of a machine of its own. @returns their files */
async function analyseShards(place: Place): Promise<string[]> {
  const files: string[] = [];
  await mkdir(place.home, { recursive: true });
  for (const index of SHARDS) {
    const machine = { ...place, home: join(place.home, `machine ${index}`) };
    const args = ['analyze', place.music, '--shard', `${index}/${SHARDS.length}`, '--json', '--jobs', `${index}`];
    const { stdout, status, stderr } = await runCommand(machine, ...args);
    expect([0, 2], stderr).toContain(status);
    const file = join(place.home, `shard-${index}.jsonl`);
    await writeFile(file, stdout);
    files.push(file);
  }
  return files;
}

test('three shards merged equal one scan of the app, which then finds nothing to do', async ({ place, startApp }) => {
  await makeFolder(place);
  const scanned = await startApp(place.music);
  await scanFinished(scanned);
  await scanned.electron.close();
  const files = await analyseShards(place);

  const merged = { ...place, home: join(place.home, 'merged') };
  const result = await runCommand(merged, 'library', 'import', ...files, '--json', '--list');
  expect(result.status, result.stderr).toBe(2);
  const [failed, report] = jsonLines(result);
  expect(failed).toMatchObject({ status: 'missing', reason: 'failed', error: { code: 'file-corrupt' } });
  expect(report).toMatchObject({ status: 'merged', merged: 9, notGiven: 0, changed: 0, failed: 1, damagedLines: 0 });
  const rows = libraryRows(join(merged.home, 'library.db'));
  expect(rows.filter(({ embedding }) => embedding !== null)).toHaveLength(9);
  expect(rows).toEqual(libraryRows(join(place.home, 'library.db')));

  const times = () => {
    const database = openDatabase(join(merged.home, 'library.db'));
    const found = database.prepare('SELECT track_id, analysed_at FROM analyses ORDER BY track_id').all();
    database.close();
    return found;
  };
  const before = times();
  expect((await runCommand(merged, 'library', 'import', ...files)).stdout).toContain('0 results merged');
  const app = await launchApp(merged, place.music);
  try {
    await scanFinished(app);
    await clickMenu(app, 'rescan');
    await expect(app.page.getByRole('contentinfo')).toContainText('Scan finished: nothing new');
  } finally {
    await app.electron.close();
  }
  expect(times()).toEqual(before);
});

test('results come into a folder that lies elsewhere, and what is missing is said', async ({ place }) => {
  await makeFolder(place);
  const [one = '', , three = ''] = await analyseShards(place);
  const there = join(place.home, 'mounted elsewhere');
  await rename(place.music, there);
  const gone = await runCommand(place, 'library', 'import', one, three);
  expect([gone.status, gone.stderr]).toEqual([1, expect.stringContaining('--folder')]);
  const result = await runCommand(place, 'library', 'import', one, three, '--folder', there);
  expect([result.status, result.stdout]).toEqual([2, expect.stringContaining('Shards of 3 without results: 2\n')]);
  expect(result.stdout).toMatch(/Missing: \d files? that no shard gave/);

  await runCommand(place, 'settings', 'window', 'full');
  const refused = await runCommand(place, 'library', 'import', one, '--folder', there);
  expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining('the library needs musicnn')]);
});

test('a shard is of one folder that is there, and says so of what is not', async ({ place }) => {
  const saying = async (...args: string[]) => (await runCommand(place, 'analyze', ...args)).stderr;
  expect(await saying(place.music, '--shard', '4/3')).toContain('--shard: “4/3” is not I/N');
  expect(await saying(place.music, place.home, '--shard', '1/3')).toContain('Give one folder');
  expect(await saying(join(place.music, 'none'), '--shard', '1/3')).toContain('The folder was not found');
  const empty = await runCommand(place, 'analyze', place.music, '--shard', '1/3', '--json');
  expect(jsonLines(empty)).toMatchObject([{ status: 'shard', shard: { index: 1, count: 3 }, files: 0 }]);
});
