import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { z } from 'zod';
import { texts } from '../texts/index.ts';
import type { Theme } from '../contract/values.ts';
import { APP_ORIGIN, securePreferences } from './security.ts';

const boundsSchema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().min(640),
  height: z.number().min(480),
  maximized: z.boolean(),
});

/** Where the window is made and remembered. */
export interface WindowOptions {
  /** Folder of the built preload. */
  readonly preload: string;
  /** The app's data folder. */
  readonly home: string;
}

/** The one window. Shown when its first frame is drawn, so that it never flashes. */
export function createMainWindow({ preload, home }: WindowOptions): BrowserWindow {
  const file = join(home, 'window.json');
  const remembered = readBounds(file);
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...remembered,
    minWidth: 640,
    minHeight: 480,
    show: false,
    title: texts.common.app,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#fafafa',
    webPreferences: securePreferences(preload),
  });
  if (remembered?.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => rememberBounds(file, window));
  void window.loadURL(`${APP_ORIGIN}/index.html`);
  return window;
}

/** Follows the system or the user's choice; the page reads it as `prefers-color-scheme`. */
export function applyTheme(theme: Theme): void {
  nativeTheme.themeSource = theme;
}

function readBounds(file: string): z.infer<typeof boundsSchema> | null {
  try {
    const bounds = boundsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    const { workArea } = screen.getDisplayMatching(bounds);
    const visible =
      bounds.x < workArea.x + workArea.width - 50 &&
      bounds.y < workArea.y + workArea.height - 50 &&
      bounds.x + bounds.width > workArea.x + 50;
    return visible ? bounds : null;
  } catch {
    return null;
  }
}

function rememberBounds(file: string, window: BrowserWindow): void {
  try {
    writeFileSync(file, JSON.stringify({ ...window.getNormalBounds(), maximized: window.isMaximized() }));
  } catch {
    // Where the window was is not worth a complaint.
  }
}
