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
