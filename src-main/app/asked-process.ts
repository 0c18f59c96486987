import { AppError, fromErrorData } from '../contract/app-error.ts';
import type { ErrorData } from '../contract/app-error.ts';
import type { ErrorCode } from '../contract/error-codes.ts';
import type { StartProcess } from './worker-process.ts';
import { OnDemandProcess } from './worker-process.ts';

/** An answer, a failure, or news while one waits. */
interface Reply {
  readonly kind: string;
}

type Failed = Reply & { readonly kind: 'failed'; readonly error: ErrorData };

/** A process that answers one question after the other. */
export class AskedProcess<Request, Each extends Reply | Failed> {
  readonly #process: OnDemandProcess<Request, Each>;
  #pending: { readonly resolve: (reply: Each) => void; readonly reject: (error: AppError) => void } | null = null;
  #last: Promise<unknown> = Promise.resolve();

  /**
   * @param onNews takes what is no answer, and says that it has
   * @param crashCode what whoever waits hears if the process ends by itself
   */
  constructor(
    start: StartProcess<Request, Each>,
    onNews: (reply: Each) => boolean,
    crashCode: ErrorCode = 'training-crashed',
  ) {
    this.#process = new OnDemandProcess(
      start,
      (reply) => {
        if (onNews(reply)) return;
        if (isFailure(reply)) this.#settle()?.reject(fromErrorData(reply.error));
        else this.#settle()?.resolve(reply);
      },
      (detail) => this.#settle()?.reject(new AppError(crashCode, detail)),
    );
  }

  /** Asks as soon as earlier questions are answered. @throws AppError what the process says, `crashCode`, cancelled */
  ask(request: Request): Promise<Each> {
    const answer = this.#last.then(
      () =>
        new Promise<Each>((resolve, reject) => {
          this.#pending = { resolve, reject };
          this.#process.send(request);
        }),
    );
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  /** Ends the process; whoever waits hears that it was cancelled. */
  kill(): void {
    this.#process.kill();
    this.#settle()?.reject(new AppError('cancelled'));
  }

  #settle(): { resolve: (reply: Each) => void; reject: (error: AppError) => void } | null {
    const pending = this.#pending;
    this.#pending = null;
    return pending;
  }
}

function isFailure(reply: Reply): reply is Failed {
  return reply.kind === 'failed';
}
