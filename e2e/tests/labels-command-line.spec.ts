import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { synthesizeWav } from '../../src-main/testing/synthesize.ts';
import { expect, runCommand, scanFinished, test } from '../app.ts';

test('labels go in and out, and a model comes of them, on the command line', async ({ place, startApp }) => {
  const lines: string[] = [];
  for (let index = 0; index < 6; index++) {
    for (const [genre, hertz] of [
      ['Whistles', 3000 + 60 * index],
      ['Rumble', 90 + 3 * index],
    ] as const) {
      await writeFile(
        join(place.music, `${genre} ${index}.wav`),
        synthesizeWav({
          seconds: 5,
          sampleRate: 22_050,
          frequencies: [hertz, 1.4 * hertz],
          amplitude: 0.2,
          noise: 0.01,
        }),
      );
      lines.push(`${genre} ${index}.wav,${genre},artist ${genre} ${index}`);
    }
  }
  await writeFile(
    join(place.music, 'unlabelled.wav'),
    synthesizeWav({ seconds: 5, sampleRate: 22_050, frequencies: [440], amplitude: 0.2, noise: 0.01 }),
  );
  const table = join(place.music, 'my labels.csv');
  await writeFile(table, `path,genre,artist\n${lines.join('\n')}\nnot there.wav,Rumble,x\n`);

  expect((await runCommand(place, 'next')).stderr).toContain('Open a music folder in the app first');
  const app = await startApp(place.music);
  await scanFinished(app);
  await expect(app.page.getByRole('contentinfo')).toContainText('13 tracks analysed');
  await app.electron.close();

  const imported = await runCommand(place, 'labels', 'import', table);
  expect(imported.stdout).toContain('12 tracks labelled');
  expect(imported.stderr).toContain('not there.wav');
  expect(imported.status).toBe(2);
  const out = join(place.home, 'out.csv');
  expect((await runCommand(place, 'labels', 'export', out)).status).toBe(0);
  expect((await readFile(out, 'utf8')).trim().split('\n')).toHaveLength(13);
  const next = JSON.parse((await runCommand(place, 'next', '--count', '3', '--json')).stdout) as {
    path: string;
    genres: string[];
  };
  expect(next.path).toContain('unlabelled.wav');
  expect(next.genres).toHaveLength(2);
  expect((await runCommand(place, 'doubtful', '--json')).status).toBe(0);

  const model = join(place.home, 'models', 'tones');
  const retrained = await runCommand(place, 'retrain', '--labels', table, '--out', model, '--keep', 'none', '--json');
  const outcome = JSON.parse(retrained.stdout.trim().split('\n').at(-1) ?? '') as {
    genres: string[];
    comparison: { newCorrect: number; oldCorrect: number; tracks: number };
  };
  expect(outcome.genres).toEqual(['Rumble', 'Whistles']);
  expect(outcome.comparison).toMatchObject({ tracks: 12, oldCorrect: 0, newCorrect: 12 });
  expect((await runCommand(place, 'promote', 'tones')).stdout).toContain('“tones” is now in use');
  expect((await runCommand(place, 'analyze', join(place.music, 'Rumble 2.wav'))).stdout).toMatch(/^Rumble/);
  expect((await runCommand(place, 'rollback')).stdout).toContain('“musicnn” is in use again');
  expect((await runCommand(place, 'promote', 'no-such-model')).status).toBe(1);
});
