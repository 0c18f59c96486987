import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clickMenu, expect, jsonLines, keepWritingAll, runCommand, scanFinished, test } from '../app.ts';
import { makeTrack } from '../make-music.ts';

const NAMES = ['one', 'two', 'three'];
/** One of the files has a genre already. */
const FURTHER: Readonly<Record<string, { readonly genre: string }>> = { three: { genre: 'Skiffle' } };

test('a review by keys alone: search, groups, editing, writing in the background, undoing one file', async ({
  place,
  startApp,
}) => {
  await keepWritingAll(place);
  const paths: string[] = [];
  for (const [index, name] of NAMES.entries())
    paths.push(await makeTrack(place.music, name, 'flac', { ...FURTHER[name], frequency: 150 * 4 ** index }));
  const originals = await Promise.all(paths.map((path) => readFile(path)));
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);
  const { keyboard } = page;
  await keyboard.press('Control+Enter');
  const review = page.getByRole('dialog', { name: 'Review changes' });
  const apply = review.getByRole('button', { name: /^Apply to/ });
  await expect(apply).toHaveText('Apply to 3 files');

  await test.step('what is found is left out by X, and the search is emptied by Escape', async () => {
    await review.getByRole('searchbox', { name: 'Search changes' }).focus();
    await keyboard.type('TITLE TWÓ');
    await expect(review.getByRole('checkbox', { name: /^Write Title of/ })).toHaveCount(1);
    await keyboard.press('Enter');
    const two = review.getByRole('checkbox', { name: /^Write Title of two/ });
    await expect(two).toBeFocused();
    await expect(two).toHaveAccessibleDescription(join(place.music, 'two.flac'));
    await keyboard.press('x');
    await expect(apply).toHaveText('Apply to 2 files');
    await review.getByRole('searchbox', { name: 'Search changes' }).focus();
    await keyboard.press('Escape');
    await expect(review.getByRole('checkbox', { name: /^Write Title of/ })).toHaveCount(3);
    await expect(two).not.toBeChecked();
  });

  const rows = review.getByRole('checkbox', { name: /^Write Title of/ });
  const note = review.getByRole('note').filter({ hasText: 'How players will show it' });
  await test.step('an album gets one genre, chips narrow the list, and it is sorted', async () => {
    await review.getByRole('radio', { name: 'Its album' }).focus();
    await keyboard.press(' ');
    const differing = review.getByRole('button', { name: /Differs from album$/ });
    await expect(differing).toBeVisible();
    await expect(rows).toHaveCount(3);
    const genres = async () => {
      const names = await Promise.all((await rows.all()).map((row) => row.getAttribute('aria-label')));
      return new Set(names.map((name) => name?.split(' becomes ')[1])).size;
    };
    await expect.poll(genres).toBe(1);
    await differing.focus();
    await keyboard.press('Enter');
    await expect(rows).not.toHaveCount(3);
    await keyboard.press('Enter');
    await expect(rows).toHaveCount(3);
    await review.getByRole('radio', { name: 'Each track' }).focus();
    await keyboard.press(' ');
    await expect(differing).toHaveCount(0);
    await expect.poll(genres).toBeGreaterThan(1);

    const replaced = review.getByRole('button', { name: /^1 ?Replace$/ });
    await replaced.focus();
    await keyboard.press('Enter');
    await expect(rows).toHaveCount(1);
    await expect(rows).toHaveAccessibleName(/^Write Title of three: Skiffle becomes/);
    await keyboard.press('Enter');
    await expect(rows).toHaveCount(3);

    await review.getByRole('combobox', { name: 'Sort by' }).focus();
    await keyboard.press('ArrowDown');
    await expect(rows.last()).toHaveAccessibleName(/^Write Title of two/);
    await review.getByRole('button', { name: 'Descending' }).focus();
    await keyboard.press('Enter');
    await expect(rows.first()).toHaveAccessibleName(/^Write Title of two/);
    await expect(rows.last()).toHaveAccessibleName(/^Write Title of one/);
    await keyboard.press('Enter');
    await expect(note).toHaveCount(0);
  });

  await test.step('a group is left out and taken in as one', async () => {
    await review.getByRole('combobox', { name: 'Group by' }).focus();
    await keyboard.press('ArrowDown');
    const group = review.getByRole('checkbox', { name: 'Write all of Tones' });
    await expect(review.getByRole('listitem').first()).toContainText('2 of 3 files');
    await group.focus();
    await keyboard.press('Enter');
    await expect(apply).toHaveText('Apply to 3 files');
    await keyboard.press('x');
    await expect(apply).toBeDisabled();
    await keyboard.press('x');
    await expect(apply).toHaveText('Apply to 3 files');
  });

  await test.step('Space plays, and the new genres are edited in place', async () => {
    await keyboard.press('ArrowDown');
    await keyboard.press(' ');
    await expect(review.getByRole('button', { name: /^Pause Title of/ })).toBeVisible();
    await expect(apply).toHaveText('Apply to 3 files');
    await keyboard.press(' ');
    await keyboard.press('F2');
    const input = review.getByRole('combobox', { name: /^Edit the new genres of/ });
    await expect(input).toBeFocused();
    await keyboard.press('Escape');
    await expect(input).toBeHidden();
    await expect(review).toBeVisible();
    await keyboard.press('F2');
    await expect(input).toBeFocused();
    await keyboard.press('Backspace');
    await keyboard.type('Polka;');
    await keyboard.press('Enter');
    await expect(review.getByRole('checkbox', { name: /becomes Polka$/ })).toBeFocused();
    await expect(review.getByRole('listitem').filter({ hasText: 'Polka' })).toContainText('label');
  });

  await test.step('number keys label the row while something plays, and a line says which is which', async () => {
    const polka = review.getByRole('checkbox', { name: /becomes Polka$/ });
    await keyboard.press('ArrowDown');
    await expect(polka).not.toBeFocused();
    await keyboard.press(' ');
    await expect(review.getByRole('note', { name: 'Number keys' })).toContainText('1Polka');
    await keyboard.press('1');
    await expect(polka).toHaveCount(2);
    await expect(polka.nth(1)).toBeFocused();
    await keyboard.press('0');
    await expect(polka).toHaveCount(1);
  });

  await test.step('genres that players split are named, with what each player shows', async () => {
    await expect(note).toHaveCount(0);
    await keyboard.press('F2');
    await expect(review.getByRole('combobox', { name: /^Edit the new genres of/ })).toBeFocused();
    await keyboard.press('Backspace');
    await keyboard.type('Rock/Metal;');
    await keyboard.press('Enter');
    await expect(review.getByRole('checkbox', { name: /becomes Rock\/Metal$/ })).toBeFocused();
    await expect(note).toContainText(
      'Not shown as written by Navidrome, Plex, at least in some files: Rock/Metal (1 file).',
    );
    await review.getByRole('button', { name: 'Descending' }).focus();
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    const players = review.getByRole('table', { name: 'How players will show it' });
    await expect(players.getByRole('row', { name: /^Navidrome/ })).toContainText('Rock · Metal');
    await expect(players.getByRole('row', { name: /^Jellyfin/ })).toContainText('Rock/Metal');
  });

  await test.step('the dialog is closed while it writes, and a message tells the end', async () => {
    await apply.focus();
    await keyboard.press('Enter');
    await keyboard.press('Escape');
    await expect(review).toBeHidden();
    const message = page.getByRole('status', { name: 'Messages' });
    await expect(message).toContainText('3 files written', { timeout: 60_000 });
    await expect(message.getByRole('button', { name: 'Undo' })).toBeVisible();
    await message.getByRole('button', { name: 'Show' }).focus();
    await keyboard.press('Enter');
    await expect(review).toContainText('3 files written');
    await keyboard.press('Escape');
  });

  await test.step('one file of the batch is restored, to the byte', async () => {
    const written = await Promise.all(paths.map((path) => readFile(path)));
    await clickMenu(app, 'show-history');
    const history = page.getByRole('dialog', { name: 'History' });
    await history.getByRole('button', { name: /^Show the files of/ }).focus();
    await keyboard.press('Enter');
    const boxes = history.getByRole('checkbox', { name: /^Restore/ });
    await boxes.first().focus();
    // What played in the review may be this one, and still play: the first press is its pause then.
    await expect(async () => {
      await keyboard.press(' ');
      await expect(history.getByRole('button', { name: /^Pause \w+\.flac/ })).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await keyboard.press('ArrowDown');
    await expect(boxes.nth(1)).toBeFocused();
    const second = history.getByRole('list', { name: 'Files' }).getByRole('listitem').nth(1);
    await expect(second.getByRole('button', { name: /^Pause/ })).toBeVisible();
    await keyboard.press(' ');
    await expect(boxes.nth(1)).not.toBeChecked();
    await keyboard.press('1');
    await expect(page.getByText(/^\w+\.flac: labelled Polka\.$/)).toBeVisible();
    await history.getByRole('searchbox', { name: 'Search files' }).focus();
    await keyboard.type('three');
    const file = history.getByRole('checkbox', { name: /^Restore three\.flac/ });
    await expect(history.getByRole('checkbox')).toHaveCount(1);
    await file.focus();
    await keyboard.press('x');
    await history.getByRole('button', { name: 'Undo Selected (1)' }).focus();
    await keyboard.press('Enter');
    await page.getByRole('button', { name: 'Restore 1 file' }).focus();
    await keyboard.press('Enter');
    await expect(history).toContainText('1 of 3 undone', { timeout: 60_000 });
    const now = await Promise.all(paths.map((path) => readFile(path)));
    expect(now).toEqual([written[0], written[1], originals[2]]);
    expect(now[0]).not.toEqual(originals[0]);
  });
});

test('an album gets one genre from the command line, and one file of it is undone', async ({ place }) => {
  const paths: string[] = [];
  for (const [index, name] of NAMES.entries())
    paths.push(await makeTrack(place.music, name, 'flac', { frequency: 150 * 4 ** index }));
  const originals = await Promise.all(paths.map((path) => readFile(path)));
  const options = ['--by', 'album', '--min-confidence', '0', '--write', '--json'];
  const lines = jsonLines(await runCommand(place, 'tag', place.music, ...options));
  const planned = lines.filter(({ status }) => status === 'planned');
  expect(planned).toHaveLength(3);
  expect(new Set(planned.map(({ after }) => JSON.stringify(after))).size).toBe(1);
  const batch = String(lines.find(({ status }) => status === 'batch')?.['batch']);

  expect((await runCommand(place, 'undo', batch, '--file', join(place.music, 'none.flac'))).status).toBe(1);
  const undone = await runCommand(place, 'undo', batch, '--file', paths[1] ?? '', '--json');
  expect(jsonLines(undone)).toMatchObject([
    { path: paths[1], status: 'restored' },
    { status: 'batch', restored: 1, failed: 0 },
  ]);
  const now = await Promise.all(paths.map((path) => readFile(path)));
  expect(now.map((bytes, index) => bytes.equals(originals[index] ?? bytes))).toEqual([false, true, false]);
});
