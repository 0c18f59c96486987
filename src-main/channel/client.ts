import { AppError } from '../contract/app-error.ts';
import type { ErrorCode } from '../contract/error-codes.ts';
import type { AskOptions, CrashError } from './connection.ts';
import { Connection } from './connection.ts';
import { Listeners } from './listeners.ts';
import type { StartPort } from './ports.ts';
import type { EventListener, EventName, Protocol, QuestionName, RequestOf, ResponseOf } from './protocol.ts';

/** How a process is asked. */
export interface ClientOptions {
  /** Of the {@link CrashError} with which questions are rejected if the process ends by itself. */
  readonly crashCode: ErrorCode;
  /** Told after all questions have been rejected. */
  readonly onCrash?: (error: CrashError) => void;
  /** Sends a question when the one before has its response. */
  readonly oneByOne?: boolean;
}

/** Asks a process that is started when it is first needed, and again after it ended. */
export class Client<P extends Protocol> {
  readonly #connect: () => Connection<P>;
  readonly #listeners: Listeners<P>;
  readonly #oneByOne: boolean;
  #connection: Connection<P> | null = null;
  #last: Promise<unknown> = Promise.resolve();
  /** Ends what waits for its turn. */
  #waiting = new AbortController();

  constructor(protocol: P, start: StartPort, { crashCode, onCrash, oneByOne = false }: ClientOptions) {
    const listeners = new Listeners(protocol);
    this.#listeners = listeners;
    this.#oneByOne = oneByOne;
    this.#connect = () =>
      new Connection(protocol, start(), {
        crashCode,
        listeners,
        onCrash: (error) => {
          this.#connection = null;
          onCrash?.(error);
        },
      });
  }

  get isRunning(): boolean {
    return this.#connection !== null;
  }

  /**
   * See {@link Connection.ask}.
   * @throws AppError what the process says, a {@link CrashError}, cancelled, or what `kill` was given
   */
  ask<Name extends QuestionName<P>>(
    question: Name,
    request: RequestOf<P, Name>,
    options: AskOptions = {},
  ): Promise<ResponseOf<P, Name>> {
    if (!this.#oneByOne) return this.#ask(question, request, options);
    const { signal: killed } = this.#waiting;
    const response = this.#last.then(() => {
      if (killed.aborted) throw killed.reason;
      return this.#ask(question, request, options);
    });
    this.#last = response.catch(() => undefined);
    return response;
  }

  /** Hears of events of whichever process runs. @returns ends the listening */
  on<Name extends EventName<P>>(event: Name, listener: EventListener<P, Name>): () => void {
    return this.#listeners.add(event, listener);
  }

  /** Ends the process; whoever waits hears why. The next question starts it again. */
  kill(reason = new AppError('cancelled')): void {
    this.#waiting.abort(reason);
    this.#waiting = new AbortController();
    void this.#connection?.kill(reason);
    this.#connection = null;
  }

  #ask<Name extends QuestionName<P>>(
    question: Name,
    request: RequestOf<P, Name>,
    options: AskOptions,
  ): Promise<ResponseOf<P, Name>> {
    if (options.signal?.aborted) return Promise.reject(new AppError('cancelled'));
    this.#connection ??= this.#connect();
    return this.#connection.ask(question, request, options);
  }
}
