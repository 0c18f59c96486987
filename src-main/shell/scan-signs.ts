import type { BrowserWindow } from 'electron';
import { Notification } from 'electron';
import type { ScanProgress } from '../contract/scan.ts';
import { texts } from '../texts/index.ts';

/** Electron's values of a progress bar that is not there, and of one without an end. */
const NO_BAR = -1;
const ENDLESS_BAR = 2;

/** Shows on the task bar how far a scan is. */
export function showScanProgress(window: BrowserWindow | null, { phase, done, total, isQuiet }: ScanProgress): void {
  if (isQuiet && phase === 'listing') return;
  const isMeasured = total > 0 && phase === 'analysing';
  window?.setProgressBar(phase === 'idle' ? NO_BAR : isMeasured ? done / total : ENDLESS_BAR);
}

/** Takes the progress from the task bar, and tells who looks elsewhere that a scan is done. */
export function tellScanFinished(window: BrowserWindow | null, progress: ScanProgress): void {
  const { outcome, done, failed, isQuiet } = progress;
  window?.setProgressBar(NO_BAR);
  if (isQuiet || outcome !== 'finished' || done === 0 || window?.isFocused() || !Notification.isSupported()) return;
  const body = texts.notices.scanFinished({ done, failed });
  new Notification({ title: texts.common.app, body, silent: true }).show();
}
