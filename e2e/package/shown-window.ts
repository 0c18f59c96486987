import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { PRODUCT } from '../../src-main/packaging/product.ts';
import type { BareDebian } from './bare-debian.ts';

const START_LIMIT_MILLISECONDS = 60_000;

/** The installed app's window. */
export interface ShownWindow {
  readonly page: Page;
  /** Closes the window, and waits until the app has ended. */
  quit(): Promise<void>;
  /** Ends the app where it still runs. */
  end(): void;
}

/** Starts the installed app as the ordinary user, under a display in memory. @param args of its command line */
export async function showWindow(debian: BareDebian, ...args: readonly string[]): Promise<ShownWindow> {
  const app = debian.startAsUser(['xvfb-run', '-a', PRODUCT.name, '--remote-debugging-port=0', ...args]);
  // The first process of a numbering of its own hears no other signal; the rest ends with it.
  const end = (): void => void app.kill('SIGKILL');
  try {
    const browser = await chromium.connectOverCDP(await debuggingAddress(app));
    const [context] = browser.contexts();
    // The port is open before the window is: a new version makes a copy of the library first.
    const page = context?.pages()[0] ?? (await context?.waitForEvent('page', { timeout: START_LIMIT_MILLISECONDS }));
    if (!page) throw new Error('the app has no window');
    const quit = async (): Promise<void> => {
      const ended = once(app, 'exit');
      await page.evaluate(() => window.close());
      await ended;
    };
    return { page, quit, end };
  } catch (error) {
    end();
    throw error;
  }
}

/** The address that Chromium prints for programs that steer it. */
function debuggingAddress(app: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let text = '';
    const timer = setTimeout(() => fail(new Error(`the app did not start: ${text}`)), START_LIMIT_MILLISECONDS);
    app.once('exit', (status) => fail(new Error(`the app ended (${status}): ${text}`)));
    for (const stream of [app.stdout, app.stderr])
      stream?.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        const address = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
        if (address === undefined) return;
        clearTimeout(timer);
        done(address);
      });
  });
}
