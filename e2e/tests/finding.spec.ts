import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  answerFolderDialog,
  clickMenu,
  expect,
  jsonLines,
  press,
  runCommand,
  scanFinished,
  test,
  type RunningApp,
} from '../app.ts';
import { makeTrack } from '../make-music.ts';

/** Lets the next dialog for a file to save answer with a path. */
async function answerSaveDialog({ electron }: RunningApp, file: string): Promise<void> {
  await electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
  }, file);
}

/** The paths in a playlist. */
const entriesOf = (playlist: string): string[] =>
  playlist.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));

test('by keyboard alone: search, side bar, smart filters, export', async ({ place, startApp }) => {
  const jazz = join(place.music, 'Jazz');
  await mkdir(jazz);
  await makeTrack(jazz, 'Brötzmann', 'flac');
  await makeTrack(jazz, 'Ørsted', 'flac');
  await makeTrack(place.music, 'other', 'flac');
  const app = await startApp(place.music);
  const { electron, page } = app;
  await scanFinished(app);
  const rows = page.getByRole('row', { name: /Title of/ });
  const box = page.getByRole('searchbox', { name: 'Search tracks' });
  await expect(rows).toHaveCount(3);

  await test.step('searching ignores accents, and tells what it does not understand', async () => {
    await page.keyboard.press('ControlOrMeta+f');
    await page.keyboard.type('BROTZMANN');
    await expect(rows).toHaveCount(1);
    await box.fill('title:orsted');
    await expect(rows).toHaveCount(1);
    await box.fill('-orsted is:unlucky');
    await expect(page.getByText('“is:unlucky” is searched as text')).toBeVisible();
    await box.fill('');
    await page.keyboard.type('fo');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type('jazz');
    await expect(box).toHaveValue('folder:jazz');
    await expect(rows).toHaveCount(2);
  });

  const tree = page.getByRole('tree', { name: 'Library' });
  const item = (name: string | RegExp) => tree.getByRole('treeitem', { name });
  await test.step('a search is kept under a name', async () => {
    await page.getByRole('button', { name: 'Save Search…' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Name of the smart filter' }).fill('All of jazz');
    await page.keyboard.press('Enter');
    await expect(item('All of jazz')).toHaveAttribute('aria-selected', 'true');
    await expect(tree).toBeFocused();
  });

  await test.step('the side bar narrows the table', async () => {
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await expect(rows).toHaveCount(3);
    await page.keyboard.type('Jazz');
    await page.keyboard.press('Enter');
    await expect(item('Jazz, 2 tracks')).toHaveAttribute('aria-selected', 'true');
    await expect(rows).toHaveCount(2);
    await expect(page.getByRole('button', { name: 'Filters (1)' })).toBeVisible();
    await page.keyboard.type('All of');
    await page.keyboard.press('Shift+F10');
    await press(page.getByRole('menuitem', { name: 'Rename…' }));
    await press(page.getByRole('textbox', { name: 'Name of the smart filter' }), 'Escape');
    await expect(tree).toBeFocused();
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: 'Name of the smart filter' }).fill('Renamed');
    await page.keyboard.press('Enter');
    await expect(item('Renamed')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(box).toHaveValue('folder:jazz');
    await page.keyboard.press('Delete');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).focus();
    await page.keyboard.press('Enter');
    await expect(item('Renamed')).toHaveCount(0);
  });

  await test.step('a row, a bar and the search name one folder, which one press leaves', async () => {
    const leave = (folder: string) => page.getByRole('button', { name: `Folder: ${folder}. Show tracks of all` });
    const direct = `Directly in ${basename(place.music)}`;
    await box.fill('-folder:live folder:./Jazz');
    await expect(item('Jazz, 2 tracks')).toHaveAttribute('aria-selected', 'true');
    await expect(leave('Jazz')).toBeVisible();
    await tree.focus();
    await page.keyboard.type('Directly');
    await page.keyboard.press('Enter');
    await expect(box).toHaveValue('-folder:live');
    await expect(leave('Jazz')).toHaveCount(0);
    await expect(rows).toHaveCount(1);
    await leave(direct).press('Enter');
    await expect(rows).toHaveCount(3);
    await page.getByRole('tab', { name: 'Tracks' }).focus();
    await expect(async () => {
      await page.keyboard.press('ArrowRight');
      await expect(page.getByRole('tab', { name: 'Overview' })).toBeFocused({ timeout: 1_000 });
    }).toPass();
    await page.getByRole('button', { name: new RegExp(`^${direct}: 1 track`) }).press('Enter');
    await expect(item(`${direct}, 1 track`)).toHaveAttribute('aria-selected', 'true');
    await expect(leave(direct)).toBeVisible();
    await tree.focus();
    await page.keyboard.type('Jazz');
    await page.keyboard.press('Enter');
    await box.fill('');
    await expect(rows).toHaveCount(2);
  });

  await test.step('the shown tracks become lists, and foreign files stay', async () => {
    const list = join(place.music, 'found.m3u8');
    await answerSaveDialog(app, list);
    await clickMenu(app, 'export-m3u8');
    await expect(page.getByText('2 tracks exported')).toBeVisible();
    expect(entriesOf(await readFile(list, 'utf8'))).toEqual([
      join('Jazz', 'Brötzmann.flac'),
      join('Jazz', 'Ørsted.flac'),
    ]);
    const folder = join(place.home, 'lists');
    await mkdir(folder);
    await answerFolderDialog(app, folder);
    await clickMenu(app, 'export-by-genre');
    await expect(page.getByText(/playlists? with 2 tracks exported/)).toBeVisible();
  });

  await test.step('the window’s own menu exports a table and data', async () => {
    const entries = ['Export Playlist (M3U8)…', 'Export Table (CSV)…', 'Export Data (JSON)…'];
    for (const [down, format] of [
      [1, 'csv'],
      [2, 'json'],
    ] as const) {
      const file = join(place.home, `shown.${format}`);
      await answerSaveDialog(app, file);
      await page.getByRole('button', { name: 'Export the shown tracks' }).press('Enter');
      for (const name of entries.slice(0, down + 1)) {
        if (name !== entries[0]) await page.keyboard.press('ArrowDown');
        await expect(page.getByRole('menuitem', { name })).toBeFocused();
      }
      await page.keyboard.press('Enter');
      await expect.poll(() => readFile(file, 'utf8').catch(() => '')).toContain('Brötzmann.flac');
      expect(await readFile(file, 'utf8')).not.toContain('other.flac');
    }
    expect(JSON.parse(await readFile(join(place.home, 'shown.json'), 'utf8'))).toHaveLength(2);
    expect((await readFile(join(place.home, 'shown.csv'), 'utf8')).trim().split('\n')).toHaveLength(3);
  });

  await test.step('a row of the side bar is exported by itself, whatever is shown', async () => {
    await box.fill('brotzmann');
    await expect(rows).toHaveCount(1);
    const list = join(place.music, 'row.m3u8');
    await electron.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = (...args: unknown[]) => {
        Object.assign(globalThis, { proposed: (args.at(-1) as { defaultPath: string }).defaultPath });
        return Promise.resolve({ canceled: false, filePath: path });
      };
    }, list);
    await tree.focus();
    await page.keyboard.press('Home');
    await page.keyboard.type('Jazz');
    await page.keyboard.press('Shift+F10');
    const menu = page.getByRole('menu', { name: 'Menu of Jazz' });
    await expect(menu.getByRole('menuitem')).toHaveText([
      /^Show Its Tracks/,
      'Export Playlist…',
      'Playlists by Genre…',
    ]);
    await page.keyboard.press('Escape');
    await expect(menu).toHaveCount(0);
    await expect(tree).toBeFocused();
    await page.keyboard.press('ContextMenu');
    await menu.getByRole('menuitem', { name: 'Export Playlist…' }).focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('status', { name: 'Messages' })).toContainText(`Written to ${list}`);
    expect(await electron.evaluate(() => (globalThis as { proposed?: string }).proposed)).toBe(
      join(place.music, 'Jazz.m3u8'),
    );
    expect((await readFile(list, 'utf8')).split('\n').filter((line) => line.startsWith('Jazz'))).toHaveLength(2);
    await expect(rows).toHaveCount(1);
    await expect(tree).toBeFocused();
    await item('All Music, 3 tracks').click({ button: 'right' });
    const lists = join(place.home, 'of-all');
    await mkdir(lists);
    await answerFolderDialog(app, lists);
    await press(page.getByRole('menuitem', { name: 'Playlists by Genre…' }));
    await expect(page.getByRole('status', { name: 'Messages' })).toContainText(/playlists? with 3 tracks exported/);
    await box.fill('');
  });

  await test.step('a playlist of the folder shows its tracks', async () => {
    await tree.focus();
    await page.keyboard.type('Playlists');
    await page.keyboard.press('ArrowRight');
    await expect(item('found')).toBeVisible();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect(item('found')).toHaveAttribute('aria-selected', 'true');
    await expect(rows).toHaveCount(2);
  });

  await test.step('the side bar goes and comes', async () => {
    await clickMenu(app, 'side-bar');
    await expect(tree).toHaveCount(0);
    await clickMenu(app, 'side-bar');
    await expect(tree).toBeFocused();
  });
  await electron.close();

  const found = await runCommand(place, 'list', '--filter', 'title:brotz -is:untagged', '--json');
  expect(jsonLines(found)).toEqual([]);
  const listed = await runCommand(place, 'list', place.music, '--filter', 'brotz nope:x', '--json');
  expect(listed.stderr).toContain('“nope:x” is searched as text');
  expect(jsonLines(await runCommand(place, 'list', '--filter', 'title:brotz', '--json'))).toMatchObject([
    { path: join(jazz, 'Brötzmann.flac'), status: 'done' },
  ]);
  const table = join(place.home, 'found.csv');
  const written = await runCommand(place, 'list', '--filter=-folder:jazz', '--csv', table);
  expect(written.stdout).toContain('1 track written to');
  expect(await readFile(table, 'utf8')).toContain('other.flac');
  const byGenre = join(place.home, 'by-genre');
  expect((await runCommand(place, 'list', '--by-genre', byGenre)).stderr).toContain('The folder was not found');
  await mkdir(byGenre);
  const lists = await runCommand(place, 'list', '--filter', 'folder:jazz', '--by-genre', byGenre);
  expect(lists.stdout).toMatch(/playlists? with 2 tracks written to /);
  expect((await runCommand(place, 'list', '--by-genre', byGenre)).stderr).toContain('give --yes');
  expect((await runCommand(place, 'list', '--by-genre', byGenre, '--yes')).stdout).toContain('with 3 tracks');
  expect((await runCommand(place, 'list', '--by-genre', byGenre, '--json')).status).toBe(1);
  await writeFile(join(place.home, 'diary.m3u8'), 'dear diary');
  expect((await runCommand(place, 'list', '--m3u8', join(place.home, 'diary.m3u8'))).status).not.toBe(0);
  expect((await runCommand(place, 'list', '--json', '--csv', table)).status).toBe(1);
  const playlist = join(place.music, 'brotz.m3u8');
  await runCommand(place, 'list', place.music, '--filter', 'brotz', '--m3u8', playlist);
  expect(entriesOf(await readFile(playlist, 'utf8'))).toEqual([join('Jazz', 'Brötzmann.flac')]);
});
