import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { _electron, expect as impatient, test as base } from '@playwright/test';
import type { TagMode } from '../src-main/contract/values.ts';
import { withVirtualDisplay } from '../src-main/setup/virtual-display.mjs';

const ROOT = resolve(import.meta.dirname, '..');

/** As patient in programs outside the test runner as within it. */
export const expect = impatient.configure({ timeout: 20_000 });

/** A temporary place for a test: the app's own data and a music folder. */
export interface Place {
  readonly home: string;
  readonly music: string;
}

/** A running app. */
export interface RunningApp {
  readonly electron: ElectronApplication;
  readonly page: Page;
}

/** What a command of the command line said. */
export interface CommandResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What is named on the app's command line: a folder, or several arguments. */
export type Named = string | readonly string[];

/** Starts the built app on a place; what is named is opened as the command line would. @param switches Chromium's */
export async function launchApp(
  { home }: Place,
  named: Named = [],
  environment: Readonly<Record<string, string>> = {},
  switches: readonly string[] = [],
): Promise<RunningApp> {
  const executablePath = process.env['GENRESCOPE_ELECTRON_PATH'];
  if (!executablePath) throw new Error('GENRESCOPE_ELECTRON_PATH names no Electron: run the tests by npm test.');
  const sandbox = process.env['GENRESCOPE_NO_SANDBOX'] === '1' ? ['--no-sandbox'] : [];
  const electron = await _electron.launch({
    executablePath,
    args: [...sandbox, ...switches, ROOT, ...[named].flat()],
    env: { ...process.env, ...environment, GENRESCOPE_HOME: home } as Record<string, string>,
  });
  const page = await electron.firstWindow();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect(page.getByRole('button', { name: 'Open Music Folder…' }).first()).toBeVisible();
  return { electron, page };
}

/** Waits until the tracks of the open folder are analysed, as far as they can be. */
export async function scanFinished({ page }: Pick<RunningApp, 'page'>): Promise<void> {
  // A folder that was just opened has no tracks yet, and no scan for a moment.
  await expect(page.getByRole('contentinfo')).toContainText(/[1-9]\d* tracks? analysed(?!.*waiting)/, {
    timeout: 60_000,
  });
}

/** Lets the next dialog for a file or a folder answer with a path. */
export async function answerFolderDialog({ electron }: RunningApp, folder: string): Promise<void> {
  await electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, folder);
}

/** Clicks an entry of the native menu. */
export async function clickMenu({ electron }: RunningApp, id: string): Promise<void> {
  await electron.evaluate(({ Menu }, entry) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(entry);
    if (!item) throw new Error(`no menu entry ${entry}`);
    item.click();
  }, id);
}

/** Keeps settings, before the start, by which every prediction is written, however unsure. */
export async function keepWritingAll({ home }: Place, tagMode: TagMode = 'replace'): Promise<void> {
  await mkdir(home, { recursive: true });
  const settings = { version: 1, minConfidence: 0, isAutomatic: false, tagMode };
  await writeFile(join(home, 'settings.json'), JSON.stringify(settings));
}

/** Waits until keys go to the dialog or menu that an element is in: it takes them a moment after it is shown. */
export async function expectKeysAt(element: Locator): Promise<void> {
  const hasKeys = (inside: Element) =>
    (inside.closest('[role=dialog], [role=alertdialog], [role=menu]') ?? document).contains(document.activeElement);
  await expect.poll(() => element.evaluate(hasKeys)).toBe(true);
}

/** Opens the menu of a button by a key, and waits until it takes letters. */
export async function openMenu(button: Locator): Promise<void> {
  await press(button);
  await expectKeysAt(button.page().getByRole('menu'));
}

/** Presses a control by a key, as soon as it takes the focus. */
export async function press(control: Locator, key = 'Enter'): Promise<void> {
  await expect(control).toBeEnabled();
  await expectKeysAt(control);
  await control.focus();
  await expect(control).toBeFocused();
  await control.page().keyboard.press(key);
}

/** Opens the review of all tracks with every prediction in it, however unsure. */
export async function reviewEverything(app: RunningApp): Promise<Locator> {
  await clickMenu(app, 'review-all');
  return withEveryPrediction(app.page);
}

/** The same by the button above the table, for an app whose menu cannot be reached. */
export async function reviewByButton(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Review and Apply…' }).click();
  return withEveryPrediction(page);
}

async function withEveryPrediction(page: Page): Promise<Locator> {
  const review = page.getByRole('dialog', { name: 'Review changes' });
  await review
    .getByLabel(/minimum confidence/i)
    .first()
    .fill('0');
  return review;
}

/** Runs the built command line. @param place may name more variables of the environment */
export async function runCommand(
  { home, environment }: Place & { readonly environment?: Readonly<Record<string, string>> },
  ...args: string[]
): Promise<CommandResult> {
  const options = { env: { ...process.env, ...environment, GENRESCOPE_HOME: home }, maxBuffer: 1 << 28 };
  try {
    return {
      status: 0,
      ...(await promisify(execFile)(process.execPath, [join(ROOT, 'out/main/cli.js'), ...args], options)),
    };
  } catch (error) {
    const failed = error as { code?: number; stdout?: string; stderr?: string };
    return { status: failed.code ?? -1, stdout: failed.stdout ?? '', stderr: failed.stderr ?? '' };
  }
}

/** The objects that a command printed. */
export function jsonLines({ stdout }: CommandResult): Record<string, unknown>[] {
  return stdout
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Starts the app on the test's place, with more variables of the environment and switches of Chromium's. */
type StartApp = (
  named?: Named,
  environment?: Readonly<Record<string, string>>,
  switches?: readonly string[],
) => Promise<RunningApp>;

/** Closes an app, also one that would ask first since it is still writing: nobody is there to answer. */
async function closeApp(electron: ElectronApplication): Promise<void> {
  const agree = electron.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 1, checkboxChecked: false });
  });
  await agree.catch(() => undefined);
  await electron.close().catch(() => undefined);
}

/**
 * Tests with a place, and with apps that are closed at the end and whose log is attached on failure. Keys, focus and
 * clipboard belong to a display: on Linux every worker has one of its own.
 */
export const test = base.extend<{ place: Place; startApp: StartApp }, { display: null }>({
  display: [
    async ({}, use) => {
      await withVirtualDisplay(async (environment) => {
        delete process.env['WAYLAND_DISPLAY'];
        Object.assign(process.env, environment);
        await use(null);
      });
    },
    { scope: 'worker', auto: true },
  ],
  place: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'genrescope-e2e-'));
    const place = { home: join(folder, 'home'), music: join(folder, 'müsic ✓') };
    await mkdir(place.music);
    await use(place);
    await rm(folder, { recursive: true, force: true });
  },
  startApp: async ({ place }, use, info) => {
    const apps: RunningApp[] = [];
    await use(async (named, environment, switches) => {
      const app = await launchApp(place, named, environment, switches);
      apps.push(app);
      return app;
    });
    if (info.status !== info.expectedStatus) {
      for (const [index, { page }] of apps.entries()) {
        const screenshot = await page.screenshot().catch(() => null);
        if (screenshot) await info.attach(`window ${index}`, { body: screenshot, contentType: 'image/png' });
      }
      await info.attach('log', {
        body: await readFile(join(place.home, 'logs', 'genrescope.log')).catch(() => ''),
        contentType: 'text/plain',
      });
    }
    for (const { electron } of apps) await closeApp(electron);
  },
});
