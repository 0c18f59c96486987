import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { answerFolderDialog, expect, scanFinished, test } from '../app.ts';
import type { RunningApp } from '../app.ts';
import { makeTrack } from '../make-music.ts';

/** Electron's values of a progress bar that is not there, and of one without an end. */
const NO_BAR = -1;
const ENDLESS_BAR = 2;

/** What the system was told to show. */
interface Signs {
  readonly bars: number[];
  readonly notifications: { readonly title: string; readonly body: string }[];
}

/** Notes signs in place of showing them. */
async function watchSigns({ electron }: RunningApp): Promise<void> {
  await electron.evaluate(({ BrowserWindow, Notification }) => {
    const signs: Signs = { bars: [], notifications: [] };
    const window = BrowserWindow.getAllWindows()[0];
    if (!window) throw new Error('There is no window.');
    window.setProgressBar = (progress) => void signs.bars.push(progress);
    // A display in memory may have nobody who shows them.
    Notification.isSupported = () => true;
    Notification.prototype.show = function show() {
      signs.notifications.push({ title: this.title, body: this.body });
    };
    Object.assign(globalThis, { signs });
  });
}

const signsOf = ({ electron }: RunningApp): Promise<Signs> =>
  electron.evaluate(() => Reflect.get(globalThis, 'signs') as Signs);

/** Where the user looks, whatever the display has the focus on. */
const look = ({ electron }: RunningApp, isAtWindow: boolean): Promise<void> =>
  electron.evaluate(({ BrowserWindow }, isFocused) => {
    for (const window of BrowserWindow.getAllWindows()) window.isFocused = () => isFocused;
  }, isAtWindow);

/** Opens a folder, and waits until its bar is gone. @returns the values of the bar meanwhile */
async function scan(app: RunningApp, folder: string): Promise<number[]> {
  const before = (await signsOf(app)).bars.length;
  const bars = async () => (await signsOf(app)).bars.slice(before);
  await answerFolderDialog(app, folder);
  await app.page.getByRole('button', { name: 'Open Music Folder…' }).first().click();
  await expect.poll(async () => (await bars()).length).toBeGreaterThan(1);
  await scanFinished(app);
  await expect.poll(async () => (await bars()).at(-1)).toBe(NO_BAR);
  return bars();
}

test('the task bar shows how far a scan is, and who looks elsewhere is told its end', async ({ place, startApp }) => {
  const [one, two] = [join(place.music, 'one'), join(place.music, 'two')];
  await mkdir(one);
  await mkdir(two);
  for (const frequency of [200, 300, 400]) await makeTrack(one, `${frequency}`, 'wav', { seconds: 25, frequency });
  await makeTrack(two, 'other', 'wav', { frequency: 500 });
  const app = await startApp();
  await watchSigns(app);

  await look(app, true);
  const bars = await scan(app, one);
  expect(bars[0]).toBe(ENDLESS_BAR);
  const shares = bars.filter((bar) => bar !== NO_BAR && bar !== ENDLESS_BAR);
  expect(shares.some((share) => share > 0 && share < 1)).toBe(true);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect((await signsOf(app)).notifications).toEqual([]);

  await look(app, false);
  await scan(app, two);
  expect((await signsOf(app)).notifications).toEqual([{ title: 'Genrescope', body: '1 track analysed.' }]);
});
