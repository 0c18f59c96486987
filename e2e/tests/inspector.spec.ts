import { open, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {} from '../../src-renderer/api/bridge.ts';
import type { Encoding } from '../../src-main/testing/encode-audio.ts';
import { encodeAudio, extensionOf } from '../../src-main/testing/encode-audio.ts';
import { synthesizeWav } from '../../src-main/testing/synthesize.ts';
import type { RunningApp } from '../app.ts';
import { expect, scanFinished, test } from '../app.ts';
import { resize } from '../window-size.ts';
import { cursor, inspect, inspector, position, scrolledAway, spectrogram } from '../inspector-page.ts';

/** A sine at −20 dBFS. */
const TONE = { sampleRate: 44_100, frequencies: [1000], amplitude: 0.1, noise: 0 };

/** Lets the next save dialog answer with `file`, or be left. */
async function answerSaveDialog({ electron }: RunningApp, file: string | null): Promise<void> {
  await electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: path === null, filePath: path ?? '' });
  }, file);
}

/** Megabytes of the page's process. */
async function pageMemory({ electron }: RunningApp): Promise<number> {
  return electron.evaluate(({ app, BrowserWindow }) => {
    const pid = BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId();
    return (app.getAppMetrics().find((metric) => metric.pid === pid)?.memory.workingSetSize ?? 0) / 1024;
  });
}

test('a tone of known frequency and level reads as what it is, in every scale', async ({ place, startApp }) => {
  await writeFile(join(place.music, 'tone.wav'), synthesizeWav({ seconds: 4, ...TONE }));
  const { page } = await startApp(place.music);
  await inspect(page, /tone/);
  await page.getByRole('button', { name: 'Spectrogram settings' }).click();
  for (const scale of ['Linear', 'Logarithmic', 'Mel', 'Bark']) {
    await page.getByRole('combobox', { name: 'Frequency scale' }).selectOption({ label: scale });
    await spectrogram(page).focus();
    // The keyboard's cursor begins at 1 kHz and the first sample, half of whose frame is silence.
    await expect(async () => {
      await page.keyboard.press('ArrowRight');
      await expect(cursor(page)).toContainText(/^0:00\.[1-9].*dBFS/, { timeout: 100 });
    }).toPass({ intervals: [10] });
    const text = (await cursor(page).textContent()) ?? '';
    const [, level = '', peak = ''] = /1 kHz \(B5 .*\), ([−\d.]+) dBFS, peak at ([\d.]+) Hz/.exec(text) ?? [];
    expect(Math.abs(Number(level.replace('−', '-')) + 20), text).toBeLessThan(0.5);
    expect(Math.abs(Number(peak) - 1000), text).toBeLessThan(44_100 / 2048);
  }
  // The selection begins at the cursor and ends with the track; a sine's mean power is 3 dB below its peak.
  await page.keyboard.press('[');
  await expect(page.getByRole('status', { name: 'Mean level of the selection' })).toHaveText('−23.0 dBFS');
});

test('sound is where it is asked for in every format', async ({ place, startApp }) => {
  const formats: readonly Encoding[] = ['mp3-id3v24', 'flac', 'm4a-aac', 'opus', 'wma'];
  // At second s the tone is at 400 + 100·s Hz.
  const sound = { seconds: 12, frequencies: [400], amplitude: 0.5, noise: 0, hertzPerSecond: 100 };
  for (const format of formats)
    await writeFile(join(place.music, `steps-${format}${extensionOf(format)}`), await encodeAudio(format, { sound }));
  const { page } = await startApp(place.music);
  await scanFinished({ page });
  for (const format of formats) {
    await inspect(page, new RegExp(`steps-${format}`));
    const frequencies = await page.evaluate(async (prefix) => {
      const rows = await window.genrescope.invoke('library.rows', {
        ids: Int32Array.from({ length: 10 }, (_, index) => index + 1),
      });
      const track = rows.ok ? rows.value.find(({ fileName }) => fileName.startsWith(prefix)) : undefined;
      const audio = `/media/${track?.id}`;
      const measure = async (seconds: number): Promise<number> => {
        const head = new DataView(await (await fetch(audio, { headers: { range: 'bytes=0-43' } })).arrayBuffer());
        const [channels, rate] = [head.getUint16(22, true), head.getUint32(24, true)];
        const first = 44 + Math.round(seconds * rate) * channels * 2;
        const response = await fetch(audio, { headers: { range: `bytes=${first}-${first + rate * channels - 1}` } });
        if (response.status !== 206) throw new Error(`status ${response.status}`);
        const samples = new Int16Array(await response.arrayBuffer()).filter((_, index) => index % channels === 0);
        const crossings = samples.filter(
          (sample, index) => index > 0 && (samples[index - 1] as number) < 0 && sample >= 0,
        ).length;
        return (crossings * rate) / samples.length;
      };
      return [await measure(0.25), await measure(7.25), await measure(10.25)];
    }, `steps-${format}`);
    [400, 1100, 1400].forEach((expected, index) =>
      expect(Math.abs((frequencies[index] ?? 0) - expected), `${format}: ${frequencies.join(', ')}`).toBeLessThan(25),
    );
    await page.keyboard.press('Escape');
  }
});

test('the inspector is played, moved and left by keys alone', async ({ place, startApp }) => {
  for (const name of ['first', 'second'])
    await writeFile(join(place.music, `${name}.wav`), synthesizeWav({ seconds: 20, ...TONE }));
  const { page } = await startApp(place.music);
  await scanFinished({ page });
  const grid = page.getByRole('grid', { name: 'Tracks' });
  await grid.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(inspector(page).getByRole('heading', { level: 2 })).toHaveText('first.wav');
  await expect(position(page)).toHaveText('0:00.00 / 0:20');
  await page.keyboard.press('ArrowRight');
  await expect(position(page)).toContainText('0:05.00');
  await page.keyboard.press('Space');
  await expect(inspector(page).getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(position(page)).not.toContainText('0:05.00');
  await page.keyboard.press('k');
  await expect(inspector(page).getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await page.keyboard.press('End');
  await expect(position(page)).toContainText('0:20.00');
  await page.keyboard.press('Home');
  await expect(position(page)).toContainText('0:00.00');
  await page.keyboard.press('+');
  await page.keyboard.press('n');
  await expect(inspector(page).getByRole('heading', { level: 2 })).toHaveText('second.wav');
  await page.keyboard.press('p');
  await expect(inspector(page).getByRole('heading', { level: 2 })).toHaveText('first.wav');
  await page.keyboard.press('Escape');
  await expect(inspector(page)).toHaveCount(0);
  await expect(grid).toBeFocused();
});

test('what the model hears is told along the track, with the saliency and the neighbours', async ({
  place,
  startApp,
}) => {
  for (const [name, frequency] of [
    ['low', 150],
    ['lower', 140],
    ['high', 5000],
  ] as const) {
    await writeFile(
      join(place.music, `${name}.wav`),
      synthesizeWav({ seconds: 24, sampleRate: 22_050, frequencies: [frequency], noise: 0.05 }),
    );
  }
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished(app);
  await inspect(page, /low\.wav/);
  const strip = page.getByRole('slider', { name: 'Genres along the track' });
  await expect(strip).toHaveAttribute('aria-valuetext', /0:00\.0 to .*%/, { timeout: 20_000 });
  const hears = page.getByRole('complementary', { name: 'Model predictions' });
  await expect(hears.getByRole('heading', { name: 'Similar tracks' })).toBeVisible();
  await expect(hears.getByRole('button', { name: /^Play/ }).first()).toHaveAccessibleName('Play lower.wav');
  const genre = hears.getByRole('button', { pressed: false }).first();
  await genre.click();
  await expect(hears.getByRole('combobox', { name: 'Saliency method' })).toHaveValue('gradient');
  await hears.getByRole('combobox', { name: 'Genre to compare' }).selectOption({ index: 1 });
  await expect(hears).toContainText('above the line');
  await hears
    .getByRole('button', { name: /^Genre profile of/ })
    .first()
    .click();
  await expect(page.getByRole('dialog', { name: /^Genre profile of/ })).toContainText(
    /Most typical|No tracks to compare/,
  );
  await page.keyboard.press('Escape');
  const style = hears.getByRole('list', { name: 'Styles' }).getByRole('button').first();
  const name = (await style.innerText()).split('\n')[0] ?? '';
  await hears.getByRole('combobox', { name: 'Genre to compare' }).selectOption({ index: 0 });
  await style.click();
  await expect(style).toHaveAttribute('aria-pressed', 'true');
  await expect(strip).toHaveAttribute('aria-valuetext', new RegExp(`: ${name} .*threshold`));
  await expect(hears.getByRole('heading', { name: `Similar tracks with ${name}` })).toBeVisible();
  await hears.getByRole('switch', { name: 'Show the model’s input' }).check();
  await expect(page.getByRole('img', { name: 'Colours from -2.5 to 2.5 σ' })).toBeVisible();
  for (const [width, height] of [
    [1280, 800],
    [720, 560],
  ] as const) {
    await resize(app, width, height);
    await expect.poll(() => scrolledAway(page)).toBe(0);
  }
});

test('what is on screen is saved as picture, table and sound; nothing is written where the dialog is left', async ({
  place,
  startApp,
}) => {
  for (const name of ['tone', 'other'])
    await writeFile(join(place.music, `${name}.wav`), synthesizeWav({ seconds: 10, ...TONE }));
  const app = await startApp(place.music);
  const { page } = app;
  await inspect(page, /tone/);
  await expect(position(page)).toHaveText('0:00.00 / 0:10');
  await page.keyboard.press('ArrowRight');
  await expect(position(page)).toContainText('0:05.00');
  await page.keyboard.press('[');
  await page.keyboard.press('End');
  await expect(position(page)).toContainText('0:10.00');
  await page.keyboard.press(']');
  await expect(inspector(page).getByRole('progressbar')).toHaveCount(0);
  const exported = page.getByRole('dialog', { name: 'Export' });
  for (const [button, file] of [
    ['Save Picture (PNG)…', 'out.png'],
    ['Save Table (CSV)…', 'out.csv'],
    ['Save Sound (WAV)…', 'out.wav'],
  ] as const) {
    await page.keyboard.press('e');
    // The music itself is never written over.
    await answerSaveDialog(app, join(place.music, 'other.wav'));
    await exported.getByRole('button', { name: button }).click();
    await expect(exported.getByRole('button', { name: button })).toBeEnabled();
    await answerSaveDialog(app, null);
    await exported.getByRole('button', { name: button }).click();
    // The picture is drawn before it is asked where to.
    await expect(exported.getByRole('button', { name: button })).toBeEnabled();
    await answerSaveDialog(app, join(place.home, file));
    await exported.getByRole('button', { name: button }).click();
    await expect(exported).toHaveCount(0);
    await inspector(page).focus();
  }
  expect(await readFile(join(place.music, 'other.wav'))).toEqual(Buffer.from(synthesizeWav({ seconds: 10, ...TONE })));
  expect((await readdir(place.home)).filter((name) => name.startsWith('out.')).sort()).toEqual([
    'out.csv',
    'out.png',
    'out.wav',
  ]);
  expect((await readFile(join(place.home, 'out.png'))).readUInt32BE(16)).toBe(2 * 1280);
  const [head = '', ...lines] = (await readFile(join(place.home, 'out.csv'), 'utf8')).split('\n');
  expect(head.split(',')).toHaveLength(1 + 1025);
  expect(Math.max(...(lines[10] ?? '').split(',').slice(1).map(Number))).toBeGreaterThan(-22);
  const wav = await readFile(join(place.home, 'out.wav'));
  expect(wav.length).toBe(44 + 5 * 44_100 * 2);
});

test('bars stand under the waveform where a tag tells the tempo', async ({ place, startApp }) => {
  const flac = join(place.music, 'beat.flac');
  await writeFile(flac, await encodeAudio('flac', { sound: { seconds: 12, ...TONE }, tags: { BPM: '120' } }));
  const { page } = await startApp(place.music);
  await inspect(page, /beat/);
  await page.getByRole('button', { name: 'Spectrogram settings' }).click();
  await page.getByRole('switch', { name: 'Bars (120 BPM)' }).check();
  await expect(inspector(page)).toContainText('123456');
});

test('the next track plays after the inspector was closed, and settings may change quickly', async ({
  place,
  startApp,
}) => {
  for (const name of ['first', 'second'])
    await writeFile(join(place.music, `${name}.wav`), synthesizeWav({ seconds: 12, ...TONE, noise: 0.05 }));
  const { page } = await startApp(place.music);
  await scanFinished({ page });
  for (const name of [/first/, /second/, /first/]) {
    await inspect(page, name);
    await page.waitForTimeout(1_500);
    await page.keyboard.press('Space');
    await expect(position(page)).not.toContainText('0:00.00');
    await expect(inspector(page).getByRole('alert')).toHaveCount(0);
    await page.keyboard.press('Escape');
  }
  await inspect(page, /second/);
  await page.getByRole('button', { name: 'Spectrogram settings' }).click();
  const size = page.getByRole('combobox', { name: 'FFT size' });
  for (const value of ['4096', '8192', '1024']) await size.selectOption(value);
  const hears = page.getByRole('complementary', { name: 'Model predictions' });
  const genre = hears.getByRole('list', { name: 'Whole track' }).getByRole('button').first();
  await genre.click();
  await expect(genre).toHaveAttribute('aria-pressed', 'true');
  await page.waitForTimeout(1_000);
  await expect(genre).toHaveAttribute('aria-pressed', 'true');
  await expect(inspector(page).getByRole('alert')).toHaveCount(0);
});

test('three hours open at once, in bounded memory that is given back', async ({ place, startApp }) => {
  const second = Buffer.from(synthesizeWav({ seconds: 10, ...TONE, sampleRate: 8000 }).subarray(44));
  const seconds = 3 * 3600;
  const file = await open(join(place.music, 'long.wav'), 'w');
  const header = Buffer.from(synthesizeWav({ seconds: 0.01, ...TONE, sampleRate: 8000 }).subarray(0, 44));
  header.writeUInt32LE(36 + seconds * 16_000, 4);
  header.writeUInt32LE(seconds * 16_000, 40);
  await file.write(header);
  for (let written = 0; written < seconds; written += 10) await file.write(second);
  await file.close();
  const app = await startApp(place.music);
  const { page } = app;
  await scanFinished({ page });
  const before = await pageMemory(app);
  const started = Date.now();
  await inspect(page, /long/);
  await expect(position(page)).toContainText('/ 3:00:00');
  await spectrogram(page).hover({ position: { x: 300, y: 100 } });
  await expect(cursor(page)).toContainText('dBFS', { timeout: 5_000 });
  expect(Date.now() - started).toBeLessThan(5_000);
  await expect(inspector(page).getByRole('progressbar')).toHaveCount(0, { timeout: 60_000 });
  await inspector(page).focus();
  for (let step = 0; step < 10; step++) await page.keyboard.press('+');
  await expect(cursor(page)).toContainText('dBFS');
  expect((await pageMemory(app)) - before).toBeLessThan(200);
  await page.keyboard.press('Escape');
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('new Promise((done) => setTimeout(done, 3000))'),
  );
  await page.requestGC();
  expect((await pageMemory(app)) - before).toBeLessThan(60);
});
