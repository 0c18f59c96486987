import type { BrowserWindow } from 'electron';
import { app, dialog, shell } from 'electron';
import type { AppCore } from '../app/app-core.ts';
import { texts } from '../texts/index.ts';
import type { Crashes } from './crashes.ts';

/** Where crashes are told. */
export interface CrashNoticesPlace {
  readonly crashes: Crashes;
  readonly core: Pick<AppCore, 'notices'>;
  readonly window: BrowserWindow;
  /** Of the crash reports. */
  readonly folder: string;
  /** Called when a crash was told. */
  readonly told: () => void;
}

/** Tells in the window of crashes from now on; a page that crashes each time ends the app. */
export function tellCrashes({ crashes, core, window, folder, told }: CrashNoticesPlace): void {
  const { crash } = texts.notices;
  const tell = (title: string, detail: string): void => {
    const show = { label: crash.show, run: () => void shell.openPath(folder) };
    core.notices.show({ severity: 'warning', title, detail }, show);
    told();
  };
  crashes.watch(window, {
    processCrashed: (name) => tell(crash.process({ name }), crash.processDetail),
    pageCrashed: () => tell(crash.window, crash.windowDetail),
    pageKeepsCrashing() {
      dialog.showErrorBox(crash.again.title, crash.again.detail);
      app.quit();
    },
  });
}
