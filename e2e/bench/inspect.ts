import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { ElectronApplication, Page } from '@playwright/test';
import { _electron } from '@playwright/test';
import { appPaths } from '../../src-main/library/app-paths.ts';
import { DEFAULT_SETTINGS } from '../../src-main/contract/settings.ts';
import { writeSettings } from '../../src-main/library/settings-store.ts';
import { launchApp, scanFinished } from '../app.ts';
import { provideElectron } from '../electron-path.ts';
import { median } from './median.ts';

/**
 * `npm run bench:inspect -- [--rounds N]`: how long the inspector takes to the first and to the full picture of MP3s of
 * 30 seconds to three hours, and what its page takes in memory; beside FFmpeg's decoding alone and wavesurfer.js's own
 * spectrogram plugin in the same browser. Medians. Without a display it brings its own.
 */
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, lengths: { type: 'string', default: '30,300,3600,10800' } },
});
const rounds = Number(values.rounds);
const folder = mkdtempSync(join(tmpdir(), 'genrescope-bench-'));
const music = join(folder, 'music');
const PEER_LIMIT = 60_000;

interface Opening {
  readonly first: number;
  readonly full: number;
}

function makeTrack(seconds: number): string {
  const path = join(music, `${seconds}.mp3`);
  const tone = `sine=f=220:b=4:d=${seconds},aformat=sample_rates=44100[a]`;
  const noise = `anoisesrc=a=0.1:d=${seconds}:r=44100,tremolo=f=3[b]`;
  const source = `${tone};${noise};[a][b]amix`;
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-filter_complex', source, '-ac', '2', '-b:a', '128k', path]);
  return path;
}

function decodeAlone(path: string): number {
  const started = performance.now();
  execFileSync('ffmpeg', ['-v', 'error', '-i', path, '-f', 'f32le', '-y', '/dev/null']);
  return performance.now() - started;
}

/** Runs in the page, as text: compilers add helpers to functions that a page does not have. */
const WATCH = `
  const started = performance.now();
  window.marks = { first: 0, full: 0 };
  const stop = window.genrescope.subscribe('inspect.scan', ({ phase }) => {
    if (phase === 'scanning') return;
    window.marks.full ||= performance.now() - started;
    stop();
  });
  const check = () => {
    const canvas = document.querySelector('[aria-label="Spectrogram"] canvas');
    const middleRows = () =>
      canvas.getContext('2d').getImageData(0, Math.floor(canvas.height / 2), canvas.width, 8).data;
    const pixels = canvas && canvas.width > 0 ? middleRows() : [];
    if (pixels.some((value, index) => index % 4 < 3 && value > 40)) window.marks.first = performance.now() - started;
    else requestAnimationFrame(check);
  };
  requestAnimationFrame(check);
`;

/** From the key to the first picture that is not black, and to the end of the scan. */
async function openTrack(page: Page, name: string): Promise<Opening> {
  await page.getByRole('row', { name }).first().click();
  await page.evaluate(WATCH);
  await page.keyboard.press('Enter');
  await page.waitForFunction(
    () => {
      const { marks } = window as Window & { marks?: Opening };
      return (marks?.first ?? 0) > 0 && (marks?.full ?? 0) > 0;
    },
    null,
    { timeout: 300_000 },
  );
  const marks = await page.evaluate(() => (window as Window & { marks?: Opening }).marks);
  return marks ?? { first: NaN, full: NaN };
}

async function pageMegabytes(app: ElectronApplication): Promise<number> {
  return app.evaluate(({ app: electron, BrowserWindow }) => {
    const pid = BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId();
    return (electron.getAppMetrics().find((metric) => metric.pid === pid)?.memory.peakWorkingSetSize ?? 0) / 1024;
  });
}

async function measureApp(
  lengths: readonly number[],
  room: number,
): Promise<Map<number, Opening & { readonly memory: number }>> {
  const home = join(folder, `home-${room}`);
  await writeSettings(appPaths({ GENRESCOPE_HOME: home }).settings, {
    ...DEFAULT_SETTINGS,
    inspectionCacheMegabytes: room,
  });
  const results = new Map<number, Opening & { readonly memory: number }>();
  for (const length of lengths) {
    const { electron, page } = await launchApp({ home, music }, music);
    await scanFinished({ page });
    const openings: Opening[] = [];
    for (let round = 0; round < rounds + (room > 0 ? 1 : 0); round++) {
      openings.push(await openTrack(page, `${length}.mp3`));
      await page.waitForTimeout(500);
      await page.keyboard.press('Escape');
      // Nobody opens the next track in the same moment; by then FFmpeg waits for it.
      await page.waitForTimeout(500);
    }
    // The first opening fills the cache.
    const counted = room > 0 ? openings.slice(1) : openings;
    results.set(length, {
      first: median(counted.map(({ first }) => first)),
      full: median(counted.map(({ full }) => full)),
      memory: await pageMegabytes(electron),
    });
    await electron.close();
  }
  return results;
}

async function measurePeer(path: string): Promise<string> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const sandbox = process.env['GENRESCOPE_NO_SANDBOX'] === '1' ? ['--no-sandbox'] : [];
    const app = await _electron.launch({
      executablePath: process.env['GENRESCOPE_ELECTRON_PATH'] ?? '',
      args: [...sandbox, resolve(import.meta.dirname, 'wavesurfer-app')],
    });
    const page = await app.firstWindow();
    await page.waitForFunction(() => 'isReady' in window);
    const drawn = page
      .evaluate(
        (url) => (window as unknown as { draw(address: string): Promise<number> }).draw(url),
        pathToFileURL(path).href,
      )
      .catch(() => 'failed');
    const outcome = await Promise.race([
      drawn,
      new Promise<string>((done) => setTimeout(() => done('not in a minute'), PEER_LIMIT)),
    ]);
    await app.close().catch(() => undefined);
    if (typeof outcome !== 'number') return outcome;
    times.push(outcome);
  }
  return `${Math.round(median(times))} ms`;
}

provideElectron();
mkdirSync(music);
try {
  const lengths = values.lengths.split(',').map(Number);
  const paths = new Map(lengths.map((length) => [length, makeTrack(length)]));
  const [anew, kept] = [await measureApp(lengths, 0), await measureApp(lengths, 1000)];
  console.log(
    'seconds | first picture | full picture | kept: first | page, peak | ' +
      'FFmpeg alone | full / FFmpeg | wavesurfer.js plugin',
  );
  for (const [length, path] of paths) {
    const alone = median(Array.from({ length: rounds }, () => decodeAlone(path)));
    const own = anew.get(length);
    const ms = (value: number | undefined) => `${Math.round(value ?? NaN)} ms`;
    console.log(
      [
        length,
        ms(own?.first),
        ms(own?.full),
        ms(kept.get(length)?.first),
        `${Math.round(own?.memory ?? NaN)} MB`,
        ms(alone),
        `${((own?.full ?? NaN) / alone).toFixed(2)}×`,
        await measurePeer(path),
      ].join(' | '),
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
