import type { ElectronApplication } from '@playwright/test';

/** What happened in the main process while it was watched. */
export interface MainReport {
  /**
   * Longest time in which it did nothing else, which is how long a request had to wait for it, without the time in which
   * a thread that does nothing had to wait too: other programs had the processors then.
   */
  readonly blockedMilliseconds: number;
  /** The longest by the clock alone. */
  readonly clockMilliseconds: number;
  /** Largest resident memory, in MB. */
  readonly mainMegabytes: number;
  readonly pageMegabytes: number;
  /** Dialogs that were asked for; each was cancelled at once. */
  readonly dialogs: readonly string[];
  /** What was handed to other programs. */
  readonly handedOver: readonly string[];
}

/** Cancels dialogs, hands nothing to other programs, and measures from now on. */
export async function watchMain(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(({ app, dialog, shell }) => {
    const report = {
      blockedMilliseconds: 0,
      clockMilliseconds: 0,
      mainMegabytes: 0,
      pageMegabytes: 0,
      dialogs: [] as string[],
      handedOver: [] as string[],
    };
    Reflect.set(globalThis, 'report', report);
    for (const name of ['showOpenDialog', 'showSaveDialog', 'showMessageBox'])
      Reflect.set(dialog, name, () => {
        report.dialogs.push(name);
        return Promise.resolve({ canceled: true, filePaths: [], response: 0 });
      });
    for (const name of ['openPath', 'openExternal', 'showItemInFolder', 'trashItem'])
      Reflect.set(shell, name, (target: string) => {
        report.handedOver.push(`${name} ${target}`);
        return Promise.resolve('');
      });
    const TICK = 20;
    const { Worker } = process.getBuiltinModule('worker_threads');
    // How many milliseconds the idle thread has waited for a processor, in all.
    const waited = new Float64Array(new SharedArrayBuffer(8));
    const idle = `
      const waited = require('worker_threads').workerData;
      let time = performance.now();
      setInterval(() => {
        waited[0] += Math.max(0, performance.now() - time - ${TICK});
        time = performance.now();
      }, ${TICK});`;
    new Worker(idle, { eval: true, workerData: waited }).unref();
    let [time, lost] = [performance.now(), 0];
    setInterval(() => {
      const late = performance.now() - time - TICK;
      report.clockMilliseconds = Math.max(report.clockMilliseconds, late);
      report.blockedMilliseconds = Math.max(report.blockedMilliseconds, late - ((waited[0] ?? 0) - lost));
      [time, lost] = [performance.now(), waited[0] ?? 0];
    }, TICK);
    setInterval(() => {
      for (const { type, memory } of app.getAppMetrics()) {
        const megabytes = memory.workingSetSize / 1024;
        if (type === 'Browser') report.mainMegabytes = Math.max(report.mainMegabytes, megabytes);
        if (type === 'Tab') report.pageMegabytes = Math.max(report.pageMegabytes, megabytes);
      }
    }, 500);
  });
}

/** What was measured since the watch began. */
export async function readReport(electron: ElectronApplication): Promise<MainReport> {
  return electron.evaluate(() => Reflect.get(globalThis, 'report') as MainReport);
}
