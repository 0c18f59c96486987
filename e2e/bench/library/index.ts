import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startThread } from '../../../src-main/channel/thread-ports.ts';
import { AppCore } from '../../../src-main/app/app-core.ts';
import { EVERY_TRACK } from '../../../src-main/contract/library.ts';
import type { ScannedFile } from '../../../src-main/contract/scanned-file.ts';
import { DEFAULT_SETTINGS } from '../../../src-main/contract/settings.ts';
import { appPaths } from '../../../src-main/library/app-paths.ts';
import type { Place } from '../../app.ts';
import { provideElectron } from '../../electron-path.ts';
import { defaultModel } from '../../made-up-library.ts';
import { median } from '../median.ts';
import { largeBatch } from './large-batch.ts';
import { listFiles, makeLargeLibrary } from './large-library.ts';
import type { Gauged } from './longest-block.ts';
import { gauge } from './longest-block.ts';
import type { WindowOpening } from './open-window.ts';
import { openWindow } from './open-window.ts';
import { operationsOf } from './operations.ts';

/**
 * `npm run bench:library -- [--tracks 100000,400000] [--rounds 5] [--keep FOLDER] [--only TEXT]`: how long the app takes
 * for what it asks of a large library, what that takes of the processor, and for how long at most it holds up the main
 * process, by the clock and by the processor. Medians; the longest block of all rounds. Without a display it brings its
 * own. With `--keep`, libraries stay in a folder and are used again; `--only` measures what has a text in its name.
 */
const { values } = parseArgs({
  options: {
    tracks: { type: 'string', default: '100000,400000' },
    rounds: { type: 'string', default: '5' },
    keep: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});
const BUILT = resolve('out', 'main');
const rounds = Number(values.rounds);
const UNTIL_WINDOW = 'the app: until its window';
const UNTIL_ROWS = 'the app: until its rows';
const isWanted = (name: string) => name.includes(values.only);

function openCore(home: string): AppCore {
  const never = () => {
    throw new Error('Nothing here starts a process.');
  };
  return new AppCore({
    paths: appPaths({ GENRESCOPE_HOME: home }),
    modelRoots: [],
    settings: { ...DEFAULT_SETTINGS, watchesFolder: false },
    version: '0.0.0',
    createUpdateSource: () => Promise.resolve(null),
    shippedModels: () => Promise.resolve([]),
    isInstalled: () => Promise.resolve(false),
    findFolder: never,
    downloadOf: never,
    get: never,
    startAnalysis: never,
    startTags: never,
    startInspection: never,
    startTraining: never,
    startRetrain: never,
    startLibrary: never,
    startWatch: never,
    startLibraryReader: (database) =>
      startThread(join(BUILT, 'library-reader.worker.js'), 'library reader', { database }),
    startSoundMap: (database) => startThread(join(BUILT, 'sound-map.worker.js'), 'sound map', { database }),
    emit: () => undefined,
    onScanFinished: () => undefined,
    onSteps: () => undefined,
  });
}

async function repeat(name: string, work: () => unknown): Promise<void> {
  const gauged: Gauged[] = [];
  for (let round = 0; round < rounds; round++) gauged.push(await gauge(work));
  const took = median(gauged.map(({ milliseconds }) => milliseconds));
  const processor = median(gauged.map((each) => each.processor));
  const first = gauged[0]?.milliseconds ?? NaN;
  const block = Math.max(...gauged.map(({ longestBlock }) => longestBlock));
  const ofProcessor = Math.max(...gauged.map(({ mostProcessor }) => mostProcessor));
  const columns = [took, processor, first, block, ofProcessor].map((figure) => figure.toFixed(1).padStart(9));
  console.log(`${name.padEnd(28)} | ${columns.join(' | ')}`);
}

/** The app itself, from the start of its process. */
async function measureWindow(place: Place): Promise<void> {
  const openings: WindowOpening[] = [];
  for (let round = 0; round < rounds; round++) openings.push(await openWindow(place));
  for (const until of ['window', 'rows'] as const) {
    const took = median(openings.map((opening) => opening[until]));
    console.log(`${(until === 'rows' ? UNTIL_ROWS : UNTIL_WINDOW).padEnd(28)} | ${took.toFixed(1).padStart(9)}`);
  }
}

async function measure(folder: string, count: number): Promise<void> {
  const place = join(folder, String(count));
  const [home, music] = [join(place, 'home'), join(place, 'music')];
  const { database, journal } = appPaths({ GENRESCOPE_HOME: home });
  if (mkdirSync(music, { recursive: true }) !== undefined) await makeLargeLibrary(database, realpathSync(music), count);
  const root = realpathSync(music);
  console.log(`\n${count} tracks${' '.repeat(21)} | median ms |    cpu ms |  first ms |  block ms | block cpu`);
  let core: AppCore | undefined;
  const open = () => {
    core?.close();
    core = openCore(home);
    core.folder.replace(root);
    return core.reader.query(EVERY_TRACK);
  };
  if (isWanted('open and query')) await repeat('open and query', open);
  else await open();
  let files: ScannedFile[] = [];
  const list = async () => (files = await listFiles(root));
  if (isWanted('rescan: list')) await repeat('rescan: list', list);
  else await list();
  if (!core) return;
  if (isWanted(UNTIL_ROWS)) await measureWindow({ home, music: root });
  const { specHash } = await defaultModel();
  const batchId = await largeBatch(journal, root, files);
  for (const { name, work } of operationsOf({ core, id: 1, specHash, files, journal, batchId }))
    if (isWanted(name)) await repeat(name, work);
  core.close();
}

provideElectron();
const folder = values.keep ?? mkdtempSync(join(tmpdir(), 'genrescope-bench-'));
try {
  for (const count of values.tracks.split(',').map(Number)) await measure(folder, count);
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}
