import { AppError, fromErrorData } from '../contract/app-error.ts';
import type { ErrorCode } from '../contract/error-codes.ts';
import { Listeners } from './listeners.ts';
import type { ServerMessage } from './messages.ts';
import { serverMessageSchema } from './messages.ts';
import type { ClientPort } from './ports.ts';
import type { EventListener, EventName, Protocol, QuestionName, RequestOf, ResponseOf } from './protocol.ts';

/** The other end ended by itself, or said what nobody understands. */
export class CrashError extends AppError {}

/** How a question is asked. */
export interface AskOptions {
  /** Tells the server that nobody wants the response; it decides whether it still gives one. */
  readonly signal?: AbortSignal | undefined;
}

/** What a connection needs to know. */
export interface ConnectionOptions<P extends Protocol> {
  /** Of the {@link CrashError} with which questions are rejected if the other end ends by itself. */
  readonly crashCode: ErrorCode;
  readonly listeners?: Listeners<P>;
  /** Told once, after all questions have been rejected. */
  readonly onCrash?: (error: CrashError) => void;
}

interface Pending {
  readonly question: string;
  readonly resolve: (response: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A client's talk with one process or thread, until that ends. */
export class Connection<P extends Protocol> {
  readonly #protocol: P;
  readonly #port: ClientPort;
  readonly #listeners: Listeners<P>;
  readonly #pending = new Map<number, Pending>();
  #questions = 0;
  /** Why nothing can be asked any more. */
  #over: AppError | null = null;

  constructor(protocol: P, port: ClientPort, { crashCode, listeners, onCrash }: ConnectionOptions<P>) {
    this.#protocol = protocol;
    this.#port = port;
    this.#listeners = listeners ?? new Listeners(protocol);
    const crash = (detail: string, code = crashCode) => {
      if (this.#over) return;
      const error = new CrashError(code, detail);
      this.#end(error);
      onCrash?.(error);
    };
    port.onEnd(crash);
    port.onMessage((data) => {
      if (this.#over) return;
      let act;
      try {
        act = this.#understand(data);
      } catch (error) {
        void port.kill();
        return crash(`It said what is not understood: ${String(error)}`);
      }
      // What a listener throws is the listener's fault, and goes where its other faults go.
      act();
    });
  }

  /** Whether nothing can be asked any more. */
  get isOver(): boolean {
    return this.#over !== null;
  }

  /** @throws AppError what the server says; a {@link CrashError}; cancelled, or what `kill` was given */
  ask<Name extends QuestionName<P>>(
    question: Name,
    request: RequestOf<P, Name>,
    { signal }: AskOptions = {},
  ): Promise<ResponseOf<P, Name>> {
    if (this.#over) return Promise.reject(this.#over);
    if (signal?.aborted) return Promise.reject(new AppError('cancelled'));
    const id = ++this.#questions;
    const cancel = () => this.#port.send({ kind: 'cancel', id });
    const response = new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { question, resolve, reject });
      this.#port.hold?.(true);
      this.#port.send({ kind: 'ask', id, question, request });
      signal?.addEventListener('abort', cancel, { once: true });
    });
    return response.finally(() => signal?.removeEventListener('abort', cancel)) as Promise<ResponseOf<P, Name>>;
  }

  /** @returns ends the listening */
  on<Name extends EventName<P>>(event: Name, listener: EventListener<P, Name>): () => void {
    return this.#listeners.add(event, listener);
  }

  /** Ends the other end; whoever waits hears why. */
  kill(reason = new AppError('cancelled')): Promise<void> {
    const ended = this.#port.kill();
    this.#end(reason);
    return ended;
  }

  /** @returns does what a message asks for. @throws where it is none of a server's */
  #understand(data: unknown): () => void {
    const message = serverMessageSchema.parse(data);
    if (message.kind === 'event') return this.#listeners.prepare(message.event, message.payload);
    return () => this.#resolve(message);
  }

  #resolve(message: Exclude<ServerMessage, { kind: 'event' }>): void {
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    this.#pending.delete(message.id);
    if (this.#pending.size === 0) this.#port.hold?.(false);
    if (message.kind === 'failure') return pending.reject(fromErrorData(message.error));
    const parsed = this.#protocol.questions[pending.question]?.response.safeParse(message.response);
    if (parsed?.success) pending.resolve(parsed.data);
    else pending.reject(parsed?.error);
  }

  #end(error: AppError): void {
    this.#over ??= error;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}
