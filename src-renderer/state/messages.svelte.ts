import { ERROR_TEXTS } from '../../src-main/contract/error-codes.ts';
import { texts } from '../../src-main/texts/index.ts';
import { errorDataOf } from '../api/bridge.ts';
import type { Message, MessageAction } from './message-list.ts';
import { withMessage } from './message-list.ts';

/** Enough for two sentences. */
const QUIET_MS = 8000;
/** Who is offered something has to read it and to decide. */
const OFFER_MS = 30_000;

/** The messages of the window. Errors stay until they are dismissed or replaced, other messages disappear after a while. */
export class Messages {
  #list = $state.raw<readonly Message[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;

  /** The newest last. */
  get list(): readonly Message[] {
    return this.#list;
  }

  tell(title: string, detail = '', actions: readonly MessageAction[] = []): void {
    this.#add({ tone: 'info', title, detail, actions });
    this.release();
  }

  fail(error: unknown): void {
    const { code, message } = errorDataOf(error);
    if (code === 'cancelled') return;
    const { title, advice } = ERROR_TEXTS[code];
    const detail = code === 'unexpected' ? texts.common.withParticulars({ advice, message }) : advice;
    this.#add({ tone: 'error', title, detail, actions: [] });
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

  dismiss(id: number): void {
    this.#list = this.#list.filter((message) => message.id !== id);
  }

  /** Takes a hint back that was followed. */
  withdraw(title: string): void {
    this.#list = this.#list.filter((message) => message.title !== title);
  }

  dismissNewest(): void {
    this.#list = this.#list.slice(0, -1);
  }

  /** Lets messages stay while they are read: the pointer or the focus is on them. */
  hold(): void {
    clearTimeout(this.#timer);
  }

  /** Lets the messages that are no errors disappear after a while. */
  release(): void {
    clearTimeout(this.#timer);
    const isOffer = this.#list.some(({ actions }) => actions.length > 0);
    this.#timer = setTimeout(
      () => {
        this.#list = this.#list.filter(({ tone }) => tone === 'error');
      },
      isOffer ? OFFER_MS : QUIET_MS,
    );
  }

  #add(message: Omit<Message, 'id'>): void {
    this.#lastId += 1;
    this.#list = withMessage(this.#list, { id: this.#lastId, ...message });
  }
}
