/** A process that answers typed messages; Electron's utility process in the app, anything else in tests. */
export interface WorkerProcess<Request, Reply> {
  send(request: Request): void;
  onReply(listener: (reply: Reply) => void): void;
  /** Told once, when the process ended by itself. */
  onCrash(listener: (detail: string) => void): void;
  kill(): void;
}

/** Starts a process. */
export type StartProcess<Request, Reply> = () => WorkerProcess<Request, Reply>;

/** A process that is started when it is first needed, and again after it ended. */
export class OnDemandProcess<Request, Reply> {
  readonly #start: StartProcess<Request, Reply>;
  readonly #onReply: (reply: Reply) => void;
  readonly #onCrash: (detail: string) => void;
  #process: WorkerProcess<Request, Reply> | null = null;

  constructor(start: StartProcess<Request, Reply>, onReply: (reply: Reply) => void, onCrash: (detail: string) => void) {
    this.#start = start;
    this.#onReply = onReply;
    this.#onCrash = onCrash;
  }

  get isRunning(): boolean {
    return this.#process !== null;
  }

  /** Starts it unless it runs. */
  warmUp(): void {
    this.#connect();
  }

  send(request: Request): void {
    this.#connect().send(request);
  }

  /** Tells a process that runs; one that does not has nothing to be told. */
  tell(request: Request): void {
    this.#process?.send(request);
  }

  kill(): void {
    this.#process?.kill();
    this.#process = null;
  }

  #connect(): WorkerProcess<Request, Reply> {
    if (this.#process) return this.#process;
    const started = this.#start();
    started.onReply(this.#onReply);
    started.onCrash((detail) => {
      this.#process = null;
      this.#onCrash(detail);
    });
    this.#process = started;
    return started;
  }
}
