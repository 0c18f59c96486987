import { Client } from '../channel/client.ts';
import type { StartPort } from '../channel/ports.ts';
import type { EventOf, RequestOf } from '../channel/protocol.ts';
import { AppError } from '../contract/app-error.ts';
import type { ScannedFile } from '../contract/scanned-file.ts';
import type { Recovery, TagProgress, TagResult } from '../contract/tags.ts';
import type { TrackId } from '../contract/track.ts';
import type { BatchStore } from '../library/batch-store.ts';
import type { MovedFiles } from '../library/moved-files.ts';
import type { TrackStore } from '../library/track-store.ts';
import type { UndoneSteps } from '../library/undone-steps.ts';
import { listBatches } from '../tags/batch-state.ts';
import { readBatch } from '../tags/journal.ts';
import type { TagsProtocol } from '../workers/tags-protocol.ts';
import { tagsProtocol } from '../workers/tags-protocol.ts';
import type { ApplyRequest } from './apply-changes.ts';
import { applyChanges } from './apply-changes.ts';
import { BatchFiles } from './batch-files.ts';
import type { Emit } from './event-bus.ts';
import { createScanClock } from './scan-clock.ts';
import { writtenText } from './written-text.ts';

/** What writing tags works with. */
export interface TagDependencies {
  readonly tracks: TrackStore;
  readonly batches: BatchStore;
  /** Told which files were restored, and when batches were written. */
  readonly undone: UndoneSteps;
  readonly moved: MovedFiles;
  /** The journal's folder. */
  readonly journal: string;
  /** The library's file. */
  readonly library: string;
  readonly startProcess: StartPort;
  /** Told what a file is since it was written. */
  readonly onWritten: (file: ScannedFile) => void;
  /** Told that other batches can be undone or redone. */
  readonly onBatches: () => void;
  readonly emit: Emit;
}

/** A file that takes longer than this has hung its writer. */
const HANG_MILLISECONDS = 180_000;

/** Writes and undoes tags in a process of its own, one job at a time. */
export class TagController {
  readonly #dependencies: TagDependencies;
  readonly #client: Client<TagsProtocol>;
  /** The files of written batches. */
  readonly files: BatchFiles;
  /** Cancels the job under way. */
  #running: AbortController | null = null;
  #watchdog: NodeJS.Timeout | undefined;
  /** Written or undone for the user; one of them runs, another is refused. */
  #jobs = 0;
  /** Done when all of them have ended, however they did. */
  #ended: Promise<unknown> = Promise.resolve();
  /** The library may be closed from then on. */
  #isStopped = false;

  constructor(dependencies: TagDependencies) {
    this.#dependencies = dependencies;
    this.files = new BatchFiles(dependencies);
    this.#client = new Client(tagsProtocol, dependencies.startProcess, { crashCode: 'worker-crashed' });
    this.#client.on('file', () => this.#watch());
  }

  /** Finishes what a killed run left. @throws AppError */
  async recover(): Promise<Recovery> {
    const report = await this.#run(() => this.#client.ask('recover', { root: this.#dependencies.journal }));
    await this.#refreshBatches();
    return report;
  }

  /** The tracks of a batch that are in the library, in the order in which they were written. @throws AppError */
  async tracksOf(batchId: string): Promise<Int32Array> {
    const { journal, moved, tracks } = this.#dependencies;
    const ids: TrackId[] = [];
    let when = '';
    for await (const entries of readBatch(journal, batchId))
      for (const entry of entries) {
        if (entry.kind === 'batch') when = entry.createdAt;
        const id = entry.kind === 'prepared' ? tracks.idOf(moved.pathOf(entry.path, when)) : null;
        if (id !== null) ids.push(id);
      }
    return Int32Array.from(ids);
  }

  /** Writes a plan's changes. @throws AppError */
  apply(request: ApplyRequest): Promise<TagResult> {
    const { journal } = this.#dependencies;
    return this.#runCounted('apply', request.changes.length, (signal) =>
      applyChanges(this.#client, journal, request, signal),
    );
  }

  /**
   * Restores the original bytes of a batch; with a model, only of the files that have its prediction; with numbers, only
   * of those files.
   * @throws AppError
   */
  async undo({ batchId, model, files }: Omit<RequestOf<TagsProtocol, 'undo'>, 'root' | 'library'>): Promise<TagResult> {
    const batch = this.#dependencies.batches.list().find((one) => one.batchId === batchId);
    if (!batch) throw new AppError('batch-not-found');
    const { journal: root, library } = this.#dependencies;
    const ofModel = batch.byModel.find(({ name }) => name === model)?.files ?? 0;
    return this.#runCounted(
      'undo',
      files?.length ?? (model === null ? batch.files - batch.undone : ofModel),
      async (signal) => {
        const answer = await this.#client.ask('undo', { root, library, batchId, model, files }, { signal });
        const { restored, ...result } = answer;
        if (restored.length > 0)
          this.#dependencies.undone.keepTags(writtenText(batch, restored.length), { batchId, files: [...restored] });
        return result;
      },
    );
  }

  /**
   * Writes again what the batch had written that was undone last; files that changed since stay as they are.
   * @throws AppError request-invalid where redoing would do something else; as the tag writer
   */
  redo(batchId: string, writing: Pick<RequestOf<TagsProtocol, 'redo'>, 'rules' | 'ffmpegPath'>): Promise<TagResult> {
    const { undone, journal: root } = this.#dependencies;
    const step = undone.newest();
    if (step?.kind !== 'tags' || step.batch.batchId !== batchId)
      throw new AppError('request-invalid', 'Redoing would do something else.');
    const files = Int32Array.from(step.batch.files);
    return this.#runCounted('apply', files.length, async (signal) => {
      const result = await this.#client.ask('redo', { root, batchId, files, ...writing }, { signal });
      // Who cancelled it before any file may redo it later.
      if (!result.cancelled || result.written > 0) undone.remake(step.id);
      return result;
    });
  }

  /** Ends after the files under way. */
  cancel(): void {
    this.#running?.abort();
  }

  /** Ends the process; the next start repairs what it left. */
  stop(): void {
    this.#isStopped = true;
    this.#client.kill();
  }

  get isBusy(): boolean {
    return this.#running !== null;
  }

  /** Whether tags are being written or undone, for the user; repairing what a run left needs nobody. */
  get isWriting(): boolean {
    return this.#jobs > 0;
  }

  /** Ends after the files under way, and waits for that. */
  async cancelAndWait(): Promise<void> {
    this.cancel();
    await this.#ended;
  }

  /** Whoever waits for the end waits for the list of batches too: a start shows the one that is kept. */
  #runCounted(
    kind: TagProgress['kind'],
    total: number,
    job: (signal: AbortSignal) => Promise<TagResult>,
  ): Promise<TagResult> {
    const result = this.#runAndList(kind, total, job);
    this.#ended = Promise.allSettled([this.#ended, result]);
    return result;
  }

  async #runAndList(
    kind: TagProgress['kind'],
    total: number,
    job: (signal: AbortSignal) => Promise<TagResult>,
  ): Promise<TagResult> {
    const { emit, onWritten, tracks } = this.#dependencies;
    const clock = createScanClock();
    let done = 0;
    let failed = 0;
    const onFile = ({ path, failure, now }: EventOf<TagsProtocol, 'file'>): void => {
      done += 1;
      if (failure) failed += 1;
      if (now) {
        tracks.saveGenres(path, now.genres, { ...now, isOurs: kind === 'apply' });
        onWritten({ path, size: now.size, modifiedMilliseconds: now.modifiedMilliseconds });
      }
      emit('tags.progress', { kind, done, total, failed, etaSeconds: clock.rates(done, total).etaSeconds });
    };
    try {
      this.#jobs += 1;
      return await this.#run(job, onFile);
    } finally {
      this.#jobs -= 1;
      if (!this.#isStopped) {
        await this.#refreshBatches();
        emit('library.changed', { folder: null });
      }
    }
  }

  async #refreshBatches(): Promise<void> {
    const { batches, undone, journal, onBatches } = this.#dependencies;
    this.files.forget();
    const listed = await listBatches(journal);
    batches.replaceAll(listed);
    const [newest] = listed;
    // Whoever wrote it, the command line too: what was undone before cannot be redone.
    if (newest) undone.clearBefore(newest.createdAt);
    onBatches();
  }

  async #run<Result>(
    job: (signal: AbortSignal) => Promise<Result>,
    onFile: (file: EventOf<TagsProtocol, 'file'>) => void = () => undefined,
  ): Promise<Result> {
    if (this.#running) throw new AppError('busy', 'Tags are being written already.');
    this.#running = new AbortController();
    const stopListening = this.#client.on('file', onFile);
    this.#watch();
    try {
      return await job(this.#running.signal);
    } finally {
      clearTimeout(this.#watchdog);
      stopListening();
      this.#running = null;
    }
  }

  #watch(): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(
      () => this.#client.kill(new AppError('worker-crashed', 'The tag process stopped answering.')),
      HANG_MILLISECONDS,
    );
  }
}
