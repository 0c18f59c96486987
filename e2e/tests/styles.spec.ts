import { takeSnapshot } from '../../src-main/testing/take-snapshot.ts';
import { createTestDecoder } from '../../src-main/testing/test-decoder.ts';
import { clickMenu, expect, scanFinished, test } from '../app.ts';
import { makeTrack } from '../make-music.ts';
import { makeStyledLibrary } from '../styled-library.ts';

test('styles are shown, found and written as genres', async ({ place, startApp }) => {
  const [club, ballad] = [
    await makeTrack(place.music, 'club', 'flac'),
    await makeTrack(place.music, 'ballad', 'mp3-id3v24'),
  ];
  await makeStyledLibrary(place, [
    { path: club, title: 'Title of club', genre: 'electronic', scores: [0.9, 0.6, 0.1, 0.2] },
    { path: ballad, title: 'Title of ballad', genre: 'rnb', scores: [0.1, 0.2, 0.8, 0.7] },
  ]);
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1500, 900));
  // The table is as wide as its column of styles needs it.
  await clickMenu(app, 'side-bar');
  const rowOf = (name: string) => page.getByRole('row', { name: new RegExp(`Title of ${name}`) });
  await expect(rowOf('club').getByRole('gridcell', { name: 'Techno, House' })).toBeVisible();
  await expect(rowOf('ballad').getByRole('gridcell', { name: 'Soul' })).toBeVisible();

  await rowOf('ballad').click();
  const details = page.getByRole('region', { name: 'Track details' });
  const styles = details.getByRole('list', { name: 'Styles' });
  await expect(styles.getByRole('listitem')).toHaveText(['Soul 80%']);
  await expect(details.getByRole('list', { name: 'Descriptors' }).getByRole('listitem')).toHaveText([
    'Female vocals 0.70',
  ]);
  await expect(details).toContainText('Values without a percent sign are no probabilities');
  await details.getByRole('button', { name: 'Show All 3 Styles' }).click();
  await expect(styles.getByRole('listitem')).toHaveCount(3);

  await page.getByRole('searchbox', { name: 'Search tracks' }).fill('techno');
  await expect(rowOf('ballad')).toBeHidden();
  await expect(rowOf('club')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByRole('button', { name: 'Filters' }).click();
  await page.getByRole('combobox', { name: 'Filter by genre' }).selectOption('soul');
  await page.keyboard.press('Escape');
  await expect(rowOf('club')).toBeHidden();
  await expect(rowOf('ballad')).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();

  await clickMenu(app, 'review-all');
  const review = page.getByRole('dialog', { name: 'Review changes' });
  await review.getByRole('combobox', { name: 'Genre or style' }).selectOption('family-and-styles');
  await expect(review).toContainText('no style is written beside the genre');
  await review.getByRole('radiogroup', { name: 'Genres per file' }).getByRole('radio', { name: '2' }).click();
  const change = review.getByRole('listitem').filter({ hasText: 'Title of club' });
  await expect(change).toContainText('Electronic, Techno');
  await review.getByRole('button', { name: 'Apply to 2 files' }).click();
  await expect(review.getByRole('button', { name: /^Undo/ })).toBeVisible({ timeout: 60_000 });
  const decoder = createTestDecoder();
  expect((await takeSnapshot(club, decoder)).genres).toEqual(['Electronic', 'Techno']);
  expect((await takeSnapshot(ballad, decoder)).genres).toEqual(['R&B', 'Soul']);
});
