import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { displayGenre } from '../../src-main/contract/genre-names.ts';
import { DEFAULT_MODEL } from '../../src-main/contract/settings.ts';
import { genresAmong, SHOWN_STYLES, stylesOfTrack } from '../../src-main/contract/styles-of-track.ts';
import { encodeWav, synthesizeWav } from '../../src-main/testing/synthesize.ts';
import type { Place, RunningApp } from '../app.ts';
import { clickMenu, expect, jsonLines, runCommand, scanFinished, test } from '../app.ts';
import type { AnalysedTrack } from '../default-model.ts';
import { readCard, SHIPPED_MODELS } from '../default-model.ts';
import type { EarlierLabel, EarlierTrack } from '../earlier-library.ts';
import {
  EARLIER_DATE,
  EARLIER_MODEL,
  EARLIER_PREDICTION,
  makeEarlierLibrary,
  readAnalyses,
  readOwnWork,
} from '../earlier-library.ts';
import { composeSong } from '../make-song.ts';

const KINDS = ['song', 'low', 'middle', 'high'] as const;
const LABELS: readonly EarlierLabel[] = [
  { track_id: 1, genre: 'Synthwave', origin: 'hand', labelled_at: '2025-03-02T08:00:00.000Z', is_confirmed: 0 },
  { track_id: 2, genre: 'Jazz', origin: 'tags', labelled_at: '2025-03-01T08:00:00.000Z', is_confirmed: 1 },
];
/** Of the first track, before the user corrected it. */
const BEFORE: readonly EarlierLabel[] = [{ ...LABELS[0]!, genre: 'Polka', labelled_at: '2025-03-01T07:00:00.000Z' }];

/** Some sounds of each kind, which the earlier version analysed. */
async function makeAnalysed({ music }: Place, each: number): Promise<EarlierTrack[]> {
  const sounds = {
    song: encodeWav([composeSong(8)], 22_050),
    low: synthesizeWav({ seconds: 8, frequencies: [60, 90, 121] }),
    middle: synthesizeWav({ seconds: 8, frequencies: [300, 450, 606] }),
    high: synthesizeWav({ seconds: 8, frequencies: [3_000, 4_500, 6_060] }),
  };
  const files = KINDS.flatMap((kind) => Array.from({ length: each }, (_, index) => ({ kind, index })));
  return Promise.all(
    files.map(async ({ kind, index }, place) => {
      const path = join(music, `${index} ${kind}.wav`);
      await writeFile(path, sounds[kind]);
      return { id: place + 1, path, status: 'done' as const };
    }),
  );
}

/** Scans the folder once more, which analyses so many tracks. */
async function rescanOf(app: RunningApp, tracks: string): Promise<void> {
  await clickMenu(app, 'rescan');
  await expect(app.page.getByRole('contentinfo')).toContainText(`Scan finished: ${tracks}`);
}

test('a library from before styles is analysed again and says so, and keeps what its user did', async ({
  place,
  startApp,
}) => {
  const analysed = await makeAnalysed(place, 10);
  const others = { corrupt: 'no music.flac', slow: 'slow.wav', fresh: 'fresh.wav', gone: 'gone.wav' };
  const { corrupt, slow, fresh, gone } = Object.fromEntries(
    Object.entries(others).map(([key, name]) => [key, join(place.music, name)]),
  ) as typeof others;
  await writeFile(corrupt, 'no music');
  for (const path of [slow, fresh]) await writeFile(path, synthesizeWav({ seconds: 4 }));
  const labels = [...LABELS, { ...LABELS[1]!, track_id: 43, genre: 'Polka', origin: 'import' as const }];
  await makeEarlierLibrary(place, {
    tracks: [
      ...analysed,
      { id: 41, path: corrupt, status: 'failed', errorCode: 'file-corrupt' },
      { id: 42, path: slow, status: 'failed', errorCode: 'decode-timeout' },
      { id: 43, path: gone, status: 'missing' },
    ],
    labels,
    before: BEFORE,
    modelHistory: [],
  });
  const work = readOwnWork(place);

  const app = await startApp(place.music);
  const { page } = app;
  const footer = page.getByRole('contentinfo');
  await expect(footer).toContainText(/of 42 \(40 again, as the model or the window changed\)/);
  await scanFinished(app);
  await expect(footer).toContainText('42 tracks analysed, 1 failed, 1 missing');
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1500, 900));
  // The column of styles needs the room.
  await clickMenu(app, 'side-bar');
  const rowOf = (name: string) => page.getByRole('row', { name: new RegExp(`${name}\\.`) });

  const card = await readCard(join(SHIPPED_MODELS, DEFAULT_MODEL));
  for (const kind of KINDS) {
    const path = join(place.music, `0 ${kind}.wav`);
    const [expected] = jsonLines(await runCommand(place, 'analyze', path, '--json')) as unknown as [AnalysedTrack];
    const scores = card.styles.map(({ name }) => expected.styles[name] ?? expected.descriptors[name] ?? 0);
    const there = genresAmong(stylesOfTrack(card.styles, scores, [expected.genre]), [expected.genre]).slice(
      0,
      SHOWN_STYLES,
    );
    const cells = rowOf(`0 ${kind}`).getByRole('gridcell');
    await expect(cells.filter({ hasText: displayGenre(expected.genre) }).first()).toBeVisible();
    const styles = there.map(({ name }) => displayGenre(name)).join(', ');
    if (styles !== '') await expect(rowOf(`0 ${kind}`).getByRole('gridcell', { name: styles })).toBeVisible();
  }
  await rowOf('0 song').click();
  const details = page.getByRole('region', { name: 'Track details' });
  await expect(details).toContainText(DEFAULT_MODEL);
  await expect(details.getByRole('list', { name: 'Styles' }).getByRole('listitem').first()).toBeVisible();
  await expect(details.getByRole('list', { name: 'Descriptors' }).getByRole('listitem').first()).toBeVisible();
  const known = card.styles.filter(({ kind }) => kind === 'style').length;
  await details.getByRole('button', { name: `Show All ${known} Styles` }).click();
  await expect(details.getByRole('list', { name: 'Styles' }).getByRole('listitem')).toHaveCount(known);

  // What is analysed is not analysed once more.
  await app.electron.close();
  const analyses = readAnalyses(place);
  expect(analyses).toHaveLength(43);
  expect(analyses.filter((row) => (row as { hasStyles: number }).hasStyles === 1)).toHaveLength(42);
  expect(readOwnWork(place)).toEqual(work);
  expect(await readdir(join(place.home, 'backups'))).toContainEqual(expect.stringMatching(/^library-before-\d+\.db$/));
  const later = await startApp(place.music);
  await rescanOf(later, 'nothing new');

  const labelBar = later.page.getByRole('region', { name: 'Labels' });
  const first = later.page.getByRole('row', { name: /0 song\./ });
  await first.click();
  await later.page.getByRole('grid', { name: 'Tracks' }).focus();
  await later.page.keyboard.press('l');
  await expect(labelBar).toContainText('3 tracks labelled');
  await expect(first).toContainText('Synthwave');
  await expect(later.page.getByRole('row', { name: /1 song\./ })).toContainText('Jazz');
  await clickMenu(later, 'undo-label');
  await expect(first).toContainText('Polka');
  await later.electron.close();
  expect(readAnalyses(place)).toEqual(analyses);
});

test('a library from before styles keeps its analyses where the user chose their model', async ({
  place,
  startApp,
}) => {
  const tracks = await makeAnalysed(place, 1);
  await makeEarlierLibrary(place, { tracks, labels: LABELS, before: BEFORE, modelHistory: ['mel-cnn'] });
  const app = await startApp(place.music);
  await rescanOf(app, 'nothing new');
  const row = app.page.getByRole('row', { name: /0 song\./ });
  await expect(row).toContainText(displayGenre(EARLIER_PREDICTION.genre));
  await row.click();
  const details = app.page.getByRole('region', { name: 'Track details' });
  await expect(details).toContainText(EARLIER_MODEL);
  await expect(details.getByRole('heading', { name: 'Styles' })).toHaveCount(0);
  await app.electron.close();
  expect(readAnalyses(place)).toEqual(
    tracks.map(({ id }) => ({
      track_id: id,
      model: EARLIER_MODEL,
      analysed_at: EARLIER_DATE,
      hasStyles: 0,
    })),
  );
});
