import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, fromErrorData, fromFileSystemError, toErrorData } from '../contract/app-error.ts';
import { genreKey } from '../contract/genre-names.ts';
import type { NextLabel } from '../contract/labels.ts';
import type { PersonalChange, PersonalResult, PersonalState } from '../contract/personal.ts';
import { NO_PERSONAL } from '../contract/personal.ts';
import type { Settings } from '../contract/types.ts';
import type { FeaturesRow, PersonalStore } from '../library/personal-store.ts';
import { DEFAULT_MODEL } from '../library/settings-store.ts';
import type { TrackStore } from '../library/track-store.ts';
import type { PersonalReply, PersonalRequest } from '../workers/personal-protocol.ts';
import type { Emit } from './event-bus.ts';
import type { StartProcess } from './worker-process.ts';
import { OnDemandProcess } from './worker-process.ts';

/** What learning from labels works with. */
export interface PersonalDependencies {
  readonly store: PersonalStore;
  readonly tracks: TrackStore;
  readonly settings: () => Settings;
  readonly folder: () => string | null;
  readonly modelRoots: readonly string[];
  /** Where a version grows, and where versions are kept. */
  readonly work: string;
  readonly models: string;
  readonly startProcess: StartProcess<PersonalRequest, PersonalReply>;
  readonly emit: Emit;
}

type Learned = Extract<PersonalReply, { kind: 'learned' }>['result'];
type Catalogue = Extract<PersonalReply, { kind: 'catalogue' }>['models'];

const VERSION = /^my-genres-(\d+)$/;
const MOST_CHANGED = 50;
/** Tracks that are compared with one another when the next labels are chosen. */
const MOST_CANDIDATES = 2_000;
const MOST_KNOWN = 1_000;

/** Learns from the user's labels, compares, and lets the library be judged by another model without hearing it again. */
export class PersonalController {
  readonly #dependencies: PersonalDependencies;
  readonly #process: OnDemandProcess<PersonalRequest, PersonalReply>;
  #state = NO_PERSONAL;
  #pending: { readonly resolve: (reply: PersonalReply) => void; readonly reject: (error: AppError) => void } | null = null;

  constructor(dependencies: PersonalDependencies) {
    this.#dependencies = dependencies;
    this.#process = new OnDemandProcess(dependencies.startProcess, (reply) => this.#onReply(reply), (detail) => this.#settle()?.reject(new AppError('training-crashed', detail)));
  }

  get state(): PersonalState {
    return this.#state;
  }

  get isBusy(): boolean {
    return this.#pending !== null || (this.#state.phase !== 'idle' && this.#state.phase !== 'compared' && this.#state.phase !== 'failed');
  }

  /** Learns a version; how it goes is told by `personal.changed`. @throws AppError busy */
  start(keepsShipped: boolean): void {
    if (this.isBusy) throw new AppError('busy', 'A model is learning already.');
    this.#update({ ...NO_PERSONAL, phase: 'hearing' });
    void this.#learn(keepsShipped).catch((error: unknown) => this.#update({ phase: this.#state.phase === 'idle' ? 'idle' : 'failed', error: toErrorData(error) }));
  }

  /** Ends at once; labels and models stay as they are. */
  cancel(): void {
    this.#process.kill();
    this.#update(NO_PERSONAL);
    this.#settle()?.reject(new AppError('cancelled'));
  }

  /** Ends the process. */
  stop(): void {
    this.#process.kill();
  }

  /**
   * Lets a model judge the analysed tracks of the open folder by the features that their analyses have kept.
   * @throws AppError busy, and what the process says; tracks that it cannot judge keep their opinions
   */
  async repredict(model: string): Promise<void> {
    const { store, emit } = this.#dependencies;
    for await (const { rows, reply } of this.#opinions(model, await this.#catalogue())) {
      store.repredict(rows, reply.probabilities.map((probabilities, index) => ({ id: rows[index]?.id ?? 0, probabilities })), { name: model, ...reply });
    }
    emit('library.changed', { folder: null });
  }

  /** What to label next in the open folder. @throws AppError busy */
  async next(count: number): Promise<NextLabel[]> {
    const { store, folder, settings } = this.#dependencies;
    const catalogue = await this.#catalogue();
    const keys = new Map(catalogue.map(({ specHash, featuresKey }) => [specHash, featuresKey]));
    const wanted = catalogue.find(({ name }) => name === settings().model)?.featuresKey;
    const isHeard = ({ spec_hash: specHash }: { spec_hash: string | null }) => specHash !== null && wanted !== undefined && keys.get(specHash) === wanted;
    const labelled = store.labelled();
    const labelledIds = new Set(labelled.map(({ id }) => id));
    let candidates: FeaturesRow[] = [];
    for await (const rows of store.features(folder() ?? '')) {
      candidates.push(...rows.filter((row) => isHeard(row) && !labelledIds.has(row.id)));
      // The sure ones are not asked for anyway.
      candidates = candidates.sort((a, b) => marginOf(a) - marginOf(b)).slice(0, MOST_CANDIDATES);
    }
    const known = labelled.flatMap((row) => (isHeard(row) && row.embedding && row.embedding.length > 0 ? [row.embedding] : [])).slice(-MOST_KNOWN);
    const reply = await this.#ask({ kind: 'next', count, known, candidates: candidates.map(({ probabilities, embedding }) => ({ probabilities, features: embedding })) });
    if (reply.kind !== 'next') throw new AppError('unexpected', 'The learning process answered out of turn.');
    return reply.questions.flatMap(({ candidate, ...why }): NextLabel[] => {
      const row = candidates[candidate];
      return row ? [{ id: row.id, ...why, genres: likeliestTwo(row) }] : [];
    });
  }

  async #learn(keepsShipped: boolean): Promise<void> {
    const { store, settings, modelRoots, work, models } = this.#dependencies;
    const { model: current, window, ffmpegPath } = settings();
    const catalogue = await this.#catalogue();
    const base = baseOf(current, catalogue);
    const keys = new Map(catalogue.map(({ specHash, featuresKey }) => [specHash, featuresKey]));
    const wanted = catalogue.find(({ name }) => name === base)?.featuresKey;
    const tracks = store.labelled().map(({ id, embedding, spec_hash: specHash, ...track }) => ({
      ...track, id: String(id), features: embedding && embedding.length > 0 && specHash !== null && keys.get(specHash) === wanted ? embedding : null,
    }));
    if (tracks.length === 0) throw new AppError('training-data', 'Label some tracks first.');
    const name = await this.#nextName();
    const out = join(work, name);
    const learned = await this.#ask({ kind: 'learn', modelRoots: [...modelRoots], base, name, out, keepsShipped, window, ffmpegPath, tracks });
    if (learned.kind !== 'learned') throw new AppError('unexpected', 'The learning process answered out of turn.');
    await install(out, models, name);
    this.#update({ phase: 'comparing' });
    this.#update({ phase: 'compared', result: await this.#withLibrary(learned.result) });
  }

  async #nextName(): Promise<string> {
    const taken = (await readdir(this.#dependencies.models).catch((): string[] => [])).map((folder) => Number(VERSION.exec(folder)?.[1] ?? 0));
    return `my-genres-${Math.max(0, ...taken) + 1}`;
  }

  /** What the new model would change in the open folder. */
  async #withLibrary({ doubtful, ...learned }: Learned): Promise<PersonalResult> {
    const { tracks } = this.#dependencies;
    const counts = { tracks: 0, changed: 0, automatic: 0 };
    const changes: PersonalChange[] = [];
    for await (const { rows, reply } of this.#opinions(learned.name, await this.#catalogue())) {
      rows.forEach(({ id, predicted }, index) => {
        const probabilities = reply.probabilities[index] ?? [];
        const share = Math.max(...probabilities);
        const after = reply.genres[probabilities.indexOf(share)] ?? '';
        counts.tracks += 1;
        counts.automatic += Number(share >= learned.automatic.confidence);
        if (genreKey(after) === genreKey(predicted)) return;
        counts.changed += 1;
        changes.push({ id, before: predicted, after, share });
      });
      changes.sort((a, b) => b.share - a.share).splice(MOST_CHANGED);
    }
    const doubts = doubtful.flatMap(({ path, ...doubt }): PersonalChange[] => {
      const id = tracks.idOf(path);
      return id === null ? [] : [{ id, ...doubt }];
    });
    return { ...learned, doubtful: doubts, library: { ...counts, mostChanged: changes } };
  }

  /** A model's opinions on what it can judge of the open folder. */
  async *#opinions(model: string, catalogue: Catalogue): AsyncGenerator<{ rows: FeaturesRow[]; reply: Extract<PersonalReply, { kind: 'predicted' }> }> {
    const { store, folder, modelRoots } = this.#dependencies;
    const keys = new Map(catalogue.map(({ specHash, featuresKey }) => [specHash, featuresKey]));
    const wanted = catalogue.find(({ name }) => name === model)?.featuresKey;
    if (wanted === undefined) return;
    for await (const all of store.features(folder() ?? '')) {
      const rows = all.filter(({ spec_hash: specHash }) => keys.get(specHash) === wanted);
      if (rows.length === 0) continue;
      const reply = await this.#ask({ kind: 'predict', modelRoots: [...modelRoots], model, features: rows.map(({ embedding }) => embedding) });
      if (reply.kind === 'predicted') yield { rows, reply };
    }
  }

  async #catalogue(): Promise<Catalogue> {
    const reply = await this.#ask({ kind: 'catalogue', modelRoots: [...this.#dependencies.modelRoots] });
    return reply.kind === 'catalogue' ? reply.models : [];
  }

  #ask(request: PersonalRequest): Promise<PersonalReply> {
    if (this.#pending) return Promise.reject(new AppError('busy', 'A model is learning already.'));
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject };
      this.#process.send(request);
    });
  }

  #onReply(reply: PersonalReply): void {
    if (reply.kind === 'heard') this.#update({ heard: { done: reply.done, total: reply.total } });
    else if (reply.kind === 'learning') this.#update({ phase: 'learning' });
    else if (reply.kind === 'failed') this.#settle()?.reject(fromErrorData(reply.error));
    else this.#settle()?.resolve(reply);
  }

  #settle(): { resolve: (reply: PersonalReply) => void; reject: (error: AppError) => void } | null {
    const pending = this.#pending;
    this.#pending = null;
    return pending;
  }

  #update(change: Partial<PersonalState>): void {
    this.#state = { ...this.#state, ...change };
    this.#dependencies.emit('personal.changed', this.#state);
  }
}

/** How far the two likeliest genres are apart. */
function marginOf({ probabilities }: FeaturesRow): number {
  const [first = 0, second = 0] = probabilities.toSorted((a, b) => b - a);
  return first - second;
}

function likeliestTwo({ probabilities, answers }: FeaturesRow): [string, string] {
  const order = probabilities.map((_, index) => index).sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
  return [answers[order[0] ?? 0] ?? '', answers[order[1] ?? 0] ?? ''];
}

/** A version stands on a model that came before all of the user's: versions do not stand on one another. */
function baseOf(current: string, catalogue: Catalogue): string {
  const own = catalogue.find(({ name }) => name === current);
  if (own && !own.isPersonal) return current;
  return catalogue.find(({ isPersonal, featuresKey }) => !isPersonal && featuresKey === own?.featuresKey)?.name ?? DEFAULT_MODEL;
}

/** It appears among the models all at once. */
async function install(from: string, models: string, name: string): Promise<void> {
  try {
    await mkdir(models, { recursive: true });
    await rename(from, join(models, name));
  } catch (error) {
    await rm(from, { recursive: true, force: true }).catch(() => undefined);
    throw fromFileSystemError(error, 'file-read-only');
  }
}
