import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '../../../training/random/random.ts';
import type { RunningApp } from '../../app.ts';
import { launchApp, scanFinished } from '../../app.ts';
import { makeTrack } from '../../make-music.ts';
import type { Answer } from './ask-all.ts';
import { askAll } from './ask-all.ts';
import { contentsOf, differences, markUnread, notesReads, readSince } from './folder-state.ts';
import type { RequestRecipe } from './requests.ts';
import { hostileTexts, requestRecipes } from './requests.ts';
import type { MainReport } from './watch-main.ts';
import { readReport, watchMain } from './watch-main.ts';

/** What an attack found. */
export interface PageAttack {
  readonly answers: readonly Answer[];
  readonly report: MainReport;
  /** Dialogs, programs and changes that nobody had pressed anything for. */
  readonly unasked: readonly string[];
  /** Files outside the music folder that were read or changed. */
  readonly touched: readonly string[];
  readonly readsAreNoted: boolean;
  /** Faults in the app's log. */
  readonly faults: readonly string[];
}

const BATCH = 25;
/** What the app writes by itself. */
const OWN_FILES = [
  'browser/',
  'logs/',
  'library.',
  'scans/',
  'readings/',
  'covers/',
  'maps/',
  'window.json',
  'copies/',
];

/** Attacks a running app with a small library: half of the requests come without input, half after a key was pressed. */
export async function attackPage(count: number, seed: number): Promise<PageAttack> {
  const folder = await mkdtemp(join(tmpdir(), 'genrescope-attack-page-'));
  const place = { home: join(folder, 'home'), music: join(folder, 'music') };
  const canary = join(folder, 'canary');
  await Promise.all([mkdir(place.music), mkdir(canary)]);
  const secrets = [await makeTrack(canary, 'secret', 'flac'), join(canary, 'secret.txt'), join(canary, 'labels.csv')];
  for (const path of secrets.slice(1)) await writeFile(path, 'path,genre\n');
  for (const name of ['one', 'two', 'three']) await makeTrack(place.music, name, 'flac');
  const texts = hostileTexts([canary, ...secrets, place.home, '/etc/passwd']);
  const requests = requestRecipes(count, createRandom(seed), texts);
  const half = Math.ceil(requests.length / 2);
  const app = await launchApp(place, place.music, {
    // Nothing listens there: what is asked to download is not.
    GENRESCOPE_DOWNLOAD_ORIGIN: 'http://127.0.0.1:9',
  });
  try {
    await scanFinished(app);
    await watchMain(app.electron);
    const readsAreNoted = await notesReads(folder);
    const before = await contentsOf(canary);
    await markUnread(secrets);
    const first = await withoutInput(app, place, requests.slice(0, half));
    const music = await contentsOf(place.music);
    const second = await send(app, requests.slice(half), () => app.page.keyboard.press('Shift'));
    const read = readsAreNoted ? await readSince(secrets) : [];
    const changed = differences(before, await contentsOf(canary));
    const written = differences(music, await contentsOf(place.music));
    return {
      answers: [...first.answers, ...second],
      report: await readReport(app.electron),
      unasked: first.unasked,
      touched: [...read.map((path) => `read: ${path}`), ...changed, ...written],
      readsAreNoted,
      faults: await faultsIn(join(place.home, 'logs', 'genrescope.log')),
    };
  } finally {
    await app.electron.close().catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
}

async function withoutInput(
  app: RunningApp,
  place: { readonly home: string; readonly music: string },
  requests: readonly RequestRecipe[],
): Promise<{ readonly answers: Answer[]; readonly unasked: readonly string[] }> {
  const states = () => Promise.all([contentsOf(place.home, OWN_FILES), contentsOf(place.music)]);
  const [home, music] = await states();
  const kept = await keptState(app);
  const answers = await send(app, requests, () => Promise.resolve());
  const [homeAfter, musicAfter] = await states();
  const { dialogs, handedOver } = await readReport(app.electron);
  const isKept = (await keptState(app)) === kept;
  return {
    answers,
    unasked: [
      ...differences(home, homeAfter),
      ...differences(music, musicAfter),
      ...dialogs,
      ...handedOver,
      ...(isKept ? [] : ['settings, labels, batches or the folder changed']),
    ],
  };
}

/** What the app says that it keeps. */
function keptState({ page }: RunningApp): Promise<string> {
  return page.evaluate(async () => {
    const bridge = window.genrescope;
    const state = await bridge.invoke('app.state', null);
    const answers = [await bridge.invoke('labels.summary', null), await bridge.invoke('tags.batches', null)];
    return JSON.stringify([state.ok && [state.value.settings, state.value.folder, state.value.models], answers]);
  });
}

async function send(
  { page }: RunningApp,
  requests: readonly RequestRecipe[],
  press: () => Promise<void>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let from = 0; from < requests.length; from += BATCH) {
    await press();
    answers.push(...(await askAll(page, requests.slice(from, from + BATCH))));
  }
  return answers;
}

async function faultsIn(log: string): Promise<string[]> {
  const lines = (await readFile(log, 'utf8')).split('\n');
  return lines.filter((line) => /^\S+ fault: /.test(line));
}
