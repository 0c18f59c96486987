import { mkdir, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { synthesizeWav } from '../../src-main/testing/synthesize.ts';
import { expect, press, scanFinished, test } from '../app.ts';
import { inspector } from '../inspector-page.ts';

const table = (page: Page) => page.getByRole('grid', { name: 'Tracks' });
const labelBar = (page: Page) => page.getByRole('region', { name: 'Labels' });
const manager = (page: Page) => page.getByRole('dialog', { name: 'Your genres' });

/** Two folders of unlike sounds. */
async function makeFolders(music: string, each: number): Promise<void> {
  for (const [folder, frequencies] of [
    ['Hip Hop', [3000, 4100]],
    ['Misc', [90, 140]],
  ] as const) {
    await mkdir(join(music, folder));
    for (let index = 0; index < each; index++) {
      await writeFile(
        join(music, folder, `${folder} ${index}.wav`),
        synthesizeWav({
          seconds: 6,
          sampleRate: 22_050,
          frequencies: frequencies.map((frequency) => frequency * (1 + index / 50)),
          amplitude: 0.2,
          noise: 0.01,
        }),
      );
    }
  }
}

test('folders say what tracks are, and what they mean is asked once', async ({ place, startApp }) => {
  await makeFolders(place.music, 2);
  const { page } = await startApp(place.music);
  await scanFinished({ page });
  await table(page).focus();
  await page.keyboard.press('l');
  await page.keyboard.press('Escape');
  await press(labelBar(page).getByRole('button', { name: 'From Tags or Folders…' }));
  const dialog = page.getByRole('dialog', { name: 'Labels from tags or folders' });
  await expect(dialog).toContainText('No names');
  await press(dialog.getByRole('radio', { name: 'Own folder' }), ' ');
  await expect(
    dialog
      .getByRole('textbox', { name: 'Genre for Hip Hop' })
      .or(dialog.getByRole('combobox', { name: 'Genre for Hip Hop' })),
  ).toHaveValue('Hip-Hop');
  await press(dialog.getByRole('button', { name: 'Misc is no genre' }));
  await press(dialog.getByRole('button', { name: 'Label', exact: true }));
  await expect(labelBar(page)).toContainText('2 tracks labelled');
  await expect(table(page).getByRole('row', { name: /Misc 1/ })).not.toContainText('Hip-Hop');
  await press(labelBar(page).getByRole('button', { name: 'From Tags or Folders…' }));
  await press(dialog.getByRole('radio', { name: 'Top folder' }), ' ');
  await expect(dialog).toContainText('2 names that you decided before');
  await page.keyboard.press('Escape');
  await press(labelBar(page).getByRole('button', { name: 'Undo the last labelling' }));
  await expect(labelBar(page)).toContainText('0 tracks labelled');
});

test('genres are ordered, coloured, given other names, split by sound, and all of it is undone', async ({
  place,
  startApp,
}) => {
  await makeFolders(place.music, 3);
  const { page } = await startApp(place.music);
  await scanFinished({ page });
  await table(page).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('l');
  const typed = page.getByRole('combobox', { name: 'Genre for the selected tracks' });
  await typed.fill('Electronic; Live');
  await page.keyboard.press('Enter');
  await expect(labelBar(page)).toContainText('6 tracks labelled');
  await press(labelBar(page).getByRole('button', { name: 'Manage Genres…' }));
  await press(manager(page).getByRole('button', { name: 'Edit Electronic' }));
  await manager(page).getByRole('combobox', { name: 'Parent genre of Electronic' }).focus();
  await page.keyboard.type('Live');
  await expect(manager(page)).toContainText('6 labels in its subgenres');
  // It has another place in the list now.
  await expect(manager(page).getByRole('combobox', { name: 'Parent genre of Electronic' })).toBeFocused();
  await press(manager(page).getByRole('radio', { name: 'Colour 4' }), ' ');
  await manager(page).getByRole('textbox', { name: 'Another name of Electronic' }).fill('Elektro');
  await page.keyboard.press('Enter');
  await expect(manager(page)).toContainText('also Elektro');

  await press(manager(page).getByRole('button', { name: 'Split by Sound…' }));
  const split = manager(page).getByRole('form', { name: 'Split Electronic' });
  await split.getByRole('textbox', { name: 'Name of group 1' }).fill('Whistles');
  await press(split.getByRole('button', { name: /^Inspect/ }).first());
  await expect(inspector(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(split.getByRole('textbox', { name: 'Name of group 1' })).toHaveValue('Whistles');
  await split.getByRole('textbox', { name: 'Name of group 2' }).fill('Rumble');
  await press(split.getByRole('button', { name: 'Split', exact: true }));
  await expect(manager(page)).toContainText('Rumble');
  await expect(
    manager(page)
      .getByRole('listitem')
      .filter({ hasText: /^\s*Whistles/ }),
  ).toContainText('3 tracks');
  await press(manager(page).getByRole('button', { name: 'Undo', exact: true }));
  await expect(manager(page)).not.toContainText('Rumble');
  await expect(manager(page)).toContainText('also Elektro');
  await page.keyboard.press('Control+z');
  await expect(manager(page)).not.toContainText('also Elektro');
  await page.keyboard.press('Control+Shift+z');
  await expect(manager(page)).toContainText('also Elektro');
  await press(manager(page).getByRole('button', { name: 'Done' }));

  // Said twice, given once; and what was typed goes on working.
  await typed.fill('elektro; Elektro;elektro');
  await page.keyboard.press('Enter');
  await expect(labelBar(page).getByRole('button', { name: 'Undo the last labelling' })).toHaveAttribute(
    'title',
    /Label Electronic for 6 Tracks/,
  );
  await expect(table(page).getByRole('row', { name: /Misc 1/ })).toContainText('Electronic');
});

test('labels follow a file that was moved, renamed and touched while the app was closed', async ({
  place,
  startApp,
}) => {
  await makeFolders(place.music, 2);
  let app = await startApp(place.music);
  await scanFinished(app);
  await table(app.page).focus();
  await app.page.keyboard.press('End');
  await expect(table(app.page).getByRole('row', { name: /Misc 1/ })).toHaveAttribute('aria-selected', 'true');
  await app.page.keyboard.press('l');
  await app.page.getByRole('combobox', { name: 'Genre for the selected tracks' }).fill('Rumble');
  await app.page.keyboard.press('Enter');
  await expect(labelBar(app.page)).toContainText('1 track labelled');
  await app.electron.close();
  await mkdir(join(place.music, 'moved'));
  await rename(join(place.music, 'Misc', 'Misc 1.wav'), join(place.music, 'moved', 'low tones.wav'));
  await utimes(join(place.music, 'moved', 'low tones.wav'), 1, 1);
  app = await startApp(place.music);
  await expect(table(app.page).getByRole('row', { name: /low tones/ })).toContainText('Rumble', { timeout: 30_000 });
  await expect(table(app.page).getByRole('row', { name: /Misc 1/ })).toHaveCount(0);
  await expect(labelBar(app.page)).toContainText('1 track labelled');
});
