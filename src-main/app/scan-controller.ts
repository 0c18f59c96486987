import { Client } from '../channel/client.ts';
import { CrashError } from '../channel/connection.ts';
import type { StartPort } from '../channel/ports.ts';
import type { EventOf } from '../channel/protocol.ts';
import type { ErrorData } from '../contract/app-error.ts';
import { toErrorData } from '../contract/app-error.ts';
import type { LeftOut } from '../contract/left-out.ts';
import type { ProviderReport, ScanProgress } from '../contract/scan.ts';
import { NO_SCAN } from '../contract/scan.ts';
import type { Settings } from '../contract/settings.ts';
import type { ScanStore } from '../library/scan-store.ts';
import type { TrackStore } from '../library/track-store.ts';
import type { AnalysisProtocol } from '../workers/analysis-protocol.ts';
import { analysisProtocol } from '../workers/analysis-protocol.ts';
import type { DueFiles } from './due-files.ts';
import { collectDueFiles, nextDueFiles } from './due-files.ts';
import type { Emit, Throttled } from './event-bus.ts';
import { throttle } from './event-bus.ts';
import { createScanClock } from './scan-clock.ts';
import { ScanListing } from './scan-listing.ts';

/** What a scan works with. */
export interface ScanDependencies {
  readonly tracks: TrackStore;
  readonly scans: ScanStore;
  readonly settings: () => Settings;
  /** All folders of the library that a folder begins. */
  readonly foldersOf: (root: string) => readonly string[];
  readonly modelRoots: readonly string[];
  readonly jobs: number;
  readonly startProcess: StartPort;
  readonly emit: Emit;
  readonly onFinished: (progress: ScanProgress) => void;
  /** Told what a folder holds that is not taken. */
  readonly onLeftOut: (folder: string, leftOut: readonly LeftOut[]) => void;
  /** Told which folders of a library were not there, after every list; none as a rule. */
  readonly onUnreachable: (folders: readonly string[]) => void;
}

type Analyzed = EventOf<AnalysisProtocol, 'analyzed'>;
type EngineFacts = EventOf<AnalysisProtocol, 'engine'>;

const PROGRESS_MILLISECONDS = 250;
const LIBRARY_MILLISECONDS = 1_000;
const SAVE_MILLISECONDS = 300;
const UNEXPLAINED_CRASHES = 2;
/** A model that computes without end hears of nothing. */
const CANCEL_MILLISECONDS = 800;

/** Lists a folder, analyses what is new or changed, and keeps the library up to date. */
export class ScanController {
  readonly #dependencies: ScanDependencies;
  #progress = NO_SCAN;
  #provider: ProviderReport = { active: null, attempts: [] };
  readonly #client: Client<AnalysisProtocol>;
  /** Cancels the question under way. */
  #asking = new AbortController();
  #engine: EngineFacts | null = null;
  #found = new ScanListing();
  #waiting = new Set<string>();
  readonly #underWay = new Set<string>();
  /** After a crash, files that were under way are tried one by one, so that only the guilty one fails. */
  #suspects: string[] = [];
  #unsaved: Analyzed[] = [];
  /** Crashes since the last file was finished that no file can be blamed for. */
  #unexplainedCrashes = 0;
  #startAgain: string | null = null;
  #isStopped = false;
  #onIdle: (() => void)[] = [];
  #clock = createScanClock();
  readonly #tellProgress: Throttled;
  readonly #tellLibrary: Throttled;
  readonly #saveSoon: Throttled;

  constructor(dependencies: ScanDependencies) {
    this.#dependencies = dependencies;
    this.#client = new Client(analysisProtocol, dependencies.startProcess, { crashCode: 'worker-crashed' });
    this.#client.on('found', (found) => this.#onFound(found));
    this.#client.on('engine', (engine) => this.#onEngine(engine));
    this.#client.on('started', ({ path }) => this.#underWay.add(path));
    this.#client.on('analyzed', (file) => this.#onAnalyzed(file));
    this.#tellProgress = throttle(PROGRESS_MILLISECONDS, () => dependencies.emit('scan.progress', this.#progress));
    this.#tellLibrary = throttle(LIBRARY_MILLISECONDS, () => dependencies.emit('library.changed', { folder: null }));
    this.#saveSoon = throttle(SAVE_MILLISECONDS, () => this.#save());
  }

  get progress(): ScanProgress {
    return this.#progress;
  }

  /** The processor that the last session ran on. */
  get provider(): ProviderReport {
    return this.#provider;
  }

  /** Starts a scan; one that runs is cancelled first. Does nothing once it is stopped. */
  start(root: string): void {
    if (this.#isStopped) return;
    if (this.#progress.phase !== 'idle') {
      this.#startAgain = root;
      return this.cancel();
    }
    this.#progress = { ...NO_SCAN, phase: 'listing', folder: root };
    this.#unexplainedCrashes = 0;
    this.#tellProgress();
    this.#list();
  }

  /** Ends the scan after the files under way, or with its process where they take long; what was finished is kept. */
  cancel(): void {
    if (this.#progress.phase === 'idle') return;
    this.#update({ phase: 'cancelling' });
    this.#asking.abort();
    const { signal } = this.#asking;
    setTimeout(() => {
      const isStillAsked = signal === this.#asking.signal && this.#progress.phase === 'cancelling';
      if (isStillAsked) this.#client.kill();
    }, CANCEL_MILLISECONDS);
  }

  /** Cancels what runs, and waits until it has ended. */
  async cancelAndWait(): Promise<void> {
    if (this.#progress.phase === 'idle') return;
    const ended = new Promise<void>((resolve) => this.#onIdle.push(resolve));
    this.cancel();
    await ended;
  }

  /** Saves what is known and ends the process, for good. */
  stop(): void {
    this.#isStopped = true;
    this.#save();
    this.#progress = NO_SCAN;
    this.#client.kill();
  }

  #update(change: Partial<ScanProgress>): void {
    this.#progress = { ...this.#progress, ...change };
    this.#tellProgress();
  }

  #save(): void {
    const batch = this.#unsaved;
    if (batch.length === 0) return;
    this.#unsaved = [];
    this.#dependencies.tracks.transaction(() => batch.forEach((file) => this.#saveOne(file)));
    this.#tellLibrary();
  }

  #saveOne({ path, metadata, outcome }: Analyzed): void {
    const { tracks, settings } = this.#dependencies;
    if (!outcome.ok) return tracks.saveFailure(path, metadata, outcome.error);
    const provider = this.#engine?.provider.active;
    if (!this.#engine || !metadata || !provider) {
      return tracks.saveFailure(path, metadata, {
        code: 'unexpected',
        message: 'The analysis came without its model.',
      });
    }
    const { model, specHash, genres, styles } = this.#engine;
    tracks.saveAnalysis(path, metadata, {
      ...outcome.analysis,
      model,
      specHash,
      genres,
      styles,
      provider,
      window: settings().window,
    });
  }

  #finish(outcome: NonNullable<ScanProgress['outcome']>, error: ErrorData | null = null): void {
    this.#save();
    this.#underWay.clear();
    this.#suspects = [];
    this.#update({ phase: 'idle', etaSeconds: null, outcome, error });
    this.#tellProgress.flush();
    this.#tellLibrary();
    this.#tellLibrary.flush();
    this.#dependencies.onFinished(this.#progress);
    for (const resolve of this.#onIdle.splice(0)) resolve();
    const next = this.#startAgain;
    this.#startAgain = null;
    if (next !== null) this.start(next);
  }

  #analyse(paths: readonly string[], jobs: number): void {
    const { settings, modelRoots } = this.#dependencies;
    const { window, model, provider, ffmpegPath } = settings();
    const request = { paths, window, jobs, model, modelRoots, provider, ffmpegPath };
    this.#asking = new AbortController();
    void this.#client
      .ask('analyze', request, { signal: this.#asking.signal })
      .then(() => (this.#progress.phase === 'cancelling' ? this.#finish('cancelled') : this.#continueAnalysis()))
      .catch((error: unknown) => this.#onFailure(error));
  }

  /** Suspects first, alone; then everything that is left. */
  #continueAnalysis(): void {
    const [suspect] = this.#suspects;
    if (suspect !== undefined) this.#analyse([suspect], 1);
    else if (this.#waiting.size > 0) this.#analyse(nextDueFiles(this.#waiting), this.#dependencies.jobs);
    else this.#finish('finished');
  }

  async #onListed(specHash: string | null): Promise<void> {
    const { scans, settings } = this.#dependencies;
    const { folder } = this.#progress;
    const { files, unreadable, leftOut, unreachable } = this.#found;
    await scans.reconcile(folder, files, unreadable, unreachable);
    this.#dependencies.onLeftOut(folder, leftOut);
    this.#dependencies.onUnreachable(unreachable);
    if (this.#progress.phase === 'cancelling') return this.#finish('cancelled');
    const { model, window } = settings();
    this.#begin(await collectDueFiles(scans.dueFiles(folder, { model, specHash, window })));
  }

  #begin({ paths, again }: DueFiles): void {
    if (this.#isStopped) return;
    if (this.#progress.phase === 'cancelling') return this.#finish('cancelled');
    this.#waiting = paths;
    this.#tellLibrary();
    this.#clock = createScanClock();
    this.#update({ phase: 'analysing', total: this.#waiting.size, again });
    this.#continueAnalysis();
  }

  #onAnalyzed(file: Analyzed): void {
    this.#underWay.delete(file.path);
    this.#waiting.delete(file.path);
    this.#suspects = this.#suspects.filter((path) => path !== file.path);
    this.#unsaved.push(file);
    this.#unexplainedCrashes = 0;
    this.#saveSoon();
    const done = this.#progress.done + 1;
    this.#update({
      done,
      failed: this.#progress.failed + Number(!file.outcome.ok),
      ...this.#clock.rates(done, this.#progress.total),
    });
  }

  #onFound(found: EventOf<AnalysisProtocol, 'found'>): void {
    this.#found.take(found);
    this.#update({ total: this.#found.files.length });
  }

  #onEngine(engine: EngineFacts): void {
    this.#engine = engine;
    this.#provider = engine.provider;
    this.#dependencies.emit('provider.changed', engine.provider);
  }

  #onFailure(error: unknown): void {
    const { phase } = this.#progress;
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
    const blamed = [...this.#underWay];
    this.#underWay.clear();
    const [only] = blamed;
    if (only === undefined) return this.#startOver(error);
    if (blamed.length === 1) this.#onAnalyzed({ path: only, metadata: null, outcome: { ok: false, error } });
    else this.#suspects = blamed;
    this.#continueAnalysis();
  }

  /** A process that ended before it began a file gets another chance, but not for ever. */
  #startOver(error: ErrorData): void {
    this.#unexplainedCrashes += 1;
    if (this.#unexplainedCrashes > UNEXPLAINED_CRASHES) return this.#finish('failed', error);
    if (this.#progress.phase === 'analysing') return this.#continueAnalysis();
    this.#list();
  }

  #list(): void {
    this.#found = new ScanListing();
    const { settings, foldersOf, modelRoots } = this.#dependencies;
    const { model, followLinks } = settings();
    this.#asking = new AbortController();
    void this.#client
      .ask(
        'list',
        { folders: foldersOf(this.#progress.folder), followLinks, model, modelRoots },
        { signal: this.#asking.signal },
      )
      .then(({ specHash }) => this.#onListed(specHash))
      .catch((error: unknown) => this.#onFailure(error));
  }
}
