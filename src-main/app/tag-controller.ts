import { AppError, fromErrorData } from '../contract/app-error.ts';
import type { TagProgress, TagResult } from '../contract/tags.ts';
import type { BatchStore } from '../library/batch-store.ts';
import type { TrackStore } from '../library/track-store.ts';
import { listBatches } from '../tags/batch-state.ts';
import type { Recovery } from '../tags/recover.ts';
import { readBatch } from '../tags/journal.ts';
import type { TagsReply, TagsRequest } from '../workers/tags-protocol.ts';
import type { Emit } from './event-bus.ts';
import { createScanClock } from './scan-clock.ts';
import type { StartProcess } from './worker-process.ts';
import { OnDemandProcess } from './worker-process.ts';

/** What writing tags works with. */
export interface TagDependencies {
  readonly tracks: TrackStore;
  readonly batches: BatchStore;
  /** The journal's folder. */
  readonly journal: string;
  readonly startProcess: StartProcess<TagsRequest, TagsReply>;
  readonly emit: Emit;
}

/** What a start found and repaired. */
export type RecoveryReport = Recovery;

type Job = Extract<TagsRequest, { kind: 'apply' | 'undo' | 'recover' }>;
type Answer = Extract<TagsReply, { kind: 'result' | 'recovered' }>;

interface Running {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: AppError) => void;
  readonly onFile: (reply: TagsReply) => void;
}

/** A file that takes longer than this has hung its writer. */
const HANG_MILLISECONDS = 180_000;

/** Writes and undoes tags in a process of its own, one job at a time. */
export class TagController {
  readonly #dependencies: TagDependencies;
  readonly #process: OnDemandProcess<TagsRequest, TagsReply>;
  #running: Running | null = null;
  #watchdog: NodeJS.Timeout | null = null;

  constructor(dependencies: TagDependencies) {
    this.#dependencies = dependencies;
    this.#process = new OnDemandProcess(
      dependencies.startProcess,
      (reply) => this.#onReply(reply),
      (detail) => this.#onCrash(detail),
    );
  }

  /** Settles what a killed run left. @throws AppError */
  async recover(): Promise<RecoveryReport> {
    const answer = await this.#run({ kind: 'recover', root: this.#dependencies.journal }, () => undefined);
    await this.#refreshBatches();
    return answer.kind === 'recovered' ? answer : { finished: 0, rolledBack: 0, unrepaired: 0, unread: [] };
  }

  /** The tracks of a batch that are in the library, in the order in which they were written. @throws AppError */
  async tracksOf(batchId: string): Promise<Int32Array> {
    const entries = await readBatch(this.#dependencies.journal, batchId);
    const paths = entries.flatMap((entry) => (entry.kind === 'prepared' ? [entry.path] : []));
    return Int32Array.from(paths.flatMap((path) => this.#dependencies.tracks.idOf(path) ?? []));
  }

  /** Writes a plan's changes. @throws AppError */
  apply(request: Omit<Extract<TagsRequest, { kind: 'apply' }>, 'kind' | 'root'>): Promise<TagResult> {
    return this.#runCounted(
      'apply',
      { kind: 'apply', root: this.#dependencies.journal, ...request },
      request.changes.length,
    );
  }

  /** Brings a batch's original bytes back; with a model, of those files alone that have its prediction. @throws AppError */
  async undo(batchId: string, model: string | null): Promise<TagResult> {
    const batch = this.#dependencies.batches.list().find((one) => one.batchId === batchId);
    if (!batch) throw new AppError('batch-not-found');
    return this.#runCounted(
      'undo',
      { kind: 'undo', root: this.#dependencies.journal, batchId, model },
      model === null ? batch.files - batch.undone : (batch.byModel.find(({ name }) => name === model)?.files ?? 0),
    );
  }

  /** Ends after the files under way. */
  cancel(): void {
    this.#process.tell({ kind: 'cancel' });
  }

  /** Ends the process; the next start repairs what it left. */
  stop(): void {
    this.#process.kill();
  }

  get isBusy(): boolean {
    return this.#running !== null;
  }

  async #runCounted(kind: TagProgress['kind'], job: Job, total: number): Promise<TagResult> {
    const { emit, tracks } = this.#dependencies;
    const clock = createScanClock();
    let done = 0;
    let failed = 0;
    const onFile = (reply: TagsReply): void => {
      if (reply.kind !== 'file') return;
      done += 1;
      if (reply.failure) failed += 1;
      if (reply.now) tracks.saveGenres(reply.path, reply.now.genres, { ...reply.now, isOurs: kind === 'apply' });
      emit('tags.progress', { kind, done, total, failed, etaSeconds: clock.rates(done, total).etaSeconds });
    };
    try {
      const answer = await this.#run(job, onFile);
      if (answer.kind !== 'result') throw new AppError('unexpected', 'The tag process answered out of turn.');
      return answer.result;
    } finally {
      await this.#refreshBatches();
      emit('library.changed', { folder: null });
    }
  }

  async #refreshBatches(): Promise<void> {
    this.#dependencies.batches.replaceAll(await listBatches(this.#dependencies.journal));
  }

  #run(job: Job, onFile: (reply: TagsReply) => void): Promise<Answer> {
    if (this.#running) return Promise.reject(new AppError('busy', 'Tags are being written already.'));
    return new Promise((resolve, reject) => {
      this.#running = { resolve, reject, onFile };
      this.#watch();
      this.#process.send(job);
    });
  }

  #watch(): void {
    if (this.#watchdog) clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => {
      this.#process.kill();
      this.#onCrash('The tag process stopped answering.');
    }, HANG_MILLISECONDS);
  }

  #settle(): Running | null {
    const running = this.#running;
    this.#running = null;
    if (this.#watchdog) clearTimeout(this.#watchdog);
    return running;
  }

  #onReply(reply: TagsReply): void {
    if (reply.kind === 'file') {
      this.#watch();
      this.#running?.onFile(reply);
    } else if (reply.kind === 'failed') this.#settle()?.reject(fromErrorData(reply.error));
    else this.#settle()?.resolve(reply);
  }

  #onCrash(detail: string): void {
    this.#settle()?.reject(new AppError('worker-crashed', detail));
  }
}
