import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Client } from '../channel/client.ts';
import { CrashError } from '../channel/connection.ts';
import type { StartPort } from '../channel/ports.ts';
import type { EventOf, ResponseOf } from '../channel/protocol.ts';
import { AppError, fromFileSystemError, toErrorData } from '../contract/app-error.ts';
import type { ErrorData } from '../contract/app-error.ts';
import type { Immutable } from '../contract/immutable.ts';
import type { LabelledFolder, TrainingChoice, TrainingState } from '../contract/training.ts';
import { confusionSchema, NO_TRAINING, trainingChoiceSchema, trainingEpochSchema } from '../contract/training.ts';
import { makeFolder } from '../files/make-folder.ts';
import { writeFileAtomic } from '../files/write-file-atomic.ts';
import type { TrainingProtocol } from '../workers/training-protocol.ts';
import { trainingProtocol } from '../workers/training-protocol.ts';
import type { Emit, Throttled } from './event-bus.ts';
import { throttle } from './event-bus.ts';

/** What the controller works with. */
export interface TrainingDependencies {
  /** Where a training keeps its checkpoint until it is done. */
  readonly work: string;
  /** Where finished models go. */
  readonly models: string;
  /** Names of the models that come with the app, which no other model may hide. */
  readonly shippedModels: () => Promise<readonly string[]>;
  readonly ffmpegPath: () => string | null;
  readonly startProcess: StartPort;
  readonly emit: Emit;
}

const STATE_MILLISECONDS = 200;
const UNDER_WAY: ReadonlySet<TrainingState['phase']> = new Set(['reading', 'training', 'stopping']);

/** What is written down of a training, so that it can go on after a restart. */
const jobSchema = z.object({
  folder: z.string(),
  choice: trainingChoiceSchema,
  history: z.array(trainingEpochSchema),
  /** What the page needs to show the history with. */
  epochs: z.number().default(0),
  genres: z.array(z.string()).default([]),
  confusion: confusionSchema.default([]),
});
type Job = Immutable<z.infer<typeof jobSchema>>;

/** One training at a time, in a process of its own. */
export class TrainingController {
  readonly #dependencies: TrainingDependencies;
  readonly #tell: Throttled;
  #state = NO_TRAINING;
  /** Ends when the note of the training is on the disk. */
  #saving: Promise<void> = Promise.resolve();
  readonly #client: Client<TrainingProtocol>;
  #running = new AbortController();
  #chosen: LabelledFolder | null = null;

  constructor(dependencies: TrainingDependencies) {
    this.#dependencies = dependencies;
    this.#tell = throttle(STATE_MILLISECONDS, () => dependencies.emit('training.changed', this.#state));
    this.#client = new Client(trainingProtocol, dependencies.startProcess, { crashCode: 'training-crashed' });
    this.#client.on('read', (read) => this.#update({ read }));
    this.#client.on('started', (started) => this.#onStarted(started));
    this.#client.on('batch', ({ etaSeconds }) => this.#update({ etaSeconds }));
    this.#client.on('epoch', (epoch) => this.#onEpoch(epoch));
  }

  get state(): TrainingState {
    return this.#state;
  }

  get isBusy(): boolean {
    return UNDER_WAY.has(this.#state.phase);
  }

  /** Finds what an earlier run of the app left unfinished. */
  async recover(): Promise<void> {
    const text = await readFile(this.#jobFile, 'utf8').catch(() => null);
    const job = text === null ? null : jobSchema.safeParse(parseJson(text));
    if (job?.success) this.#update({ ...NO_TRAINING, ...job.data, phase: 'interrupted' });
  }

  /** Counts the genres of a folder; a training starts on the folder that was looked into last. @throws AppError */
  async inspect(folder: string): Promise<LabelledFolder> {
    if (this.isBusy) throw new AppError('busy', 'A training is under way.');
    const client = new Client(trainingProtocol, this.#dependencies.startProcess, { crashCode: 'unexpected' });
    try {
      this.#chosen = { folder, genres: await client.ask('inspect', { folder }) };
    } finally {
      client.kill();
    }
    return this.#chosen;
  }

  /**
   * Starts a training.
   * @throws AppError busy, request-invalid where no folder was chosen, model-name-taken, and as the file system
   */
  async start(choice: TrainingChoice): Promise<void> {
    if (this.isBusy) throw new AppError('busy', 'A training is under way.');
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
    if (!this.isBusy) return;
    this.#update({ phase: 'stopping' });
    this.#running.abort();
  }

  /**
   * Discards a finished or interrupted training; a finished model is kept.
   * @throws AppError busy, and as the file system
   */
  async discard(): Promise<void> {
    if (this.isBusy) throw new AppError('busy', 'A training is under way.');
    await rm(this.#dependencies.work, { recursive: true, force: true }).catch((error: unknown) => {
      throw fromFileSystemError(error, 'file-read-only');
    });
    this.#update(NO_TRAINING);
  }

  /** Ends the process at once; the next start of the app offers to go on. */
  close(): void {
    this.#client.kill();
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
    this.#running = new AbortController();
    const { folder, choice } = job;
    const request = { folder, out: join(work, 'model'), choice, ffmpegPath: ffmpegPath() };
    void this.#client
      .ask('train', request, { signal: this.#running.signal })
      .then((trained) => (trained ? this.#finish(trained) : this.#end({ phase: 'interrupted', etaSeconds: null })))
      .catch((error: unknown) => this.#onFailure(error));
  }

  #onStarted({ genres, leftOutGenres, epochs, resumedAtEpoch }: EventOf<TrainingProtocol, 'started'>): void {
    this.#update({
      phase: this.#state.phase === 'stopping' ? 'stopping' : 'training',
      genres,
      leftOutGenres,
      epochs,
      history: this.#state.history.filter(({ epoch }) => epoch <= resumedAtEpoch),
      confusion: resumedAtEpoch === 0 ? [] : this.#state.confusion,
    });
  }

  #onEpoch({ etaSeconds, confusion, ...epoch }: EventOf<TrainingProtocol, 'epoch'>): void {
    this.#update({ etaSeconds, confusion, history: [...this.#state.history, epoch] });
    const job = jobOf(this.#state);
    if (job) this.#saveJob(job).catch((error: unknown) => this.#fail(toErrorData(error)));
  }

  /** The model appears among the user's all at once, and replaces one of the same name. */
  async #finish({ confusion, outcome }: NonNullable<ResponseOf<TrainingProtocol, 'train'>>): Promise<void> {
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

  #onFailure(error: unknown): void {
    const failure = toErrorData(error);
    if (error instanceof CrashError) this.#update({ phase: 'interrupted', error: failure, etaSeconds: null });
    // Whoever ended the process has said why.
    else if (failure.code !== 'cancelled') this.#fail(failure);
  }

  #fail(error: ErrorData): void {
    this.#end({ phase: 'failed', error, etaSeconds: null });
  }

  #end(change: Partial<TrainingState>): void {
    this.#client.kill();
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
  return choice && { folder, choice, history, epochs, genres, confusion };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
