import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { DEFAULT_SETTINGS } from '../../src-main/contract/settings.ts';
import { appPaths } from '../../src-main/library/app-paths.ts';
import { openReader, type LibraryDatabase } from '../../src-main/library/database.ts';
import { writeSettings } from '../../src-main/library/settings-store.ts';
import { launchApp, type Place } from '../app.ts';
import { provideElectron } from '../electron-path.ts';
import { median } from './median.ts';
import { ffmpeg } from './music-library.ts';

/**
 * `npm run bench:titles -- [--files 10000] [--rounds 5]`: how soon a new library knows the titles, artists and genres in
 * the tags of a folder of MP3 (ID3v2.3 and 2.4), FLAC, Ogg Vorbis, Opus and M4A files of three seconds: seconds from the
 * start of the app's process, medians, and how many files are analysed by then. Every format has twenty files of other
 * tags, each under as many names as needed. Without a display it brings its own.
 */
const { values } = parseArgs({
  options: { files: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '5' } },
});
const count = Number(values.files);
const FORMATS = [
  ['id3v23.mp3', '-c:a', 'libmp3lame', '-id3v2_version', '3'],
  ['id3v24.mp3', '-c:a', 'libmp3lame', '-id3v2_version', '4'],
  ['flac.flac', '-c:a', 'flac'],
  ['vorbis.ogg', '-c:a', 'libvorbis'],
  ['opus.opus', '-c:a', 'libopus'],
  ['aac.m4a', '-c:a', 'aac'],
] as const;
const GENRES = ['Rock', 'Jazz', 'Techno', 'Folk'];
const VARIANTS = 20;
const FILES_OF_ALBUM = 12;
const LOOK_MILLISECONDS = 200;
const MOST_MILLISECONDS = 1_800_000;

const KNOWN = `
  SELECT count(*) AS listed, count(*) FILTER (WHERE status = 'done') AS analysed,
    count(*) FILTER (WHERE title <> '' AND artist <> '' AND genres <> '[]') AS titled
  FROM tracks`;
const knownRow = z.object({ listed: z.number(), analysed: z.number(), titled: z.number() });

/** When all files were listed and when all of their tags were known, in seconds, and how many were analysed by then. */
interface Knowing {
  readonly listed: number;
  readonly titled: number;
  readonly analysed: number;
}

/** Files of all formats, evenly, in folders of albums. */
function makeMusic(samples: string, music: string): void {
  mkdirSync(samples, { recursive: true });
  const originals = Array.from({ length: VARIANTS }, (_, variant) =>
    FORMATS.map(([name, ...codec]) => makeSample(join(samples, `${variant} ${name}`), variant, codec)),
  ).flat();
  for (let index = 0; index < count; index++) {
    const folder = join(music, `Album ${Math.floor(index / FILES_OF_ALBUM)}`);
    const original = originals[index % originals.length] ?? '';
    mkdirSync(folder, { recursive: true });
    copyFileSync(original, join(folder, `${index}${extname(original)}`));
  }
}

function makeSample(path: string, variant: number, codec: readonly string[]): string {
  const tags = {
    title: `Tide ${variant}`,
    artist: `Artist ${variant % 7}`,
    album: `Album ${variant % 5}`,
    genre: GENRES[variant % GENRES.length] ?? '',
    date: String(1990 + variant),
  };
  const metadata = Object.entries(tags).flatMap(([name, text]) => ['-metadata', `${name}=${text}`]);
  const sound = `sine=frequency=${200 + 20 * variant}:sample_rate=48000`;
  ffmpeg('-f', 'lavfi', '-i', sound, '-t', '3', '-ac', '2', ...metadata, ...codec, path);
  return path;
}

async function openAndWait({ home, music }: Place): Promise<Knowing> {
  const { settings, database } = appPaths({ GENRESCOPE_HOME: home });
  await writeSettings(settings, { ...DEFAULT_SETTINGS, recentFolders: [music] });
  const started = performance.now();
  const { electron } = await launchApp({ home, music });
  const reader = openReader(database);
  try {
    return await watch(reader, started);
  } finally {
    reader.close();
    await electron.close();
  }
}

async function watch(reader: LibraryDatabase, started: number): Promise<Knowing> {
  let listed: number | null = null;
  for (let seconds = 0; seconds * 1_000 < MOST_MILLISECONDS;) {
    const known = knownRow.parse(reader.prepare(KNOWN).get());
    seconds = (performance.now() - started) / 1_000;
    if (known.listed === count) listed ??= seconds;
    if (listed !== null && known.titled === count) return { listed, titled: seconds, analysed: known.analysed };
    await setTimeout(LOOK_MILLISECONDS);
  }
  throw new Error('The titles did not all become known.');
}

provideElectron();
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'genrescope-bench-')));
try {
  makeMusic(join(folder, 'samples'), join(folder, 'music'));
  const rounds: Knowing[] = [];
  for (let round = 0; round < Number(values.rounds); round++)
    rounds.push(await openAndWait({ home: join(folder, `home ${round}`), music: join(folder, 'music') }));
  const of = (what: keyof Knowing) => median(rounds.map((round) => round[what]));
  console.log(`${cpus().length} × ${cpus()[0]?.model}, load ${loadavg()[0]?.toFixed(1)}`);
  console.log(
    `${count} files listed after ${of('listed').toFixed(1)} s, all titles after ${of('titled').toFixed(1)} s,`,
  );
  console.log(`when ${of('analysed')} files were analysed (medians of ${rounds.length})`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
