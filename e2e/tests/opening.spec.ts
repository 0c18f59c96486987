import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, runCommand, test } from '../app.ts';
import type { Place, RunningApp } from '../app.ts';
import { makeTrack } from '../make-music.ts';

const ROOT = resolve(import.meta.dirname, '../..');

const notices = ({ page }: RunningApp) => page.getByRole('region', { name: 'Notices' });
const rows = ({ page }: RunningApp) => page.getByRole('grid', { name: 'Tracks' }).getByRole('row');
const selected = ({ page }: RunningApp) =>
  page.getByRole('grid', { name: 'Tracks' }).getByRole('row', { selected: true });

/** Starts the app a second time, which hands its arguments to the first one. @returns the exit status */
async function startAgain({ home }: Place, workingFolder: string, ...args: string[]): Promise<unknown> {
  const sandbox = process.env['GENRESCOPE_NO_SANDBOX'] === '1' ? ['--no-sandbox'] : [];
  const child = spawn(process.env['GENRESCOPE_ELECTRON_PATH'] ?? '', [...sandbox, ROOT, ...args], {
    cwd: workingFolder,
    env: { ...process.env, GENRESCOPE_HOME: home },
    stdio: 'ignore',
  });
  const [status] = (await once(child, 'exit')) as unknown[];
  return status;
}

test('files and folders that are named are opened, by the start and by later ones', async ({ place, startApp }) => {
  const first = join(place.music, 'Album 1');
  const second = join(place.music, 'Album 2');
  await mkdir(first);
  await mkdir(second);
  const percent = await makeTrack(first, '100%25 jazz', 'flac');
  await makeTrack(first, '-dash', 'flac');
  await makeTrack(second, 'other', 'flac');
  await writeFile(join(second, 'notes.txt'), 'no music');
  const app = await startApp(pathToFileURL(percent).href);

  await test.step('the folder of a file is opened, and the file is selected', async () => {
    await expect(app.page).toHaveTitle(new RegExp('Album 1'));
    await expect(selected(app)).toContainText('Title of 100%25 jazz');
    await expect(rows(app)).toHaveCount(3);
  });

  await test.step('another start names a file relative to its own working folder', async () => {
    expect(await startAgain(place, first, '--', '-dash.flac')).toBe(0);
    await expect(selected(app)).toHaveCount(1);
    await expect(selected(app)).toContainText('Title of -dash');
  });

  await test.step('what cannot be opened is told, and the folder stays open', async () => {
    await startAgain(place, place.music, 'nowhere', join(second, 'notes.txt'), 'smb://server/music');
    await expect(notices(app)).toContainText('3 items cannot be opened');
    await expect(notices(app)).toContainText(`${join(place.music, 'nowhere')}: it was not found`);
    await expect(notices(app)).toContainText('notes.txt: it is neither a folder nor a music file');
    await expect(notices(app)).toContainText('smb://server/music: it is not on a disk of this computer');
    await expect(app.page).toHaveTitle(new RegExp('Album 1'));
  });

  await test.step('a further folder is offered for the library', async () => {
    await startAgain(place, place.music, 'Album 1', 'Album 2');
    await expect(notices(app)).toContainText('A further folder was named');
    await app.page.getByRole('button', { name: 'Add It to the Library' }).click();
    await expect(rows(app)).toHaveCount(4);
  });
});

test('each data folder has an app of its own', async ({ place, startApp }) => {
  const other = join(place.home, '..', 'other data');
  const [one, two] = [await startApp(), await startApp(['--data-dir', other])];
  for (const { page } of [one, two]) await expect(page.getByRole('contentinfo')).toBeVisible();
  const { stdout } = await runCommand(place, 'doctor', '--data-dir', other);
  expect(stdout).toContain(`Data folder: ${other} (named by --data-dir)`);
  const refused = await runCommand(place, '--data-dir', '/dev/null/x', 'models');
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('The folder cannot be created');
});
