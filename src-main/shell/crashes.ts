import type { BrowserWindow, Details, RenderProcessGoneDetails } from 'electron';
import { app, crashReporter } from 'electron';
import { listCrashReports, pruneCrashReports } from '../files/crash-reports.ts';
import { makeFolder } from '../files/make-folder.ts';
import { Reloads } from './reloads.ts';

/** What is told of crashes. */
export interface CrashListeners {
  /** A process that the app started crashed. */
  readonly processCrashed: (name: string) => void;
  /** The window's process crashed, and the page is loaded again. */
  readonly pageCrashed: () => void;
  /** The page crashes each time that it is loaded. */
  readonly pageKeepsCrashing: () => void;
}

/** Reasons that are crashes; a process that is ended on purpose is `killed`, and one that says why it ends has a status. */
const CRASHES: ReadonlySet<(Details | RenderProcessGoneDetails)['reason']> = new Set([
  'crashed',
  'oom',
  'launch-failed',
  'integrity-failure',
]);

/** Keeps reports of crashes in the data folder, and tells of them. Nothing is sent. */
export class Crashes {
  readonly #folder: string;
  readonly #log: (message: string) => void;

  constructor(folder: string, log: (message: string) => void) {
    this.#folder = folder;
    this.#log = log;
  }

  /** Begins to keep reports, of processes that are started later too; before the app is ready. Old ones are deleted. */
  start(): void {
    try {
      makeFolder(this.#folder);
      app.setPath('crashDumps', this.#folder);
      crashReporter.start({ uploadToServer: false });
      pruneCrashReports(this.#folder);
    } catch (error) {
      // The app runs as well without reports.
      this.#log(`crash reports: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** How many reports there are. */
  get count(): number {
    return listCrashReports(this.#folder).length;
  }

  /** How many of them were made after a moment. @param moment milliseconds since 1970 */
  countSince(moment: number): number {
    return listCrashReports(this.#folder).filter(({ madeAt }) => madeAt >= moment).length;
  }

  /** Tells of crashes from now on; a page that crashed is loaded again. */
  watch(window: BrowserWindow, listeners: CrashListeners): void {
    const reloads = new Reloads();
    const told = new Set<string>();
    app.on('child-process-gone', (_event, { type, reason, exitCode, serviceName, name = serviceName ?? type }) => {
      if (!CRASHES.has(reason)) return;
      this.#log(`${name} (${type}): ${reason} (${exitCode})`);
      pruneCrashReports(this.#folder);
      // Chromium starts its own processes again; each of ours is told once.
      if (type !== 'Utility' || !name.startsWith(app.getName()) || told.has(name)) return;
      told.add(name);
      listeners.processCrashed(name);
    });
    window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
      this.#log(`page: ${reason} (${exitCode})`);
      if (reason === 'clean-exit' || window.isDestroyed()) return;
      pruneCrashReports(this.#folder);
      if (!reloads.mayReload(performance.now())) return listeners.pageKeepsCrashing();
      listeners.pageCrashed();
      window.reload();
    });
  }
}
