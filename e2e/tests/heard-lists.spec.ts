import type { Page } from '@playwright/test';
import { clickMenu, expect, keepWritingAll, press, scanFinished, test, type RunningApp } from '../app.ts';
import { makeTrack } from '../make-music.ts';

const grid = (page: Page) => page.getByRole('grid', { name: 'Tracks' });
const player = (page: Page) => page.getByRole('region', { name: 'Player' });
const messages = (page: Page) => page.getByRole('status', { name: 'Messages' });
const review = (page: Page) => page.getByRole('dialog', { name: 'Review changes' });
const history = (page: Page) => page.getByRole('dialog', { name: 'History' });
const rowOf = (page: Page, name: string) =>
  review(page).getByRole('checkbox', { name: new RegExp(`^Write Title of ${name}`) });

/** Tells what the first number key gives, once something plays. */
async function firstLabel(page: Page): Promise<string> {
  const note = page.getByRole('note', { name: 'Number keys' });
  const text = (await note.textContent()) ?? '';
  return /1\s*([A-Z]\S*)\s*2/.exec(text)?.[1] ?? '';
}

async function undoesAndRedoes({ page }: RunningApp): Promise<void> {
  const { keyboard } = page;
  await keyboard.press('ArrowDown');
  await keyboard.press('F2');
  await expect(review(page).getByRole('combobox', { name: /^Edit the new genres of/ })).toBeFocused();
  await keyboard.press('Backspace');
  await keyboard.type('Polka;');
  await keyboard.press('Enter');
  await expect(rowOf(page, 'b-short')).toHaveAccessibleName(/ becomes Polka/);
  await expect(rowOf(page, 'b-short')).toBeFocused();
  await keyboard.press('Control+z');
  await expect(messages(page)).toContainText('Undone: Label Polka for 1 Track');
  await expect(rowOf(page, 'b-short')).not.toHaveAccessibleName(/Polka/);
  await expect(rowOf(page, 'b-short')).toBeFocused();
  await keyboard.press('Control+Shift+z');
  await expect(rowOf(page, 'b-short')).toHaveAccessibleName(/ becomes Polka/);
  await keyboard.press('Control+z');
  await expect(rowOf(page, 'b-short')).not.toHaveAccessibleName(/Polka/);
}

/** Skips to the analysed segment, and leaves the player with Escape. */
async function usesPlayer({ page }: RunningApp): Promise<void> {
  const inDialog = review(page).getByRole('region', { name: 'Player' });
  const skip = inDialog.getByRole('button', { name: 'Skip to the analysed segment' });
  await expect(player(page)).toHaveCount(1);
  while (!(await skip.evaluate((element) => element === document.activeElement))) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(inDialog.getByRole('slider', { name: 'Playback position' })).toHaveAttribute(
    'aria-valuetext',
    /^0:1[5-9] of 1:00/,
  );
  await page.keyboard.press('Escape');
  await expect(rowOf(page, 'a-long')).toBeFocused();
  await page.keyboard.press('Space');
  await expect(inDialog.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
}

test('review and history are heard and corrected by keys alone, and never say what labels no longer do', async ({
  place,
  startApp,
}) => {
  await keepWritingAll(place);
  const lengths = { 'a-long': 60, 'b-short': 3, 'c-long': 60 };
  for (const [name, seconds] of Object.entries(lengths))
    await makeTrack(place.music, name, 'flac', { seconds, frequency: 200 + seconds });
  const app = await startApp(place.music);
  const { page } = app;
  const { keyboard } = page;
  await scanFinished(app);

  await keyboard.press('Control+Enter');
  await expect(rowOf(page, 'a-long')).toBeVisible();
  await rowOf(page, 'a-long').focus();
  await test.step('steps are undone and redone where labels are given', () => undoesAndRedoes(app));

  await test.step('the keys go along with what plays, and label what is heard', async () => {
    await keyboard.press('Space');
    await expect(rowOf(page, 'c-long')).toBeFocused();
    const label = await firstLabel(page);
    expect(label).not.toBe('');
    await keyboard.press('1');
    await expect(rowOf(page, 'c-long')).toHaveAccessibleName(new RegExp(` becomes ${label}$`));
    await expect(rowOf(page, 'c-long')).toBeFocused();
  });

  await test.step('the player is in the dialog', async () => {
    await keyboard.press('Home');
    await expect(player(page)).toContainText('a-long');
    await usesPlayer(app);
  });

  await test.step('a row has a menu', async () => {
    await keyboard.press('Shift+F10');
    const menu = page.getByRole('menu', { name: 'Actions for Title of a-long' });
    await expect(menu).toBeVisible();
    await press(menu.getByRole('menuitem', { name: /^Edit Genre…/ }));
    const input = review(page).getByRole('combobox', { name: /^Edit the new genres of/ });
    await expect(input).toBeFocused();
    await keyboard.press('Escape');
    await expect(rowOf(page, 'a-long')).toBeFocused();
    await keyboard.press('Shift+F10');
    await press(menu.getByRole('menuitem', { name: /^Untick/ }));
    await expect(rowOf(page, 'a-long')).not.toBeChecked();
    await expect(rowOf(page, 'a-long')).toBeFocused();
    await keyboard.press('x');
    await expect(rowOf(page, 'a-long')).toBeChecked();
  });

  await test.step('a label that is given beside the review is in it', async () => {
    await keyboard.press('g');
    await expect(review(page)).toHaveCount(0);
    const play = page
      .getByRole('dialog')
      .getByRole('button', { name: /^Play Title of/ })
      .first();
    const title = (await play.getAttribute('aria-label'))?.replace('Play Title of ', '') ?? '';
    await play.focus();
    await keyboard.press('Space');
    await keyboard.press('2');
    await expect(messages(page)).toContainText(/labelled/);
    const given = /labelled (\w+)/.exec((await messages(page).textContent()) ?? '')?.[1];
    await keyboard.press('Escape');
    await expect(rowOf(page, title)).toHaveAccessibleName(new RegExp(` becomes ${given}`));
  });

  await test.step('in the history too, the keys go along', async () => {
    await press(review(page).getByRole('button', { name: /^Apply to/ }));
    await expect(review(page)).toContainText('3 files written');
    await keyboard.press('Escape');
    await player(page).getByRole('button', { name: 'Close the player' }).press('Enter');
    await clickMenu(app, 'show-history');
    await press(history(page).getByRole('button', { name: /^Show the files of/ }));
    const box = (name: string) => history(page).getByRole('checkbox', { name: new RegExp(`^Restore ${name}`) });
    await box('b-short').focus();
    await keyboard.press('Space');
    await expect(box('c-long')).toBeFocused();
    await keyboard.press('Escape');
  });

  await test.step('while something plays, a number key labels without the label bar, which then says the keys', async () => {
    await expect(page.getByRole('region', { name: 'Labels' })).toHaveCount(0);
    await grid(page).focus();
    await keyboard.press('End');
    await keyboard.press('0');
    await expect(page.getByRole('region', { name: 'Labels' })).toBeVisible();
    await keyboard.press('1');
    await expect(grid(page).getByRole('row', { selected: true })).not.toContainText('No label');
  });
});
