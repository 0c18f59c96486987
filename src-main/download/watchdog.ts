import { AppError } from '../contract/app-error.ts';

/** Ends a download that waits for too long, or that the user cancels; both by one signal. */
export class Watchdog {
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  /** @param outer the user's */
  constructor(outer: AbortSignal | undefined) {
    this.signal = outer ? AbortSignal.any([outer, this.#controller.signal]) : this.#controller.signal;
  }

  /** From now on, the download fails in `milliseconds` unless this or {@link rest} is called again. */
  expect(milliseconds: number, failure: AppError): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(failure), milliseconds);
  }

  /** Nothing is waited for any more. */
  rest(): void {
    clearTimeout(this.#timer);
  }

  /** Why the signal was aborted; null where it was not. */
  get failure(): AppError | null {
    if (!this.signal.aborted) return null;
    const reason: unknown = this.signal.reason;
    return reason instanceof AppError ? reason : new AppError('cancelled');
  }
}
