import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_SETTINGS } from '../../../src-main/contract/settings.ts';
import { appPaths } from '../../../src-main/library/app-paths.ts';
import { writeSettings } from '../../../src-main/library/settings-store.ts';
import { launchApp, type Place, type RunningApp } from '../../app.ts';
import { provideElectron } from '../../electron-path.ts';
import { makeLargeLibrary } from '../library/large-library.ts';
import { median } from '../median.ts';
import { leaveReview, REVIEW_STEPS } from './review-steps.ts';
import { calm, measureStep, patience, type Step, type StepFigures } from './step.ts';
import { TABLE_STEPS } from './table-steps.ts';
import { VIEW_STEPS } from './view-steps.ts';

/**
 * `npm run bench:page -- [--tracks 100000] [--rounds 5] [--keep FOLDER] [--only TEXT] [--calm 600]`: how soon the window of
 * the real app shows what a user does in a large library, and for how long at most its page does not respond. Columns:
 * median milliseconds from the first input to the last change; the longest task of all rounds by the clock; the most that
 * a task took of the processor, whatever else the machine does; tasks of more than 50 ms in a round, by both; the most of
 * the processor as a share of 50 ms. A step ends when the page has stayed as it is for `--calm` milliseconds: on a busy
 * machine, more. Without a display it brings its own.
 */
const { values } = parseArgs({
  options: {
    tracks: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '5' },
    keep: { type: 'string' },
    only: { type: 'string', default: '' },
    calm: { type: 'string', default: String(patience.calmMilliseconds) },
  },
});
/** From which on a task is long (W3C, Long Tasks). */
const LONG_MILLISECONDS = 50;
const WINDOW = { width: 1280, height: 800 };

async function openApp(place: Place): Promise<RunningApp> {
  const settings = { ...DEFAULT_SETTINGS, recentFolders: [place.music], watchesFolder: false };
  await writeSettings(appPaths({ GENRESCOPE_HOME: place.home }).settings, settings);
  const app = await launchApp(place);
  await app.electron.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, WINDOW);
  // The window shows the view again that it showed last.
  await app.page.getByRole('tab', { name: 'Tracks' }).click();
  await calm(app, '[role=grid] [role=row][aria-selected]');
  return app;
}

async function report(app: RunningApp, step: Step): Promise<void> {
  const rounds: StepFigures[] = [];
  for (let round = 0; round < Number(values.rounds); round++) rounds.push(await measureStep(app, step));
  const tasks = rounds.flatMap((round) => round.tasks);
  const longest = (of: 'milliseconds' | 'processor') => Math.max(0, ...tasks.map((task) => task[of]));
  const long = (of: 'milliseconds' | 'processor') =>
    tasks.filter((task) => task[of] > LONG_MILLISECONDS).length / rounds.length;
  const figures = [
    median(rounds.map(({ milliseconds }) => milliseconds)),
    longest('milliseconds'),
    longest('processor'),
    long('milliseconds'),
    long('processor'),
    longest('processor') / LONG_MILLISECONDS,
  ];
  const [took, clock, processor, ...rest] = figures;
  const whole = [took, clock, processor].map((figure = NaN) => figure.toFixed(0).padStart(9));
  const columns = [...whole, ...rest.map((figure) => figure.toFixed(1).padStart(9))];
  console.log(`${step.name.padEnd(28)} | ${columns.join(' | ')}`);
}

/** The other steps are measured all the same. */
function fail({ name }: Step, error: unknown): void {
  console.error(`${name.padEnd(28)} | ${String(error)}`);
  process.exitCode = 1;
}

async function measure(place: Place, count: number): Promise<void> {
  const { database } = appPaths({ GENRESCOPE_HOME: place.home });
  if (mkdirSync(place.music, { recursive: true }) !== undefined)
    await makeLargeLibrary(database, realpathSync(place.music), count);
  const app = await openApp({ ...place, music: realpathSync(place.music) });
  const load = loadavg()[0]?.toFixed(1);
  console.log(`\n${cpus().length} × ${cpus()[0]?.model}, load ${load}, ${WINDOW.width} × ${WINDOW.height} pixels`);
  const heads = ['median ms', '  task ms', ' its cpu', '> 50 ms', 'cpu > 50', 'ratio'].map((head) => head.padStart(9));
  console.log(`${`${count} tracks`.padEnd(28)} | ${heads.join(' | ')}`);
  try {
    for (const step of [...TABLE_STEPS, ...VIEW_STEPS, ...REVIEW_STEPS])
      if (step.name.includes(values.only)) await report(app, step).catch((error: unknown) => fail(step, error));
  } finally {
    // The next start on this library shows the view that was shown last.
    await leaveReview(app);
    await app.page.getByRole('tab', { name: 'Tracks' }).click();
    await app.electron.close();
  }
}

provideElectron();
patience.calmMilliseconds = Number(values.calm);
const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'genrescope-bench-'));
const place = join(folder, values.tracks);
try {
  await measure({ home: join(place, 'home'), music: join(place, 'music') }, Number(values.tracks));
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
