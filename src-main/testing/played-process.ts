import { setImmediate } from 'node:timers/promises';
import type { ClientMessage, ServerMessage } from '../channel/messages.ts';
import type { ClientPort } from '../channel/ports.ts';
import type { EventName, EventOf, Protocol, QuestionName, RequestOf, ResponseOf } from '../channel/protocol.ts';
import type { ErrorData } from '../contract/app-error.ts';
import type { ErrorCode } from '../contract/error-codes.ts';

/** A question that a played process was asked. */
type Asked<P extends Protocol> = {
  [Name in QuestionName<P>]: {
    readonly id: number;
    readonly question: Name;
    readonly request: RequestOf<P, Name>;
    isCancelled: boolean;
  };
}[QuestionName<P>];

/** A process that a test plays: it hears questions, and does what the test says. */
export class PlayedProcess<P extends Protocol> implements ClientPort {
  readonly asked: Asked<P>[] = [];
  isKilled = false;
  #onMessage: (message: ServerMessage) => void = () => undefined;
  #onEnd: (detail: string, code?: ErrorCode) => void = () => undefined;

  send(message: ClientMessage): void {
    if (message.kind === 'ask') this.asked.push({ ...message, isCancelled: false } as unknown as Asked<P>);
    else for (const asked of this.asked) asked.isCancelled ||= asked.id === message.id;
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#onMessage = (message) => !this.isKilled && listener(message);
  }

  onEnd(listener: (detail: string, code?: ErrorCode) => void): void {
    this.#onEnd = listener;
  }

  kill(): Promise<void> {
    this.isKilled = true;
    return Promise.resolve();
  }

  /** The question that was asked last. */
  get last(): Asked<P> | undefined {
    return this.asked.at(-1);
  }

  /** Tells an event. */
  emit<Name extends EventName<P>>(event: Name, payload: EventOf<P, Name>): void {
    this.#onMessage({ kind: 'event', event, payload });
  }

  /** Answers the last question of a name, and waits until that has had its effects. */
  async respond<Name extends QuestionName<P>>(question: Name, response: ResponseOf<P, Name>): Promise<void> {
    const id = this.asked.findLast((asked) => asked.question === question)?.id ?? -1;
    this.#onMessage({ kind: 'response', id, response });
    await setImmediate();
  }

  /** Refuses the last question, and waits until that has had its effects. */
  async fail(error: ErrorData): Promise<void> {
    this.#onMessage({ kind: 'failure', id: this.last?.id ?? -1, error });
    await setImmediate();
  }

  /** Ends by itself, and waits until that has had its effects. */
  async crash(detail: string, code?: ErrorCode): Promise<void> {
    this.#onEnd(detail, code);
    await setImmediate();
  }
}
