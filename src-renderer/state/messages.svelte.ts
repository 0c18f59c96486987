import { ERROR_TEXTS } from '../../src-main/contract/error-codes.ts';
import { texts } from '../../src-main/texts/index.ts';
import { errorDataOf } from '../api/bridge.ts';

const QUIET_MS = 8000;
/** Who is offered something has to read it and to decide. */
const OFFER_MS = 30_000;

/** A short message to the user; one is shown at a time. */
export interface Message {
  readonly tone: 'info' | 'error';
  readonly title: string;
  readonly detail: string;
  readonly actions: readonly MessageAction[];
}

/** What a message offers to do. */
export interface MessageAction {
  readonly label: string;
  readonly run: () => void;
}

/** The message at the bottom of the window. Failures stay until they are dismissed, other messages disappear after a while. */
export class Messages {
  #current = $state.raw<Message | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  get current(): Message | null {
    return this.#current;
  }

  tell(title: string, detail = '', actions: readonly MessageAction[] = []): void {
    this.#show({ tone: 'info', title, detail, actions });
    this.#timer = setTimeout(() => this.dismiss(), actions.length > 0 ? OFFER_MS : QUIET_MS);
  }

  fail(error: unknown): void {
    const { code, message } = errorDataOf(error);
    if (code === 'cancelled') return;
    const { title, advice } = ERROR_TEXTS[code];
    this.#show({
      tone: 'error',
      title,
      actions: [],
      detail: code === 'unexpected' ? texts.common.withParticulars({ advice, message }) : advice,
    });
  }

  /** Waits for a response; a failure is shown, and undefined is returned. */
  async attempt<T>(answer: Promise<T>): Promise<T | undefined> {
    try {
      return await answer;
    } catch (error) {
      this.fail(error);
      return undefined;
    }
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.#current = null;
  }

  #show(message: Message): void {
    clearTimeout(this.#timer);
    this.#current = message;
  }
}
