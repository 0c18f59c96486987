import type { WebContents } from 'electron';

/** How long after a press what it asked for may be done. */
const GESTURE_MILLISECONDS = 5_000;

/** Electron's names of events that are a press, or the end of one. */
const PRESSES: ReadonlySet<string> = new Set([
  'mouseDown',
  'mouseUp',
  'rawKeyDown',
  'keyDown',
  'touchStart',
  'touchEnd',
  'gestureTap',
]);

/** Where a button or a finger goes down, and where it is let go. */
const HOLDS: Readonly<Record<string, boolean>> = { mouseDown: true, touchStart: true, mouseUp: false, touchEnd: false };

/**
 * When the user last pressed something, and whether a button or a finger is still down. Input reaches the main process
 * before the page; events that a script of the page makes up never do.
 */
export class Gestures {
  readonly #now: () => number;
  #last = -Infinity;
  #isHeld = false;

  /** @param now in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Listens to the input of a window. */
  watch(contents: Pick<WebContents, 'on'>): void {
    contents.on('input-event', (_event, { type }) => {
      if (PRESSES.has(type)) this.note();
      this.#isHeld = HOLDS[type] ?? this.#isHeld;
    });
  }

  /** The user has pressed something outside the page: a menu's entry, a dialog's button; or has dropped a file. */
  note(): void {
    this.#last = this.#now();
  }

  /** What was pressed until now counts no more: there is something new to see first. */
  forget(): void {
    this.#last = -Infinity;
  }

  /** The system has taken what was held, and does not tell when it is let go. */
  release(): void {
    this.#isHeld = false;
  }

  /** Whether a button or a finger is down. */
  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Whether the user has just pressed something. */
  get isRecent(): boolean {
    return this.#now() - this.#last <= GESTURE_MILLISECONDS;
  }
}
