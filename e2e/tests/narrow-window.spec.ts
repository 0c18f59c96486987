import { expect, scanFinished, test } from '../app.ts';
import { fillLibrary } from '../made-up-library.ts';

test('in a narrow window, the details lie below the table and cover nothing of it', async ({ place, startApp }) => {
  await fillLibrary(place, 40);
  const app = await startApp(place.music);
  const { electron, page } = app;
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(720, 560));
  await page.waitForFunction(() => window.innerWidth < 740);
  await scanFinished(app);
  const table = page.getByRole('grid', { name: 'Tracks' });
  const details = page.getByRole('region', { name: 'Track details' });
  if (!(await details.isVisible())) await page.getByRole('button', { name: 'Show details' }).click();
  await table.getByRole('row').nth(2).click();
  await expect(details.getByRole('button', { name: 'Look Into' })).toBeVisible();
  const [above, below] = [await table.boundingBox(), await details.boundingBox()];
  expect(above?.width).toBe(below?.width);
  expect((above?.y ?? 0) + (above?.height ?? 0)).toBeLessThanOrEqual((below?.y ?? 0) + 1);
  expect(above?.height).toBeGreaterThan(150);
  await expect(table.getByRole('row', { selected: true })).toBeInViewport();
});
