import { Client } from '../channel/client.ts';
import type { StartPort } from '../channel/ports.ts';
import type { QuestionName, RequestOf, ResponseOf } from '../channel/protocol.ts';
import { toErrorData } from '../contract/app-error.ts';
import { ERROR_TEXTS } from '../contract/error-codes.ts';
import type { DoctorItem, Notice } from '../contract/app-state.ts';
import { texts } from '../texts/index.ts';
import type { AppPaths } from '../library/app-paths.ts';
import type { LibraryProtocol } from '../workers/library-protocol.ts';
import { libraryProtocol } from '../workers/library-protocol.ts';

/** What looking after the app's own files needs. */
export interface LibraryMaintenanceDependencies {
  readonly paths: AppPaths;
  readonly startProcess: StartPort;
  readonly notify: (notice: Omit<Notice, 'id'>) => void;
}

/**
 * Copies and examines the library in a process of its own: a large one takes seconds, and looking at a database that the
 * main process has open would end its locks.
 */
export class LibraryMaintenance {
  readonly #dependencies: LibraryMaintenanceDependencies;
  readonly #client: Client<LibraryProtocol>;
  #waiting = 0;

  constructor(dependencies: LibraryMaintenanceDependencies) {
    this.#dependencies = dependencies;
    this.#client = new Client(libraryProtocol, dependencies.startProcess, { crashCode: 'unexpected', oneByOne: true });
  }

  /** Makes the daily copy; a failure becomes a notice. */
  async copy(): Promise<void> {
    try {
      await this.#ask('copy', { database: this.#dependencies.paths.database });
    } catch (error) {
      const { code, message } = toErrorData(error);
      if (code === 'cancelled') return;
      const { title, advice } = ERROR_TEXTS[code];
      this.#dependencies.notify({
        severity: 'error',
        title: texts.notices.library.notCopied({ title }),
        detail: texts.notices.library.notCopiedDetail({ message, advice }),
      });
    }
  }

  /** The system check's lines on library, settings and journal. @throws AppError unexpected if the process ended */
  async examine(): Promise<readonly DoctorItem[]> {
    const { database, settings, journal } = this.#dependencies.paths;
    return this.#ask('examine', { database, settings, journal });
  }

  /** Ends the process; whoever waits hears that it was cancelled. */
  stop(): void {
    this.#client.kill();
  }

  /** The process is needed so seldom that it ends when nobody waits. */
  async #ask<Name extends QuestionName<LibraryProtocol>>(
    question: Name,
    request: RequestOf<LibraryProtocol, Name>,
  ): Promise<ResponseOf<LibraryProtocol, Name>> {
    this.#waiting += 1;
    try {
      return await this.#client.ask(question, request);
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#client.kill();
    }
  }
}
