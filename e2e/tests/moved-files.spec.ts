import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { clickMenu, expect, jsonLines, keepWritingAll, press, runCommand, scanFinished, test } from '../app.ts';
import { makeTrack } from '../make-music.ts';

/** Longer than changes are waited for. */
const NOTICED = { timeout: 30_000 };

test('tags of files that were renamed and moved since are undone where they are now', async ({ place, startApp }) => {
  await keepWritingAll(place);
  const paths: string[] = [];
  for (const name of ['one', 'two']) paths.push(await makeTrack(place.music, name, 'flac'));
  const originals = await Promise.all(paths.map((path) => readFile(path)));
  const app = await startApp(place.music);
  const { page } = app;
  const { keyboard } = page;
  const table = page.getByRole('grid', { name: 'Tracks' });
  const history = page.getByRole('dialog', { name: 'History' });
  await scanFinished(app);
  await table.focus();
  await keyboard.press('Control+Shift+Enter');
  await press(page.getByRole('button', { name: 'Apply to 2 files' }));
  await expect(page.getByRole('dialog').getByRole('button', { name: /^Undo/ })).toBeVisible({ timeout: 60_000 });
  await keyboard.press('Escape');

  await page.getByRole('searchbox').fill('folder:jazz');
  await expect(table.getByRole('row', { name: /Title of/ })).toHaveCount(0);
  const folder = join(place.music, 'Jazz');
  await mkdir(folder);
  const moved = ['first.flac', 'second.flac'].map((name) => join(folder, name));
  for (const [index, path] of paths.entries()) await rename(path, moved[index] ?? '');
  await expect(table.getByRole('row', { name: /Title of/ })).toHaveCount(2, NOTICED);

  await test.step('the history shows them under their names of now', async () => {
    await clickMenu(app, 'show-history');
    await press(history.getByRole('button', { name: /^Show the files of/ }));
    await expect(history.getByRole('checkbox', { name: /first\.flac/ })).toBeVisible();
    await expect(history.getByRole('checkbox', { name: /one/ })).toHaveCount(0);
    await keyboard.press('Escape');
    await expect(history).toHaveCount(0);
  });

  await test.step('the command line finds one by its new path', async () => {
    const [batch] = jsonLines(await runCommand(place, 'undo', '--list', '--json'));
    const { stdout } = await runCommand(place, 'undo', String(batch?.['batchId']), '--file', moved[1] ?? '');
    expect(stdout).toContain(`restored: ${moved[1]}`);
    expect(await readFile(moved[1] ?? '')).toEqual(originals[1]);
  });

  await test.step('Ctrl+Z brings the other one back', async () => {
    await table.focus();
    await keyboard.press('Control+z');
    await press(page.getByRole('button', { name: /^Restore / }));
    await expect(page.getByText('1 file restored')).toBeVisible({ timeout: 60_000 });
    expect(await Promise.all(moved.map((path) => readFile(path)))).toEqual(originals);
  });
});
