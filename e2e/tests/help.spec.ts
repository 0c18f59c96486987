import { clickMenu, expect, test } from '../app.ts';

test('the menu opens the guide; links lead to other pages and headings; Escape closes it', async ({ startApp }) => {
  const app = await startApp();
  const { page } = app;
  const help = page.getByRole('dialog', { name: 'Help' });
  await clickMenu(app, 'show-guide');
  await expect(help.getByRole('heading', { name: 'Guide' })).toBeVisible();
  const picture = help.getByRole('img', { name: /^The table of tracks/ });
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);

  await help.getByRole('article').getByRole('link', { name: 'What happens to a file' }).press('Enter');
  await expect(help.getByRole('article', { name: 'What happens to your files' })).toBeFocused();
  await help.getByRole('link', { name: 'where that is' }).click();
  const pages = help.getByRole('navigation', { name: 'Pages' });
  await expect(pages.getByRole('link', { name: 'Installing and removing' })).toHaveAttribute('aria-current', 'page');
  await expect(help.getByRole('heading', { name: 'Where data lies' })).toBeInViewport();

  await pages.getByRole('link', { name: 'Commands and options' }).click();
  await expect(help.getByRole('cell', { name: '--min-confidence P' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await clickMenu(app, 'show-troubleshooting');
  await expect(help.getByRole('article', { name: 'Troubleshooting' })).toBeVisible();
});
