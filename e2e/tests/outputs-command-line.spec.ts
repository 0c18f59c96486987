import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { acquireLock } from '../../src-main/pipeline/process-lock.ts';
import { expect, jsonLines, runCommand, test } from '../app.ts';
import { makeTrack } from '../make-music.ts';

test('features never writes over a track, whatever it is called', async ({ place }) => {
  const paths = [await makeTrack(place.music, 't0', 'ogg'), await makeTrack(place.music, 't1', 'ogg')];
  const disguised = join(place.music, 'track.csv');
  await writeFile(disguised, await readFile(paths[0]!));
  const before = await Promise.all([...paths, disguised].map((path) => readFile(path)));
  for (const out of [paths[0]!, disguised, place.music]) {
    const result = await runCommand(place, 'features', '--out', out, paths[1]!, '--json');
    expect(result.status).not.toBe(0);
    expect(result.stderr).toContain('output would replace another file');
  }
  for (const [index, path] of [...paths, disguised].entries())
    expect((await readFile(path)).equals(before[index]!)).toBe(true);
  expect((await readdir(place.music)).sort()).toEqual(['t0.ogg', 't1.ogg', 'track.csv']);
});

test('features writes its own table again, and no file of the user’s beside it', async ({ place }) => {
  const track = await makeTrack(place.music, 'one', 'flac');
  await mkdir(place.home, { recursive: true });
  const out = join(place.home, 'x.csv');
  await writeFile(`${out}.part`, 'the user’s');
  await writeFile(out, 'an older table\n');
  for (let round = 0; round < 2; round++)
    expect((await runCommand(place, 'features', track, '--out', out)).status).toBe(0);
  const lines = (await readFile(out, 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^filename,/);
  expect(await readFile(`${out}.part`, 'utf8')).toBe('the user’s');
});

test('undo takes no older batch for the newest one that a newer version wrote', async ({ place }) => {
  const path = await makeTrack(place.music, 'one', 'flac', { genre: 'Old' });
  const options = ['--write', '--mode', 'replace', '--min-confidence', '0', '--json'];
  expect((await runCommand(place, 'tag', path, ...options)).status).toBe(0);
  const written = await readFile(path);
  const [batch] = jsonLines(await runCommand(place, 'undo', '--list', '--json'));
  const newer = '20990101000000-abcdef';
  const folder = join(place.home, 'journal', newer);
  await mkdir(folder);
  await writeFile(join(folder, 'journal.jsonl'), '{"kind":"of tomorrow"}\n');
  const result = await runCommand(place, 'undo');
  expect(result.status).not.toBe(0);
  expect(result.stderr).toContain(newer);
  expect((await readFile(path)).equals(written)).toBe(true);
  expect((await runCommand(place, 'undo', String(batch?.['batchId']))).status).toBe(0);
  expect((await readFile(path)).equals(written)).toBe(false);
});

test('settings are shown, and changed only to what they may be', async ({ place }) => {
  const set = (...args: string[]) => runCommand(place, 'settings', ...args);
  const all = JSON.parse((await set('--json')).stdout);
  expect(all).toMatchObject({ version: 1, tagMode: 'fill', maxGenres: 1 });
  expect((await set('tagMode', 'append')).stdout).toContain('"append"');
  expect((await set('genreMap', '{"rock":"Rock!"}')).status).toBe(0);
  for (const [name, value] of [
    ['maxGenres', '7'],
    ['recentFolders', '[]'],
    ['unknown', '1'],
  ] as const)
    expect(await set(name, value)).toMatchObject({ status: 1, stdout: '' });
  const now = JSON.parse((await set('--json')).stdout);
  expect(now).toEqual({ ...all, tagMode: 'append', genreMap: { rock: 'Rock!' } });
  // The default of earlier versions is a choice like every other.
  expect((await set('model', 'ensemble')).status).toBe(0);
  expect(JSON.parse((await set('model', '--json')).stdout)).toEqual({ model: 'ensemble' });
});

test('tag --write refuses before the work where another process writes tags, with a line of JSON', async ({
  place,
}) => {
  await makeTrack(place.music, 'song', 'flac');
  const journal = join(place.home, 'journal');
  await mkdir(journal, { recursive: true });
  const release = acquireLock(join(journal, 'lock.db'), 'is writing tags');
  try {
    const result = await runCommand(place, 'tag', place.music, '--write', '--json');
    expect([result.status, jsonLines(result)]).toEqual([
      1,
      [{ status: 'error', error: { code: 'busy', message: 'Another Genrescope is writing tags.' } }],
    ]);
    // Nothing was analysed.
    expect(result.stderr).not.toContain('tracks');
  } finally {
    release();
  }
});
