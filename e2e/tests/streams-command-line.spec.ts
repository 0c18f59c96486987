import type { StdioOptions } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Place } from '../app.ts';
import { expect, jsonLines, runCommand, test } from '../app.ts';
import { makeTrack } from '../make-music.ts';
import { createTestDecoder } from '../../src-main/testing/test-decoder.ts';
import { synthesizeWav } from '../../src-main/testing/synthesize.ts';
import { takeSnapshot } from '../../src-main/testing/take-snapshot.ts';

const WRITE = ['--write', '--mode', 'replace', '--min-confidence', '0', '--json'];

/** A command of the built command line with streams of its own. */
function start({ home }: Pick<Place, 'home'>, args: readonly string[], stdio: StdioOptions) {
  const child = spawn(process.execPath, [resolve(import.meta.dirname, '../../out/main/cli.js'), ...args], {
    env: { ...process.env, GENRESCOPE_HOME: home },
    stdio,
  });
  const result = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (result.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (result.stderr += text));
  return { child, result, ended: new Promise<number | null>((done) => child.once('close', done)) };
}

async function makeTracks({ music }: Place, count: number): Promise<string[]> {
  const paths: string[] = [];
  for (let index = 0; index < count; index++)
    paths.push(await makeTrack(music, `track ${index}`, 'mp3-id3v24', { seconds: 2, genre: 'Old' }));
  return paths;
}

async function genresOf(paths: readonly string[]): Promise<string[]> {
  const snapshots = await Promise.all(paths.map((path) => takeSnapshot(path, createTestDecoder())));
  return snapshots.flatMap(({ genres }) => genres);
}

test('what nobody reads on stderr is lost, no more', async ({ place }) => {
  await makeTracks(place, 4);
  const { child, result, ended } = start(place, ['analyze', place.music, '--json'], ['ignore', 'pipe', 'pipe']);
  child.stderr?.destroy();
  expect(await ended).toBe(0);
  expect(result.stdout.trim().split('\n')).toHaveLength(4);
});

test('tag --write goes on to its end when its reader stops reading', async ({ place }) => {
  const paths = await makeTracks(place, 6);
  const { child, ended } = start(place, ['tag', place.music, ...WRITE], ['ignore', 'pipe', 'ignore']);
  child.stdout?.once('data', () => child.stdout?.destroy());
  expect(await ended).toBe(0);
  expect(await genresOf(paths)).not.toContain('Old');
});

if (process.platform === 'linux') {
  test('a full disk under the streams is said in a sentence, and stops no writing of tags', async ({ place }) => {
    const paths = await makeTracks(place, 3);
    const full = openSync('/dev/full', 'w');
    try {
      const quiet = start(place, ['analyze', place.music, '--json'], ['ignore', 'pipe', full]);
      expect(await quiet.ended).toBe(0);
      expect(quiet.result.stdout.trim().split('\n')).toHaveLength(3);
      const models = start(place, ['models'], ['ignore', full, 'pipe']);
      expect(await models.ended).toBe(1);
      expect(models.result.stderr).toMatch(/^The output cannot be written \(ENOSPC: [^\n]*\n$/);
      const tagging = start(place, ['tag', place.music, ...WRITE], ['ignore', full, 'pipe']);
      expect(await tagging.ended).toBe(1);
      expect(tagging.result.stderr).toContain('The command continues without it.');
      expect(await genresOf(paths)).not.toContain('Old');
    } finally {
      closeSync(full);
    }
  });

  test('a data folder that can never be made is said, and nothing hangs', async ({ place }) => {
    const [track = ''] = await makeTracks(place, 1);
    await writeFile(join(place.music, 'labels.csv'), 'path,genre\ntrack 0.mp3,Polka\n');
    const nowhere = { ...place, home: '/proc/x' };
    for (const args of [
      ['promote', 'mel-cnn'],
      ['labels', 'import', join(place.music, 'labels.csv')],
      ['tag', track, ...WRITE],
      ['undo'],
    ]) {
      const result = await runCommand(nowhere, ...args);
      expect(result.status, args.join(' ')).toBe(1);
      expect(result.stderr).toContain('The folder cannot be created (/proc/x');
    }
    expect(await runCommand(nowhere, 'doctor')).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('✗ Data folder: /proc/x'),
    });
    expect((await runCommand(nowhere, 'models')).status).toBe(0);
    expect(await genresOf([track])).toEqual(['Old']);
  });
}

test('the command line alone brings labels from a spreadsheet’s table into any file', async ({ place }) => {
  const silent = await makeTrack(place.music, 'My "Best" Song', 'mp3-id3v23', { seconds: 2, genre: 'Old' });
  const short = join(place.music, '=short; x.wav');
  await writeFile(short, synthesizeWav({ seconds: 0.3 }));
  const table = join(place.music, 'labels.csv');
  await writeFile(
    table,
    Buffer.from(
      '\uFEFFsep=;\r\npath;genre\r\n.\\My "Best" Song.mp3;Pölka\r\n"=short; x.wav";Swing|Bebop\r\n',
      'utf16le',
    ),
  );
  expect(await runCommand(place, 'labels', 'import', table)).toMatchObject({
    status: 0,
    stdout: '2 tracks labelled.\n',
  });
  const written = await runCommand(place, 'tag', place.music, ...WRITE);
  expect(written.status).toBe(0);
  expect(jsonLines(written).at(-1)).toMatchObject({ status: 'batch', written: 2, failed: 0 });
  expect(await genresOf([silent, short])).toEqual(['Pölka', 'Swing', 'Bebop']);

  // What was brought back is no change by somebody else.
  expect((await runCommand(place, 'undo')).status).toBe(0);
  const again = await runCommand(place, 'tag', place.music, '--mode', 'replace', '--json');
  expect(again.stderr).not.toContain('changed since');
  expect(jsonLines(again)).toMatchObject([
    { change: 'add', after: ['Swing', 'Bebop'] },
    { change: 'replace', before: ['Old'], after: ['Pölka'] },
  ]);
});
