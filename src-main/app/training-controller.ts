import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError, fromFileSystemError, toErrorData } from '../contract/app-error.ts';
import type { ErrorData } from '../contract/app-error.ts';
import type { LabelledFolder, TrainingChoice, TrainingState } from '../contract/training.ts';
import { NO_TRAINING } from '../contract/training.ts';
import { makeFolder } from '../files/make-folder.ts';
import { writeFileAtomic } from '../files/write-file-atomic.ts';
import type { TrainingReply, TrainingRequest } from '../workers/training-protocol.ts';
import { trainingChoiceSchema } from '../contract/training.ts';
import type { Emit, Throttled } from './event-bus.ts';
import { throttle } from './event-bus.ts';
import type { StartProcess, WorkerProcess } from './worker-process.ts';

/** What the controller works with. */
export interface TrainingDependencies {
  /** Where a training keeps its checkpoint until it is done. */
  readonly work: string;
  /** Where finished models go. */
  readonly models: string;
  /** Names of the models that come with the app, which no other model may hide. */
  readonly shippedModels: () => Promise<readonly string[]>;
  readonly ffmpegPath: () => string | null;
  readonly startProcess: StartProcess<TrainingRequest, TrainingReply>;
  readonly emit: Emit;
}

const STATE_MILLISECONDS = 200;
const UNDER_WAY: ReadonlySet<TrainingState['phase']> = new Set(['reading', 'training', 'stopping']);

const historySchema = z.array(
  z.object({
    epoch: z.number(),
    loss: z.number(),
    validLoss: z.number().nullable(),
    validAccuracy: z.number().nullable(),
  }),
);
/** What is written down of a training, so that it can go on after a restart. */
const jobSchema = z.object({
  folder: z.string(),
  choice: trainingChoiceSchema,
  history: historySchema,
  /** What the page needs to show the history with. */
  epochs: z.number().default(0),
  genres: z.array(z.string()).default([]),
  confusion: z.array(z.array(z.number())).default([]),
});
type Job = z.infer<typeof jobSchema>;

/** One training at a time, in a process of its own. */
export class TrainingController {
  readonly #dependencies: TrainingDependencies;
  readonly #tell: Throttled;
  #state = NO_TRAINING;
  /** Ends when the note of the training is on the disk. */
  #saving: Promise<void> = Promise.resolve();
  #process: WorkerProcess<TrainingRequest, TrainingReply> | null = null;
  #chosen: LabelledFolder | null = null;

  constructor(dependencies: TrainingDependencies) {
    this.#dependencies = dependencies;
    this.#tell = throttle(STATE_MILLISECONDS, () => dependencies.emit('training.changed', this.#state));
  }

  get state(): TrainingState {
    return this.#state;
  }

  /** Finds what an earlier run of the app left unfinished. */
  async recover(): Promise<void> {
    const text = await readFile(this.#jobFile, 'utf8').catch(() => null);
    const job = text === null ? null : jobSchema.safeParse(parseJson(text));
    if (job?.success) this.#update({ ...NO_TRAINING, ...job.data, phase: 'interrupted' });
  }

  /** Counts the genres of a folder; a training starts on the folder that was looked into last. @throws AppError */
  async inspect(folder: string): Promise<LabelledFolder> {
    if (UNDER_WAY.has(this.#state.phase)) throw new AppError('busy', 'A training is under way.');
    const reply = await new Promise<TrainingReply>((resolve, reject) => {
      const started = this.#dependencies.startProcess();
      started.onReply((answer) => {
        started.kill();
        resolve(answer);
      });
      started.onCrash((detail) => reject(new AppError('unexpected', detail)));
      started.send({ kind: 'inspect', folder });
    });
    if (reply.kind === 'failed') throw new AppError(reply.error.code, reply.error.message);
    if (reply.kind !== 'inspected') throw new AppError('unexpected', 'The training process answered out of turn.');
    this.#chosen = { folder, genres: reply.genres };
    return this.#chosen;
  }

  /** @throws AppError busy, request-invalid where no folder was chosen, model-name-taken, and what the file system says */
  async start(choice: TrainingChoice): Promise<void> {
    if (UNDER_WAY.has(this.#state.phase)) throw new AppError('busy', 'A training is under way.');
    if (!this.#chosen) throw new AppError('request-invalid', 'Choose a folder first.');
    if ((await this.#dependencies.shippedModels()).includes(choice.name))
      throw new AppError('model-name-taken', choice.name);
    await this.discard();
    await this.#run(jobSchema.parse({ folder: this.#chosen.folder, choice, history: [] }));
  }

  /** Goes on with an interrupted training. @throws AppError request-invalid where there is none */
  async resume(): Promise<void> {
    const { phase } = this.#state;
    const job = jobOf(this.#state);
    if ((phase !== 'interrupted' && phase !== 'failed') || !job)
      throw new AppError('request-invalid', 'There is no interrupted training.');
    await this.#run(job);
  }

  /** Ends after the step under way; what was finished is kept. */
  stop(): void {
    if (!UNDER_WAY.has(this.#state.phase)) return;
    this.#update({ phase: 'stopping' });
    this.#process?.send({ kind: 'stop' });
  }

  /** Forgets a finished or interrupted training; a finished model stays. @throws AppError busy, and what the file system says */
  async discard(): Promise<void> {
    if (UNDER_WAY.has(this.#state.phase)) throw new AppError('busy', 'A training is under way.');
    await rm(this.#dependencies.work, { recursive: true, force: true }).catch((error: unknown) => {
      throw fromFileSystemError(error, 'file-read-only');
    });
    this.#update(NO_TRAINING);
  }

  /** Ends the process at once; the next start of the app offers to go on. */
  close(): void {
    this.#process?.kill();
  }

  get #jobFile(): string {
    return join(this.#dependencies.work, 'job.json');
  }

  async #run(job: Job): Promise<void> {
    const { work, ffmpegPath } = this.#dependencies;
    try {
      makeFolder(work);
      await this.#saveJob(job);
    } catch (error) {
      throw fromFileSystemError(error, 'file-read-only');
    }
    this.#update({ ...NO_TRAINING, ...job, phase: 'reading' });
    const started = this.#dependencies.startProcess();
    started.onReply((reply) => void this.#onReply(reply).catch((error: unknown) => this.#fail(toErrorData(error))));
    started.onCrash((detail) => this.#onCrash(detail));
    this.#process = started;
    started.send({
      kind: 'train',
      folder: job.folder,
      out: join(work, 'model'),
      choice: job.choice,
      ffmpegPath: ffmpegPath(),
    });
  }

  async #onReply(reply: TrainingReply): Promise<void> {
    switch (reply.kind) {
      case 'read':
        return this.#update({ read: { done: reply.done, total: reply.total, leftOut: reply.leftOut } });
      case 'started':
        return this.#update({
          phase: this.#state.phase === 'stopping' ? 'stopping' : 'training',
          genres: reply.genres,
          leftOutGenres: reply.leftOutGenres,
          epochs: reply.epochs,
          history: this.#state.history.filter(({ epoch }) => epoch <= reply.resumedAtEpoch),
          confusion: reply.resumedAtEpoch === 0 ? [] : this.#state.confusion,
        });
      case 'batch':
        return this.#update({ etaSeconds: reply.etaSeconds });
      case 'epoch': {
        const { epoch, loss, validLoss, validAccuracy, etaSeconds, confusion } = reply;
        this.#update({
          etaSeconds,
          confusion,
          history: [...this.#state.history, { epoch, loss, validLoss, validAccuracy }],
        });
        const job = jobOf(this.#state);
        return job ? this.#saveJob(job) : undefined;
      }
      case 'done':
        return this.#finish(reply);
      case 'stopped':
        return this.#end({ phase: 'interrupted', etaSeconds: null });
      case 'failed':
        return this.#fail(reply.error);
      case 'inspected':
    }
  }

  /** The model appears among the user's all at once, and replaces one of the same name. */
  async #finish({ confusion, outcome }: Extract<TrainingReply, { kind: 'done' }>): Promise<void> {
    const { work, models } = this.#dependencies;
    const target = join(models, this.#state.choice?.name ?? '');
    try {
      await this.#saving;
      makeFolder(models);
      await rm(target, { recursive: true, force: true });
      await rename(join(work, 'model'), target);
      await rm(work, { recursive: true, force: true });
    } catch (error) {
      return this.#fail(toErrorData(fromFileSystemError(error, 'file-read-only')));
    }
    this.#end({ phase: 'done', etaSeconds: null, confusion, outcome });
  }

  #onCrash(detail: string): void {
    this.#process = null;
    if (UNDER_WAY.has(this.#state.phase))
      this.#update({ phase: 'interrupted', error: { code: 'training-crashed', message: detail }, etaSeconds: null });
  }

  #fail(error: ErrorData): void {
    this.#end({ phase: 'failed', error, etaSeconds: null });
  }

  #end(change: Partial<TrainingState>): void {
    this.#process?.kill();
    this.#process = null;
    this.#update(change);
    this.#tell.flush();
  }

  #update(change: Partial<TrainingState>): void {
    this.#state = { ...this.#state, ...change };
    this.#tell();
  }

  /** One after the other: epochs can follow one another faster than a file is written. */
  #saveJob(job: Job): Promise<void> {
    const saved = this.#saving.then(() => this.#writeJob(job));
    this.#saving = saved.catch(() => undefined);
    return saved;
  }

  async #writeJob(job: Job): Promise<void> {
    await writeFileAtomic(this.#jobFile, [JSON.stringify(job)]);
  }
}

/** The note of a state; null where nothing was asked for. */
function jobOf({ folder, choice, history, epochs, genres, confusion }: TrainingState): Job | null {
  return (
    choice && {
      folder,
      choice,
      history: [...history],
      epochs,
      genres: [...genres],
      confusion: confusion.map((row) => [...row]),
    }
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
