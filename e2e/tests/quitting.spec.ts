import { once } from 'node:events';
import { clickMenu, expect, press, reviewEverything, scanFinished, test } from '../app.ts';
import { fillLibrary } from '../made-up-library.ts';

const TRACKS = 300;

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
  // Without the dialog, the footer says how far it is.
  await app.page.keyboard.press('Escape');
  await expect(review).toHaveCount(0);
  const footer = app.page.getByRole('contentinfo');
  const bar = footer.getByRole('progressbar', { name: 'Writing progress' });
  const before = Number(await bar.getAttribute('aria-valuenow'));
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(before);
  await press(footer.getByRole('button', { name: /^Writing/ }));
  await expect(review).toBeVisible();
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
