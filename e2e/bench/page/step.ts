import type { RunningApp } from '../../app.ts';
import { startTrace, type PageTask } from './task-trace.ts';

/** Something that a user does, which is measured. */
export interface Step {
  readonly name: string;
  /** Brings the page to where the step begins. @returns what is measured: input alone, without searching the page */
  readonly prepare: (app: RunningApp) => Promise<() => Promise<unknown>>;
  /** A CSS selector that finds something when the step is done, where the page may be calm before that. */
  readonly until?: string;
}

/** What a step took once. */
export interface StepFigures {
  /** From the first input to the last change of the page. */
  readonly milliseconds: number;
  readonly tasks: readonly PageTask[];
}

/** So long the page must stay as it is: longer than main takes to answer a query. */
export const patience = { calmMilliseconds: 600 };
const LOOK_MILLISECONDS = 50;
const MOST_MILLISECONDS = 600_000;

/** Run in the page, as text: compilers add helpers to functions that a page does not have. */
const WATCH = `
  window.watched?.observer.disconnect();
  const watched = (window.watched = { began: performance.now(), input: null, changed: 0, observer: null });
  const note = (event) => (watched.input ??= event.timeStamp);
  for (const kind of ['keydown', 'pointerdown', 'wheel'])
    addEventListener(kind, note, { capture: true, passive: true, once: true });
  watched.observer = new MutationObserver(() => (watched.changed = performance.now()));
  watched.observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
`;

interface Look {
  readonly calm: number;
  readonly took: number;
  readonly isThere: boolean;
}

const lookFor = (selector: string | undefined) => `(() => {
  const { began, input, changed } = window.watched;
  const from = input ?? began;
  const isBusy = document.querySelector('[role=grid][aria-busy=true], [role=row][aria-busy=true]') !== null;
  const isThere = !isBusy && ${selector === undefined ? 'true' : `document.querySelector(${JSON.stringify(selector)}) !== null`};
  return { calm: performance.now() - Math.max(began, changed), took: Math.max(0, changed - from), isThere };
})()`;

/** Does a step once. */
export async function measureStep(app: RunningApp, { prepare, until }: Step): Promise<StepFigures> {
  const { page } = app;
  const act = await prepare(app);
  await calm(app);
  const stop = await startTrace(page);
  await page.evaluate(WATCH);
  try {
    await act();
    const { took } = await calm(app, until);
    return { milliseconds: took, tasks: await stop() };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits until nothing of the page has changed for a while. */
export async function calm({ page }: Pick<RunningApp, 'page'>, until?: string): Promise<Look> {
  if (!(await page.evaluate('window.watched !== undefined'))) await page.evaluate(WATCH);
  for (let waited = 0; waited < MOST_MILLISECONDS; waited += LOOK_MILLISECONDS) {
    const look = (await page.evaluate(lookFor(until))) as Look;
    if (look.isThere && look.calm > patience.calmMilliseconds) return look;
    await page.waitForTimeout(LOOK_MILLISECONDS);
  }
  throw new Error(`The page did not get there: ${until ?? 'it goes on changing'}`);
}
