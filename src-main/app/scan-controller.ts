import { CrashError } from '../channel/connection.ts';
import type { ErrorData } from '../contract/app-error.ts';
import { toErrorData } from '../contract/app-error.ts';
import type { LeftOut } from '../contract/left-out.ts';
import type { ProviderReport, ScanProgress } from '../contract/scan.ts';
import { NO_SCAN } from '../contract/scan.ts';
import type { ScannedFile } from '../contract/scanned-file.ts';
import type { FileTags } from '../contract/track.ts';
import type { ScanStore } from '../library/scan-store.ts';
import type { TrackStore } from '../library/track-store.ts';
import { CrashSuspects } from './crash-suspects.ts';
import type { Emit } from './event-bus.ts';
import type { ListedFolder } from './folder-watch.ts';
import { throttle } from './event-bus.ts';
import { ScanListing } from './scan-listing.ts';
import type { ScanProcessDependencies } from './scan-process.ts';
import { ScanProcess } from './scan-process.ts';
import type { Analyzed } from './scan-results.ts';
import { ScanResults } from './scan-results.ts';
import { collectWork, NO_WORK } from './scan-work.ts';
import { ToldProgress } from './told-progress.ts';

/** What a scan works with. */
export interface ScanDependencies extends ScanProcessDependencies {
  readonly tracks: TrackStore;
  readonly scans: ScanStore;
  readonly jobs: number;
  readonly emit: Emit;
  readonly onFinished: (progress: ScanProgress) => void;
  /** Told what a folder holds that is not taken. */
  readonly onLeftOut: (folder: string, leftOut: readonly LeftOut[]) => void;
  /** Those of a library's folders that are not there. */
  readonly goneOf: (root: string) => Promise<readonly string[]>;
  /** Told which folders of a library were not there, after every list; none as a rule. */
  readonly onGone: (root: string, gone: readonly string[], isQuiet: boolean) => void;
  readonly onListed: (listed: ListedFolder) => void;
}

const LIBRARY_MILLISECONDS = 1_000;
const UNEXPLAINED_CRASHES = 2;
/** Files that are named to the process at once: more would hold up this one. */
const ANALYSED_AT_ONCE = 5_000;
const READ_AT_ONCE = 1_000;

/** Lists a folder, reads the tags of what is new or changed, analyses it, and keeps the library up to date. */
export class ScanController {
  readonly #dependencies: ScanDependencies;
  readonly #process: ScanProcess;
  readonly #results: ScanResults;
  readonly #suspects = new CrashSuspects();
  readonly #told: ToldProgress;
  #listing = new ScanListing();
  #work = NO_WORK;
  /** Crashes since the last file was finished that no file can be blamed for. */
  #unexplainedCrashes = 0;
  #startAgain: string | null = null;
  #isStopped = false;
  #onIdle: (() => void)[] = [];
  readonly #tellLibrary = throttle(LIBRARY_MILLISECONDS, () =>
    this.#dependencies.emit('library.changed', { folder: null }),
  );

  constructor(dependencies: ScanDependencies) {
    const { tracks, scans, settings } = dependencies;
    this.#dependencies = dependencies;
    this.#told = new ToldProgress(dependencies.emit);
    this.#results = new ScanResults({
      tracks,
      lostSounds: scans.lostSounds,
      settings,
      onSaved: () => this.#tellLibrary(),
      goneOf: () => dependencies.goneOf(this.progress.folder),
      onGone: () => this.#startAnew(),
    });
    this.#process = new ScanProcess(dependencies);
    this.#process.on('found', (found) => {
      this.#listing.add(found);
      this.#told.update({ total: this.#listing.size });
    });
    this.#process.on('read', ({ files }) => this.#onRead(files));
    this.#process.on('engine', (engine) => {
      this.#results.engine = engine;
      dependencies.emit('provider.changed', engine.provider);
    });
    this.#process.on('started', ({ path }) => this.#suspects.started(path));
    this.#process.on('analyzed', (file) => this.#onAnalyzed(file));
  }

  get progress(): ScanProgress {
    return this.#told.now;
  }

  /** The processor that the last session ran on. */
  get provider(): ProviderReport {
    return this.#results.engine?.provider ?? { active: null, attempts: [] };
  }

  /** Starts a scan; one that runs is cancelled first. Does nothing once it is stopped. */
  start(root: string): void {
    if (this.#isStopped) return;
    if (this.progress.phase === 'idle') return this.#begin(root, false);
    this.#startAgain = root;
    this.cancel();
  }

  /**
   * Scans for what changed by itself, and leaves files alone that may be being copied.
   * @returns false where another scan runs, or the last one did not finish: going on with it is the user's matter
   */
  startQuietly(root: string): boolean {
    const { phase, outcome } = this.progress;
    if (this.#isStopped || phase !== 'idle' || (outcome ?? 'finished') !== 'finished') return false;
    this.#begin(root, true);
    return true;
  }

  /** The app itself has changed a file: it is the same track. */
  noteWritten(file: ScannedFile): void {
    if (this.progress.phase === 'listing') this.#listing.noteWritten(file);
  }

  /** Takes these files next, where they wait. */
  prefer(paths: readonly string[]): void {
    this.#work.unread.prefer(paths);
    const next = this.#work.toAnalyse.prefer(paths);
    // Files that are tried alone after a crash stay alone.
    const isAlone = this.#suspects.next !== undefined;
    if (this.progress.phase === 'analysing' && next.length > 0 && !isAlone) this.#process.prefer(next);
  }

  /** Ends the scan after the files under way, or with its process where they take long; what was finished is kept. */
  cancel(): void {
    if (this.progress.phase === 'idle') return;
    this.#told.update({ phase: 'cancelling' });
    this.#process.cancel(() => isCancelling(this.progress));
  }

  /** Cancels what runs, and waits until it has ended. */
  async cancelAndWait(): Promise<void> {
    if (this.progress.phase === 'idle') return;
    const ended = new Promise<void>((resolve) => this.#onIdle.push(resolve));
    this.cancel();
    await ended;
  }

  /** Saves what is known and ends the process, for good. */
  stop(): void {
    this.#isStopped = true;
    this.#results.save();
    this.#told.clear();
    this.#process.kill();
  }

  /** A folder went away under the scan: the others are gone on with. */
  #startAnew(): void {
    if (this.progress.phase !== 'cancelling') this.start(this.progress.folder);
  }

  #begin(root: string, isQuiet: boolean): void {
    this.#unexplainedCrashes = 0;
    this.#told.update({ ...NO_SCAN, phase: 'listing', folder: root, isQuiet });
    this.#list();
  }

  #finish(outcome: NonNullable<ScanProgress['outcome']>, error: ErrorData | null = null): void {
    this.#results.finish();
    this.#work = NO_WORK;
    this.#suspects.clear();
    this.#told.finish({ outcome, error });
    this.#tellLibrary();
    this.#tellLibrary.flush();
    this.#dependencies.onFinished(this.progress);
    for (const resolve of this.#onIdle.splice(0)) resolve();
    const next = this.#startAgain;
    this.#startAgain = null;
    if (next !== null) this.start(next);
  }

  /** Goes on when the process has done what it was asked. */
  #follow(asked: Promise<void>, next: () => void): void {
    void asked
      .then(() => this.#results.settle())
      .then(() => (isCancelling(this.progress) ? this.#finish('cancelled') : next()))
      .catch((error: unknown) => this.#onFailure(error));
  }

  #list(): void {
    this.#listing = new ScanListing();
    void this.#process
      .list(this.progress.folder)
      .then((specHash) => this.#onListed(specHash))
      .catch((error: unknown) => this.#onFailure(error));
  }

  async #onListed(specHash: string | null): Promise<void> {
    const { goneOf, scans, settings } = this.#dependencies;
    const { folder, isQuiet } = this.progress;
    const { files, unreadable, leftOut } = this.#listing;
    const gone = await goneOf(folder);
    const held = isQuiet ? this.#listing.unsettled() : new Set<string>();
    const closed = unreadable.filter(({ path }) => !gone.includes(path));
    await scans.reconcile(folder, files, closed, gone, held);
    this.#dependencies.onLeftOut(folder, leftOut);
    this.#dependencies.onGone(folder, gone, isQuiet);
    this.#dependencies.onListed({ isUnsettled: held.size > 0, milliseconds: this.#listing.milliseconds });
    if (isCancelling(this.progress)) return this.#finish('cancelled');
    const { model, window } = settings();
    const identity = { model, specHash, window };
    const work = await collectWork(scans.dueFiles(folder, identity), gone);
    if (this.#isStopped) return;
    if (isCancelling(this.progress)) return this.#finish('cancelled');
    this.#work = work;
    this.#results.identity = identity;
    this.#tellLibrary();
    if (work.unread.size === 0) return this.#beginAnalysis();
    this.#told.beginPhase('reading', { total: work.unread.size });
    this.#continueReading();
  }

  #continueReading(): void {
    const { unread, compared } = this.#work;
    if (unread.size === 0) return this.#beginAnalysis();
    this.#follow(this.#process.read(unread.next(READ_AT_ONCE), compared), () => this.#continueReading());
  }

  /** Files that could not be read have failed already. */
  #beginAnalysis(): void {
    this.#results.save();
    const { toAnalyse, again } = this.#work;
    const [{ failed }, { kept }] = [this.progress, this.#results];
    this.#told.beginPhase('analysing', { total: toAnalyse.size + failed + kept, done: failed + kept, failed, again });
    this.#continueAnalysis();
  }

  /** Suspects first, alone; then everything that is left. */
  #continueAnalysis(): void {
    const { next: suspect } = this.#suspects;
    const next = this.#work.toAnalyse.next(ANALYSED_AT_ONCE);
    if (suspect !== undefined) this.#analyse([suspect], 1);
    else if (next.length > 0) this.#analyse(next, this.#dependencies.jobs);
    else this.#finish('finished');
  }

  #analyse(paths: readonly string[], jobs: number): void {
    this.#follow(this.#process.analyse(paths, jobs), () => this.#continueAnalysis());
  }

  #onRead(files: readonly FileTags[]): void {
    const { unread, toAnalyse } = this.#work;
    let failed = 0;
    for (const file of files) {
      unread.delete(file.path);
      this.#results.add({ ...file, isDue: toAnalyse.has(file.path) });
      if (!file.outcome.ok && toAnalyse.delete(file.path)) failed += 1;
    }
    for (const path of this.#results.keepAnalyses(files)) toAnalyse.delete(path);
    this.#told.count(files.length, failed);
  }

  #onAnalyzed(file: Analyzed): void {
    this.#suspects.finished(file.path);
    this.#work.toAnalyse.delete(file.path);
    this.#results.add(file);
    this.#unexplainedCrashes = 0;
    this.#told.count(1, Number(!file.outcome.ok));
  }

  #onFailure(error: unknown): void {
    const { phase } = this.progress;
    // Whoever stopped it waits for nothing.
    if (phase === 'idle') return;
    const failure = toErrorData(error);
    if (failure.code === 'cancelled') this.#finish('cancelled');
    else if (!(error instanceof CrashError)) this.#finish('failed', failure);
    else if (phase === 'cancelling') this.#finish('cancelled');
    // The next file would take as long.
    else if (failure.code === 'model-too-slow') this.#finish('failed', failure);
    else this.#onCrash(failure);
  }

  #onCrash(error: ErrorData): void {
    const guilty = this.#suspects.crashed();
    if (guilty === null) return this.#startOver(error);
    if (guilty !== undefined) this.#onAnalyzed({ path: guilty, metadata: null, outcome: { ok: false, error } });
    this.#continueAnalysis();
  }

  /** A process that ended before it began a file gets another chance, but not for ever. */
  #startOver(error: ErrorData): void {
    this.#unexplainedCrashes += 1;
    if (this.#unexplainedCrashes > UNEXPLAINED_CRASHES) return this.#finish('failed', error);
    if (this.progress.phase === 'analysing') return this.#continueAnalysis();
    // Each file is then read as it is analysed, so that it is known which one ends the process.
    if (this.progress.phase === 'reading') return this.#beginAnalysis();
    this.#list();
  }
}

const isCancelling = ({ phase }: ScanProgress): boolean => phase === 'cancelling';
