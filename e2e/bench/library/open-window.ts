import { writeSettings } from '../../../src-main/library/settings-store.ts';
import { appPaths } from '../../../src-main/library/app-paths.ts';
import { DEFAULT_SETTINGS } from '../../../src-main/contract/settings.ts';
import type { Place } from '../../app.ts';
import { launchApp } from '../../app.ts';

/** How soon the app shows its library, in milliseconds from the start of its process. */
export interface WindowOpening {
  /** To the window with its buttons. */
  readonly window: number;
  /** To the first rows of the table. */
  readonly rows: number;
}

/** Starts the built app on a library whose folder was open when the app was closed, and closes it when rows are there. */
export async function openWindow(place: Place): Promise<WindowOpening> {
  const settings = { ...DEFAULT_SETTINGS, recentFolders: [place.music] };
  await writeSettings(appPaths({ GENRESCOPE_HOME: place.home }).settings, settings);
  const started = performance.now();
  const { electron, page } = await launchApp(place);
  const window = performance.now() - started;
  try {
    await page.getByRole('row').nth(1).waitFor();
    return { window, rows: performance.now() - started };
  } finally {
    await electron.close();
  }
}
