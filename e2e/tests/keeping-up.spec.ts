import { copyFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { clickMenu, expect, reviewEverything, scanFinished, test } from '../app.ts';
import { makeMusic } from '../make-music.ts';

test.describe.configure({ timeout: 120_000 });

test('the library keeps up with files that come, are renamed and go, and with what the app writes itself', async ({
  place,
  startApp,
}) => {
  await makeMusic(place.music);
  const app = await startApp(place.music);
  const { page } = app;
  const table = page.getByRole('grid', { name: 'Tracks' });
  await scanFinished(app);
  const rows = await table.getByRole('row').count();
  const summary = page.getByRole('contentinfo');
  const before = await summary.textContent();
});
