import { expect, keepWritingAll, press, scanFinished, test } from '../app.ts';
import { makeTrack } from '../make-music.ts';

/** Long enough that none of them ends by itself meanwhile. */
const SECONDS = 25;

test('rows of the review by keys alone: moves go on playing, genres are found by typing, groups by new genre', async ({
  place,
  startApp,
}) => {
  await keepWritingAll(place);
  for (const [index, name] of ['one', 'two', 'three'].entries())
    await makeTrack(place.music, name, 'flac', { seconds: SECONDS, frequency: 150 * 4 ** index });
  const app = await startApp(place.music);
  const { page } = app;
  const { keyboard } = page;
  await scanFinished(app);
  await keyboard.press('Control+Enter');
  const review = page.getByRole('dialog', { name: 'Review changes' });
  const rows = review.getByRole('checkbox', { name: /^Write Title of/ });
  const apply = review.getByRole('button', { name: /^Apply to/ });
  await expect(rows).toHaveCount(3);

  await test.step('arrow keys go on playing', async () => {
    const name = async (row: number) =>
      /Title of \w+/.exec((await rows.nth(row).getAttribute('aria-label')) ?? '')?.[0] ?? '';
    const names = [await name(0), await name(1)];
    const pause = review.getByRole('button', { name: /^Pause Title/ });
    await rows.first().focus();
    await keyboard.press('Space');
    await expect(pause).toHaveAccessibleName(`Pause ${names[0]}`);
    await keyboard.press('ArrowDown');
    await expect(rows.nth(1)).toBeFocused();
    await expect(pause).toHaveAccessibleName(`Pause ${names[1]}`);
    await keyboard.press('ArrowUp');
    await expect(pause).toHaveAccessibleName(`Pause ${names[0]}`);
    await keyboard.press('Space');
    await expect(pause).toHaveCount(0);
  });

  const both = page.getByRole('checkbox', { name: /becomes House, Polka$/ });
  await test.step('two genres, one of the tree found by its first letters, are parted in the row', async () => {
    await keyboard.press('F2');
    const input = review.getByRole('combobox', { name: /^Edit the new genres of/ });
    await expect(input).toBeFocused();
    await keyboard.press('Backspace');
    await keyboard.type('hous');
    await keyboard.press('ArrowDown');
    await expect(review.getByRole('option', { name: /^House/, selected: true })).toBeVisible();
    await keyboard.press('Enter');
    await keyboard.type('Polka;');
    await keyboard.press('Enter');
    await expect(both).toBeFocused();
    await expect(review.getByRole('listitem').filter({ has: both })).toContainText('House, Polka', {
      useInnerText: true,
    });
  });

  await test.step('files that get the same genres are one group', async () => {
    await review.getByRole('combobox', { name: 'Group by' }).focus();
    await keyboard.press('End');
    const group = page.getByRole('checkbox', { name: /^Write all of .* House, Polka$/ });
    await expect(review.getByRole('listitem').filter({ has: group })).toContainText('1 file');
    await press(group, 'x');
    await expect(both).not.toBeChecked();
    await expect(apply).toHaveText('Apply to 2 files');
    await keyboard.press('x');
    await expect(both).toBeChecked();
    await expect(apply).toHaveText('Apply to 3 files');
  });
});
