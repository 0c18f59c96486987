import { Client } from '../channel/client.ts';
import type { StartPort } from '../channel/ports.ts';
import { AppError, toErrorData } from '../contract/app-error.ts';
import { analysesPredictableBy } from '../contract/feature-keys.ts';
import type { GenreRelation } from '../contract/labels.ts';
import type { RetrainChoice, RetrainState } from '../contract/retrain.ts';
import { NO_RETRAIN } from '../contract/retrain.ts';
import type { Settings } from '../contract/settings.ts';
import type { RetrainStore } from '../library/retrain-store.ts';
import type { TrackStore } from '../library/track-store.ts';
import type { RetrainProtocol } from '../workers/retrain-protocol.ts';
import { retrainProtocol } from '../workers/retrain-protocol.ts';
import type { Emit } from './event-bus.ts';
import type { LibraryReader } from './library-reader.ts';
import { LibraryPredictor } from './library-predictor.ts';
import { RetrainFiles } from './retrain-files.ts';
import type { RetrainJob } from './retrain-job.ts';
import { newRetrainJob, tracksWithFeatures } from './retrain-job.ts';
import type { Catalogue } from './retrain-questions.ts';
import { RetrainQuestions } from './retrain-questions.ts';

/** What retraining works with. */
export interface RetrainDependencies {
  readonly store: RetrainStore;
  readonly reader: Pick<LibraryReader, 'labelCandidates'>;
  readonly tracks: TrackStore;
  /** What the user has said of their genres. */
  readonly genres: () => readonly GenreRelation[];
  readonly settings: () => Settings;
  readonly folder: () => string | null;
  readonly modelRoots: readonly string[];
  /** Where a version grows, and where versions are kept. */
  readonly work: string;
  readonly models: string;
  readonly startProcess: StartPort;
  readonly emit: Emit;
}

const UNDER_WAY: ReadonlySet<RetrainState['phase']> = new Set(['analysing', 'retraining', 'training', 'comparing']);

/** Retrains versions on the user's labels, and compares them with what is in use. */
export class RetrainController {
  /** What is answered by another process, also during a retraining. */
  readonly questions: RetrainQuestions;
  readonly #dependencies: RetrainDependencies;
  readonly #client: Client<RetrainProtocol>;
  readonly #predictor: LibraryPredictor;
  readonly #files: RetrainFiles;
  #state = NO_RETRAIN;
  #isFull = false;
  #runs = 0;

  constructor(dependencies: RetrainDependencies) {
    this.#dependencies = dependencies;
    this.#files = new RetrainFiles(dependencies.work, dependencies.models);
    this.questions = new RetrainQuestions(dependencies);
    this.#predictor = new LibraryPredictor({ ...dependencies, questions: this.questions });
    this.#client = new Client(retrainProtocol, dependencies.startProcess, { crashCode: 'training-crashed' });
    this.#client.on('analysed', (analysed) => this.#update({ analysed }));
    this.#client.on('retraining', () => this.#update({ phase: 'retraining' }));
    this.#client.on('epoch', (course) => this.#update({ phase: 'training', course }));
  }

  get state(): RetrainState {
    return this.#state;
  }

  get isBusy(): boolean {
    return UNDER_WAY.has(this.#state.phase);
  }

  /** Finds the full training that an earlier run of the app left unfinished. */
  async recover(): Promise<void> {
    if (await this.#files.readJob()) this.#update({ phase: 'interrupted' });
  }

  /**
   * Trains a version; `retrain.changed` reports the progress.
   * @throws AppError busy, training-data, and as the file system
   */
  async start(choice: RetrainChoice): Promise<void> {
    if (this.isBusy) throw new AppError('busy', 'A model is being retrained already.');
    await this.discard();
    this.#isFull = false;
    this.#update({ ...NO_RETRAIN, phase: 'analysing' });
    this.#run(async (catalogue) => {
      const job = await this.#newJob(choice, catalogue);
      this.#isFull = choice.mode !== 'quick';
      if (this.#isFull) await this.#files.writeJob(job);
      return job;
    });
  }

  /** Goes on with an interrupted training, on the labels with which it began. @throws AppError busy */
  resume(): void {
    if (this.isBusy) throw new AppError('busy', 'A model is being retrained already.');
    this.#update({ ...NO_RETRAIN, phase: 'analysing' });
    this.#run(async () => {
      const job = await this.#files.readJob();
      if (!job) throw new AppError('request-invalid', 'There is no interrupted training.');
      this.#isFull = true;
      return job;
    });
  }

  /** Forgets an interrupted training or a result; versions stay. @throws AppError busy */
  async discard(): Promise<void> {
    if (this.isBusy) throw new AppError('busy', 'A model is being retrained.');
    await this.#files.discard();
    this.#update(NO_RETRAIN);
  }

  /** Ends at once; labels and models stay as they are, and a full training can go on. */
  cancel(): void {
    const isFull = this.#isFull;
    // What is still being prepared is not begun.
    this.#runs += 1;
    this.#client.kill();
    this.#update({ ...NO_RETRAIN, phase: isFull ? 'interrupted' : 'idle' });
  }

  /** Ends the processes. */
  stop(): void {
    this.#client.kill();
    this.questions.stop();
  }

  /** See {@link LibraryPredictor.repredict}. @throws AppError what the process says */
  async repredict(model: string): Promise<void> {
    await this.#predictor.repredict(model);
    this.#dependencies.emit('library.changed', { folder: null });
  }

  /** Ends what {@link repredict} waits for; it fails as cancelled. */
  stopPredicting(): void {
    this.questions.stopPredicting();
  }

  #run(jobOf: (catalogue: Catalogue) => Promise<RetrainJob>): void {
    const run = ++this.#runs;
    const retrained = this.questions.catalogue().then(async (catalogue) => {
      const job = await jobOf(catalogue);
      if (run !== this.#runs) throw new AppError('cancelled');
      return this.#retrain(job, catalogue);
    });
    void retrained.catch((error: unknown) => {
      const failure = toErrorData(error);
      // Whoever cancelled has said so already.
      if (failure.code !== 'cancelled')
        this.#update({ phase: this.#isFull ? 'interrupted' : 'failed', error: failure });
    });
  }

  async #newJob(choice: RetrainChoice, catalogue: Catalogue): Promise<RetrainJob> {
    const { store, settings, genres } = this.#dependencies;
    const name = await this.#files.nextName();
    return newRetrainJob({
      choice,
      settings: settings(),
      catalogue,
      labelled: await store.labelled(),
      relations: genres(),
      name,
    });
  }

  async #retrain(job: RetrainJob, catalogue: Catalogue): Promise<void> {
    const { store, settings, modelRoots } = this.#dependencies;
    const { window, ffmpegPath } = settings();
    const { choice, startedAt, provider, kin: relations, base, against, name } = job;
    const retrained = await this.#client.ask('retrain', {
      modelRoots,
      base,
      against,
      name,
      out: this.#files.growing(name),
      choice,
      learnedAt: startedAt,
      window,
      ffmpegPath,
      provider,
      relations,
      tracks: tracksWithFeatures(job, await store.labelled(), analysesPredictableBy(base, catalogue)),
    });
    await this.#files.install(name);
    await this.#files.discard();
    this.#isFull = false;
    this.#update({ phase: 'comparing' });
    this.#update({ phase: 'compared', result: await this.#predictor.withLibrary(retrained) });
  }

  #update(change: Partial<RetrainState>): void {
    this.#state = { ...this.#state, ...change };
    this.#dependencies.emit('retrain.changed', this.#state);
  }
}
