import { texts } from '../texts/index.ts';
import { toErrorData } from '../contract/app-error.ts';
import { ERROR_TEXTS } from '../contract/error-codes.ts';
import type { DoctorItem, Notice } from '../contract/app-state.ts';
import type { AppPaths } from '../library/app-paths.ts';
import type { LibraryReply, LibraryRequest } from '../workers/library-protocol.ts';
import { AskedProcess } from './asked-process.ts';
import type { StartProcess } from './worker-process.ts';

/** What looking after the app's own files needs. */
export interface LibraryMaintenanceDependencies {
  readonly paths: AppPaths;
  readonly startProcess: StartProcess<LibraryRequest, LibraryReply>;
  readonly notify: (notice: Omit<Notice, 'id'>) => void;
}

/**
 * Copies and examines the library in a process of its own: a large one takes seconds, and looking at a database that the
 * main process has open would end its locks.
 */
export class LibraryMaintenance {
  readonly #dependencies: LibraryMaintenanceDependencies;
  readonly #process: AskedProcess<LibraryRequest, LibraryReply>;
  #waiting = 0;

  constructor(dependencies: LibraryMaintenanceDependencies) {
    this.#dependencies = dependencies;
    this.#process = new AskedProcess(dependencies.startProcess, () => false, 'unexpected');
  }

  /** Makes the daily copy; a failure becomes a notice. */
  async copy(): Promise<void> {
    try {
      await this.#ask({ kind: 'copy', database: this.#dependencies.paths.database });
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
    const reply = await this.#ask({ kind: 'examine', database, settings, journal });
    return reply.kind === 'examined' ? reply.items : [];
  }

  stop(): void {
    this.#process.kill();
  }

  /** The process is needed so seldom that it ends when nobody waits. */
  async #ask(request: LibraryRequest): Promise<LibraryReply> {
    this.#waiting += 1;
    try {
      return await this.#process.ask(request);
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#process.kill();
    }
  }
}
