import { once } from 'node:events';
import { clickMenu, expect, reviewEverything, scanFinished, test } from '../app.ts';
import { fillLibrary } from '../made-up-library.ts';

const TRACKS = 150;

test('quitting while genres are written asks, and finishes the file under way', async ({ place, startApp }) => {
  await fillLibrary(place, TRACKS);
  const app = await startApp(place.music);
  await scanFinished(app);
  const review = await reviewEverything(app);
  await review.getByRole('combobox', { name: 'Existing genres' }).selectOption('Replace existing genres');
  // The first question is denied, the second one is not.
  await app.electron.evaluate(({ dialog, app: running }) => {
    const answers = [0, 1];
    dialog.showMessageBox = () => {
      running.emit('asked');
      return Promise.resolve({ response: answers.shift() ?? 1, checkboxChecked: false });
    };
  });
  const askedAtQuitting = () =>
    app.electron.evaluate(({ app: running }) => {
      const asked = new Promise((resolve) => running.once('asked' as 'quit', () => resolve(null)));
      running.quit();
      return asked.then(() => true);
    });
  await review.getByRole('button', { name: /^Apply to/ }).click();
  await expect
    .poll(async () => Number(await review.getByRole('progressbar').getAttribute('aria-valuenow')))
    .toBeGreaterThan(0);
  expect(await askedAtQuitting()).toBe(true);
  await expect(review).toBeVisible();
  const ended = once(app.electron.process(), 'exit');
  await askedAtQuitting().catch(() => undefined);
  await ended;

  const again = await startApp();
  await clickMenu(again, 'show-history');
  await expect(again.page.getByRole('dialog', { name: 'History' })).toContainText(/\d+ files/);
  // Nothing had to be repaired.
  await expect(again.page.getByRole('region', { name: 'Notices' })).toBeHidden();
});
