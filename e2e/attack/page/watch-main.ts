import type { ElectronApplication } from '@playwright/test';

/** What happened in the main process while it was watched. */
export interface MainReport {
  /** Longest time in which it did nothing else: how long a request had to wait for it. */
  readonly blockedMilliseconds: number;
  /** Processor time of the process during that, which is less where others had the processors. */
  readonly computedMilliseconds: number;
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
      computedMilliseconds: 0,
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
    let [time, cpu] = [performance.now(), process.cpuUsage()];
    setInterval(() => {
      const blocked = performance.now() - time - TICK;
      if (blocked > report.blockedMilliseconds) {
        const { user, system } = process.cpuUsage(cpu);
        report.blockedMilliseconds = blocked;
        report.computedMilliseconds = (user + system) / 1000;
      }
      [time, cpu] = [performance.now(), process.cpuUsage()];
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
