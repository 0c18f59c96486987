import type { BrowserWindow, Event } from 'electron';

/** What is asked and done before the window closes. */
export interface QuitGuardRules {
  /** Whether something would stay undone. */
  readonly isWriting: () => boolean;
  /** Asks whether to quit nevertheless. */
  readonly confirm: () => Promise<boolean>;
  /** Ends what is under way, after the file that is being written. */
  readonly finish: () => Promise<void>;
  readonly quit: () => void;
}

/** A file on a drive that does not answer must not keep the app from quitting: the next start repairs it. */
const PATIENCE_MILLISECONDS = 10_000;

/** Keeps the window from closing while something would stay undone, unless the user agrees. Quitting closes it too. */
export function guardClosing(window: Pick<BrowserWindow, 'on'>, rules: QuitGuardRules): void {
  let isAsking = false;
  let mayClose = false;
  const ask = async (): Promise<void> => {
    mayClose = await rules.confirm();
    isAsking = false;
    if (!mayClose) return;
    await Promise.race([rules.finish(), new Promise((resolve) => setTimeout(resolve, PATIENCE_MILLISECONDS))]);
    rules.quit();
  };
  window.on('close', (event: Pick<Event, 'preventDefault'>) => {
    if (mayClose || !rules.isWriting()) return;
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    void ask();
  });
}
