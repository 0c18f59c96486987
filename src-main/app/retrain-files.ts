import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fromFileSystemError } from '../contract/app-error.ts';
import { makeFolder } from '../files/make-folder.ts';
import { writeFileAtomic } from '../files/write-file-atomic.ts';
import type { RetrainJob } from './retrain-job.ts';
import { retrainJobSchema } from './retrain-job.ts';

const VERSION = /^my-genres-(\d+)$/;

/** Where versions of the user's model grow, and where finished ones are kept. */
export class RetrainFiles {
  readonly #work: string;
  readonly #models: string;

  /** @param work folder of what is under way @param models folder of the user's models */
  constructor(work: string, models: string) {
    this.#work = work;
    this.#models = models;
  }

  /** The job that an earlier run of the app left unfinished; null where there is none that can be read. */
  async readJob(): Promise<RetrainJob | null> {
    try {
      return retrainJobSchema.parse(JSON.parse(await readFile(this.#jobFile, 'utf8')));
    } catch {
      return null;
    }
  }

  /** @throws what the file system says */
  async writeJob(job: RetrainJob): Promise<void> {
    makeFolder(this.#work);
    await writeFileAtomic(this.#jobFile, [JSON.stringify(job)]);
  }

  /** Deletes what is under way; versions stay. @throws what the file system says */
  async discard(): Promise<void> {
    await rm(this.#work, { recursive: true, force: true });
  }

  /** The first name that no version had before it. */
  async nextName(): Promise<string> {
    const names = await readdir(this.#models).catch((): string[] => []);
    const taken = names.map((name) => Number(VERSION.exec(name)?.[1] ?? 0));
    return `my-genres-${Math.max(0, ...taken) + 1}`;
  }

  /** Where a version grows. */
  growing(name: string): string {
    return join(this.#work, name);
  }

  /** Puts a grown version among the models, all at once. @throws AppError what the file system says */
  async install(name: string): Promise<void> {
    const from = this.growing(name);
    try {
      makeFolder(this.#models);
      await rename(from, join(this.#models, name));
    } catch (error) {
      await rm(from, { recursive: true, force: true }).catch(() => undefined);
      throw fromFileSystemError(error, 'file-read-only');
    }
  }

  get #jobFile(): string {
    return join(this.#work, 'job.json');
  }
}
