import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError, fromFileSystemError, toErrorData } from '../contract/app-error.ts';
import { baseFor, analysesPredictableBy } from '../contract/feature-keys.ts';
import type { NextLabel, OwnGenre } from '../contract/labels.ts';
import type { RetrainChoice, RetrainState } from '../contract/retrain.ts';
import { NO_RETRAIN, retrainChoiceSchema } from '../contract/retrain.ts';
import type { Settings } from '../contract/settings.ts';
import { makeFolder } from '../files/make-folder.ts';
import { writeFileAtomic } from '../files/write-file-atomic.ts';
import type { RetrainStore } from '../library/retrain-store.ts';
import { likeliestTwo } from '../library/retrain-store.ts';
import { DEFAULT_MODEL } from '../contract/settings.ts';
import type { TrackStore } from '../library/track-store.ts';
import type { RetrainReply, RetrainRequest } from '../workers/retrain-protocol.ts';
import { genreRelationSchema } from '../workers/retrain-protocol.ts';
import { providerChoiceSchema } from '../workers/analysis-protocol.ts';
import { AskedProcess } from './asked-process.ts';
import type { Emit } from './event-bus.ts';
import type { Catalogue } from './library-predictor.ts';
import { LibraryPredictor } from './library-predictor.ts';
import type { StartProcess } from './worker-process.ts';

/** What learning from labels works with. */
export interface RetrainDependencies {
  readonly store: RetrainStore;
  readonly tracks: TrackStore;
  /** What the user has said of their genres. */
  readonly genres: () => readonly OwnGenre[];
  readonly settings: () => Settings;
  readonly folder: () => string | null;
  readonly modelRoots: readonly string[];
  /** Where a version grows, and where versions are kept. */
  readonly work: string;
  readonly models: string;
  readonly startProcess: StartProcess<RetrainRequest, RetrainReply>;
  readonly emit: Emit;
}

/** What is written down of a full training, so that it can go on after a restart: the labels are those of its beginning. */
const jobSchema = z.object({
  choice: retrainChoiceSchema,
  startedAt: z.string(),
  provider: providerChoiceSchema,
  relations: z.array(genreRelationSchema),
  base: z.string(),
  against: z.string(),
  name: z.string(),
  tracks: z.array(
    z.object({
      path: z.string(),
      artist: z.string(),
      album: z.string(),
      folder: z.string(),
      names: z.array(z.string()),
      isNew: z.boolean(),
    }),
  ),
});
type Job = z.infer<typeof jobSchema>;

const VERSION = /^my-genres-(\d+)$/;
const UNDER_WAY: ReadonlySet<RetrainState['phase']> = new Set(['hearing', 'learning', 'training', 'comparing']);

/** Learns versions from the user's labels, and compares them with what is in use. */
export class RetrainController {
  readonly #dependencies: RetrainDependencies;
  /** What learns, for minutes maybe; and what answers quick questions meanwhile. */
  readonly #learner: AskedProcess<RetrainRequest, RetrainReply>;
  readonly #answerer: AskedProcess<RetrainRequest, RetrainReply>;
  readonly #judge: LibraryPredictor;
  #state = NO_RETRAIN;
  #isFull = false;
  #runs = 0;

  constructor(dependencies: RetrainDependencies) {
    this.#dependencies = dependencies;
    this.#learner = new AskedProcess(dependencies.startProcess, (reply) => this.#hear(reply));
    this.#answerer = new AskedProcess(dependencies.startProcess, () => false);
    this.#judge = new LibraryPredictor({ ...dependencies, ask: (request) => this.#answerer.ask(request) });
  }

  get state(): RetrainState {
    return this.#state;
  }

  get isBusy(): boolean {
    return UNDER_WAY.has(this.#state.phase);
  }

  /** Finds the full training that an earlier run of the app left unfinished. */
  async recover(): Promise<void> {
    if (await this.#readJob()) this.#update({ phase: 'interrupted' });
  }

  /** Learns a version; how it goes is told by `retrain.changed`. @throws AppError busy, training-data, and what the file system says */
  async start(choice: RetrainChoice): Promise<void> {
    if (this.isBusy) throw new AppError('busy', 'A model is learning already.');
    await this.discard();
    this.#isFull = false;
    this.#update({ ...NO_RETRAIN, phase: 'hearing' });
    this.#run(async (catalogue) => {
      const job = await this.#newJob(choice, catalogue);
      this.#isFull = choice.mode !== 'quick';
      if (this.#isFull) await this.#writeJob(job);
      return job;
    });
  }

  /** Goes on with an interrupted training, on the labels with which it began. @throws AppError busy */
  resume(): void {
    if (this.isBusy) throw new AppError('busy', 'A model is learning already.');
    this.#update({ ...NO_RETRAIN, phase: 'hearing' });
    this.#run(async () => {
      const job = await this.#readJob();
      if (!job) throw new AppError('request-invalid', 'There is no interrupted training.');
      this.#isFull = true;
      return job;
    });
  }

  /** Forgets an interrupted training or a result; versions stay. @throws AppError busy */
  async discard(): Promise<void> {
    if (this.isBusy) throw new AppError('busy', 'A model is learning.');
    await rm(this.#dependencies.work, { recursive: true, force: true });
    this.#update(NO_RETRAIN);
  }

  /** Ends at once; labels and models stay as they are, and a full training can go on. */
  cancel(): void {
    const isFull = this.#isFull;
    // What is still being prepared is not begun.
    this.#runs += 1;
    this.#learner.kill();
    this.#update({ ...NO_RETRAIN, phase: isFull ? 'interrupted' : 'idle' });
  }

  /** Ends the processes. */
  stop(): void {
    this.#learner.kill();
    this.#answerer.kill();
  }

  /** See {@link LibraryPredictor.repredict}. @throws AppError busy, and what the process says */
  async repredict(model: string): Promise<void> {
    await this.#judge.repredict(model);
    this.#dependencies.emit('library.changed', { folder: null });
  }

  /** What to label next in the open folder. @throws AppError busy */
  async next(count: number): Promise<NextLabel[]> {
    const { store, folder, settings } = this.#dependencies;
    const { candidates, known } = await store.candidates(
      folder() ?? '',
      analysesPredictableBy(settings().model, await this.#judge.catalogue()),
    );
    const reply = await this.#answerer.ask({
      kind: 'next',
      count,
      known: [...known],
      candidates: candidates.map(({ probabilities, embedding }) => ({ probabilities, features: embedding })),
    });
    if (reply.kind !== 'next') throw new AppError('unexpected', 'The learning process answered out of turn.');
    return reply.questions.flatMap(({ candidate, ...why }): NextLabel[] => {
      const row = candidates[candidate];
      return row ? [{ id: row.id, ...why, genres: likeliestTwo(row) }] : [];
    });
  }

  /** Two parts of tracks that sound alike: indexes. @throws AppError */
  async clustersOf(
    features: readonly Float32Array<ArrayBuffer>[],
  ): Promise<Extract<RetrainReply, { kind: 'parts' }>['parts']> {
    const reply = await this.#answerer.ask({ kind: 'parts', features: [...features] });
    return reply.kind === 'parts' ? reply.parts : [];
  }

  /** Hash of a file's audio packets; empty where they cannot be read, null where the file is not there. @throws AppError */
  async soundHash(path: string): Promise<string | null> {
    const reply = await this.#answerer.ask({
      kind: 'sound-hash',
      path,
      ffmpegPath: this.#dependencies.settings().ffmpegPath,
    });
    return reply.kind === 'sound-hash' ? reply.hash : null;
  }

  #run(jobOf: (catalogue: Catalogue) => Promise<Job>): void {
    const run = ++this.#runs;
    const learned = this.#judge.catalogue().then(async (catalogue) => {
      const job = await jobOf(catalogue);
      if (run !== this.#runs) throw new AppError('cancelled');
      return this.#learn(job, catalogue);
    });
    void learned.catch((error: unknown) => {
      const failure = toErrorData(error);
      // Whoever cancelled has said so already.
      if (failure.code !== 'cancelled')
        this.#update({ phase: this.#isFull ? 'interrupted' : 'failed', error: failure });
    });
  }

  async #newJob(choice: RetrainChoice, catalogue: Catalogue): Promise<Job> {
    const { model } = this.#dependencies.settings();
    const base = baseFor(model, catalogue, DEFAULT_MODEL);
    const current = catalogue.find(({ name }) => name === model);
    const learnedAt = current?.learnedAt ?? '';
    const tracks = this.#dependencies.store
      .labelled()
      .map(({ path, artist, album, folder, names, labelled_at: labelledAt }) => ({
        path,
        artist,
        album,
        folder,
        names,
        isNew: current?.isRetrained === true && labelledAt > learnedAt,
      }));
    if (tracks.length === 0) throw new AppError('training-data', 'Label some tracks first.');
    const relations = this.#dependencies
      .genres()
      .map(({ name, parent, aliases }) => ({ name, parent, aliases: [...aliases] }));
    return {
      choice,
      relations,
      startedAt: new Date().toISOString(),
      provider: this.#dependencies.settings().provider,
      base,
      against: current?.isRetrained ? model : base,
      name: await this.#nextName(),
      tracks,
    };
  }

  async #learn(
    { choice, startedAt, provider, relations, base, against, name, tracks }: Job,
    catalogue: Catalogue,
  ): Promise<void> {
    const { store, settings, modelRoots, work, models } = this.#dependencies;
    const { window, ffmpegPath } = settings();
    const judgeable = analysesPredictableBy(base, catalogue);
    const features = new Map(
      store
        .labelled()
        .flatMap(({ path, embedding, spec_hash: specHash }) =>
          embedding && embedding.length > 0 && specHash !== null && judgeable.has(specHash)
            ? [[path, embedding] as const]
            : [],
        ),
    );
    const out = join(work, name);
    const learned = await this.#learner.ask({
      kind: 'learn',
      modelRoots: [...modelRoots],
      base,
      against,
      name,
      out,
      choice,
      learnedAt: startedAt,
      window,
      ffmpegPath,
      provider,
      relations,
      tracks: tracks.map((track) => ({ ...track, id: track.path, features: features.get(track.path) ?? null })),
    });
    if (learned.kind !== 'learned') throw new AppError('unexpected', 'The learning process answered out of turn.');
    await install(out, models, name);
    await rm(work, { recursive: true, force: true });
    this.#isFull = false;
    this.#update({ phase: 'comparing' });
    this.#update({ phase: 'compared', result: await this.#judge.withLibrary(learned.result) });
  }

  get #jobFile(): string {
    return join(this.#dependencies.work, 'job.json');
  }

  async #readJob(): Promise<Job | null> {
    const text = await readFile(this.#jobFile, 'utf8').catch(() => null);
    if (text === null) return null;
    try {
      return jobSchema.parse(JSON.parse(text));
    } catch {
      return null;
    }
  }

  async #writeJob(job: Job): Promise<void> {
    makeFolder(this.#dependencies.work);
    await writeFileAtomic(this.#jobFile, [JSON.stringify(job)]);
  }

  /** Runs a model's folder once. @throws AppError model-invalid where it does not answer as its card says; busy */
  async tryModel(folder: string): Promise<void> {
    await this.#answerer.ask({ kind: 'try', folder });
  }

  async #nextName(): Promise<string> {
    const taken = (await readdir(this.#dependencies.models).catch((): string[] => [])).map((folder) =>
      Number(VERSION.exec(folder)?.[1] ?? 0),
    );
    return `my-genres-${Math.max(0, ...taken) + 1}`;
  }

  /** @returns whether it was news, and no answer */
  #hear(reply: RetrainReply): boolean {
    if (reply.kind === 'analysed') this.#update({ analysed: { done: reply.done, total: reply.total } });
    else if (reply.kind === 'learning') this.#update({ phase: 'learning' });
    else if (reply.kind === 'epoch')
      this.#update({
        phase: 'training',
        course: { epoch: reply.epoch, epochs: reply.epochs, etaSeconds: reply.etaSeconds, accuracy: reply.accuracy },
      });
    else return false;
    return true;
  }

  #update(change: Partial<RetrainState>): void {
    this.#state = { ...this.#state, ...change };
    this.#dependencies.emit('retrain.changed', this.#state);
  }
}

/** It appears among the models all at once. */
async function install(from: string, models: string, name: string): Promise<void> {
  try {
    makeFolder(models);
    await rename(from, join(models, name));
  } catch (error) {
    await rm(from, { recursive: true, force: true }).catch(() => undefined);
    throw fromFileSystemError(error, 'file-read-only');
  }
}
