import { readFile } from 'node:fs/promises';
import { parseFile } from 'music-metadata';
import { clickMenu, expect, jsonLines, keepWritingAll, runCommand, scanFinished, test } from '../app.ts';
import { makeTrack } from '../make-music.ts';

/** What another library reads of a file. */
async function fieldsOf(path: string) {
  const { common, native } = await parseFile(path);
  const comments = common.comment?.map(({ text }) => text ?? '') ?? [];
  const evidence = Object.values(native)
    .flat()
    .find(({ id }) => id.endsWith('GENRESCOPE'));
  return { genre: common.genre?.[0], grouping: common.grouping, comments, evidence: evidence?.value };
}

test('other fields: chosen in the settings, shown in the review, written, told by the command line, undone', async ({
  place,
  startApp,
}) => {
  await keepWritingAll(place, 'fill');
  const tagged = await makeTrack(place.music, 'tagged', 'm4a-aac', { genre: 'Polka' });
  const bare = await makeTrack(place.music, 'bare', 'flac');
  const originals = await Promise.all([tagged, bare].map((path) => readFile(path)));
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);
  const review = page.getByRole('dialog', { name: 'Review changes' });
  const writeTagged = review.getByRole('checkbox', { name: /^Write Title of tagged/ });

  await test.step('the settings name them; without, a file with a genre is not written', async () => {
    await clickMenu(app, 'review-all');
    await expect(review.getByRole('button', { name: 'Apply to 1 file' })).toBeVisible();
    await page.keyboard.press('Escape');
    await clickMenu(app, 'show-settings');
    const settings = page.getByRole('dialog', { name: 'Settings' });
    for (const [field, value] of [
      ['Grouping', 'Family: Electronic'],
      ['Comment', 'Line: Electronic: Techno'],
    ] as const) {
      const box = settings.getByRole('combobox', { name: field, exact: true });
      await box.focus();
      await page.keyboard.type(value.split(':')[0] ?? '');
      await expect(box.getByRole('option', { name: value, selected: true })).toHaveCount(1);
    }
    await settings.getByRole('switch', { name: 'Write the model and its probabilities' }).focus();
    await page.keyboard.press(' ');
    await page.keyboard.press('Escape');
  });

  await test.step('the review says what each file gets', async () => {
    await clickMenu(app, 'review-all');
    await expect(review.getByRole('button', { name: 'Apply to 2 files' })).toBeVisible();
    await expect(review.getByRole('button', { name: /Fields only/ })).toBeVisible();
    await expect(writeTagged).toHaveAccessibleName(/Grouping: .+, Comment: kept \[Genrescope: .+\], GENRESCOPE: /);
    await review.getByRole('button', { name: 'Apply to 2 files' }).focus();
    await page.keyboard.press('Enter');
    await expect(review.getByText('2 files written')).toBeVisible();
    await review.getByRole('button', { name: 'Done' }).focus();
    await page.keyboard.press('Enter');
  });

  await test.step('the files have them, and the genre and the comment that were there', async () => {
    const fields = await fieldsOf(tagged);
    expect(fields.genre).toBe('Polka');
    expect(fields.grouping).toMatch(/^\w/);
    expect(fields.comments).toEqual([expect.stringMatching(/^kept \[Genrescope: .+\]$/)]);
    const evidence = JSON.parse(String(fields.evidence)) as { model: string; genres: Record<string, number> };
    expect(evidence.model).toBe('musicnn');
    expect(Object.keys(evidence.genres).length).toBeGreaterThan(0);
    expect((await fieldsOf(bare)).grouping).toBe((await fieldsOf(bare)).genre);
  });

  await test.step('nothing is left to write, in the app and by the command line, which has the same settings', async () => {
    await clickMenu(app, 'review-all');
    await expect(review.getByText('No file to write')).toBeVisible();
    await page.keyboard.press('Escape');
    const plans = jsonLines(await runCommand(place, 'tag', place.music, '--json'));
    expect(plans.map(({ change }) => change)).toEqual(['kept', 'kept']);
  });

  await test.step('undo brings the original bytes back', async () => {
    await clickMenu(app, 'show-history');
    const history = page.getByRole('dialog', { name: 'History' });
    await history.getByRole('button', { name: 'Undo', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Restore 2 files' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await readFile(tagged)).equals(originals[0]!)).toBe(true);
    await expect.poll(async () => (await readFile(bare)).equals(originals[1]!)).toBe(true);
  });
});
