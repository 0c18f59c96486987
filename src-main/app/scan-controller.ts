import type { ErrorData } from '../contract/app-error.ts';
import { toErrorData } from '../contract/app-error.ts';
import type { LeftOut } from '../contract/left-out.ts';
import type { ProviderReport, ScanProgress } from '../contract/scan.ts';
import type { ScannedFile } from '../contract/scanned-file.ts';
import type { Settings } from '../contract/settings.ts';
import type { ScanStore } from '../library/scan-store.ts';
import type { TrackStore } from '../library/track-store.ts';
import type { AnalysisReply, AnalysisRequest } from '../workers/analysis-protocol.ts';
import type { Emit, Throttled } from './event-bus.ts';
import { throttle } from './event-bus.ts';
import { createScanClock } from './scan-clock.ts';
import type { StartProcess } from './worker-process.ts';
import { OnDemandProcess } from './worker-process.ts';

/** What a scan works with. */
export interface ScanDependencies {
  readonly tracks: TrackStore;
  readonly scans: ScanStore;
  readonly settings: () => Settings;
  readonly modelRoots: readonly string[];
  readonly jobs: number;
  readonly startProcess: StartProcess<AnalysisRequest, AnalysisReply>;
  readonly emit: Emit;
  readonly onFinished: (progress: ScanProgress) => void;
  /** Told what a folder holds that is not taken. */
  readonly onLeftOut: (folder: string, leftOut: readonly LeftOut[]) => void;
}

/** What a walk through the folder has found. */
interface Listing {
  readonly files: ScannedFile[];
  readonly unreadable: { path: string; error: ErrorData }[];
  readonly leftOut: LeftOut[];
}

type Analyzed = Extract<AnalysisReply, { kind: 'analyzed' }>['file'];
type EngineReply = Extract<AnalysisReply, { kind: 'engine' }>;

const IDLE: ScanProgress = {
  phase: 'idle',
  folder: '',
  done: 0,
  total: 0,
  failed: 0,
  tracksPerSecond: 0,
  etaSeconds: null,
  outcome: null,
  error: null,
};
const PROGRESS_MILLISECONDS = 250;
const LIBRARY_MILLISECONDS = 1_000;
const SAVE_MILLISECONDS = 300;
const UNEXPLAINED_CRASHES = 2;

/** Lists a folder, analyses what is new or changed, and keeps the library up to date. */
export class ScanController {
  readonly #dependencies: ScanDependencies;
  #progress = IDLE;
  #provider: ProviderReport = { active: null, attempts: [] };
  readonly #process: OnDemandProcess<AnalysisRequest, AnalysisReply>;
  #engine: EngineReply | null = null;
  #found: Listing = { files: [], unreadable: [], leftOut: [] };
  #waiting = new Set<string>();
  readonly #underWay = new Set<string>();
  /** After a crash, files that were under way are tried one by one, so that only the guilty one fails. */
  #suspects: string[] = [];
  #unsaved: Analyzed[] = [];
  /** Crashes since the last file was finished that no file can be blamed for. */
  #unexplainedCrashes = 0;
  #startAgain: string | null = null;
  #onIdle: (() => void)[] = [];
  #clock = createScanClock();
  readonly #tellProgress: Throttled;
  readonly #tellLibrary: Throttled;
  readonly #saveSoon: Throttled;

  constructor(dependencies: ScanDependencies) {
    this.#dependencies = dependencies;
    this.#process = new OnDemandProcess(
      dependencies.startProcess,
      (reply) => this.#onReply(reply),
      (detail) => this.#onCrash(detail),
    );
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

  /** Starts a scan; one that runs is cancelled first. */
  start(root: string): void {
    if (this.#progress.phase !== 'idle') {
      this.#startAgain = root;
      return this.cancel();
    }
    this.#progress = { ...IDLE, phase: 'listing', folder: root };
    this.#unexplainedCrashes = 0;
    this.#tellProgress();
    this.#list();
  }

  /** Ends the scan after the files under way; what was finished is kept. */
  cancel(): void {
    if (this.#progress.phase === 'idle') return;
    this.#update({ phase: 'cancelling' });
    this.#process.tell({ kind: 'cancel' });
  }

  /** Cancels what runs, and waits until it has ended. */
  async settle(): Promise<void> {
    if (this.#progress.phase === 'idle') return;
    const ended = new Promise<void>((resolve) => this.#onIdle.push(resolve));
    this.cancel();
    await ended;
  }

  /** Saves what is known and ends the process. */
  stop(): void {
    this.#save();
    this.#process.kill();
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
    const { model, specHash, genres } = this.#engine;
    tracks.saveAnalysis(path, metadata, {
      ...outcome.analysis,
      model,
      specHash,
      genres,
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
    const { window, model, provider, ffmpegPath } = this.#dependencies.settings();
    this.#process.send({
      kind: 'analyze',
      paths: [...paths],
      window,
      jobs,
      model,
      modelRoots: [...this.#dependencies.modelRoots],
      provider,
      ffmpegPath,
    });
  }

  /** Suspects first, alone; then everything that is left. */
  #continueAnalysis(): void {
    const [suspect] = this.#suspects;
    if (suspect !== undefined) this.#analyse([suspect], 1);
    else if (this.#waiting.size > 0) this.#analyse([...this.#waiting], this.#dependencies.jobs);
    else this.#finish('finished');
  }

  async #onListed(specHash: string | null): Promise<void> {
    const { scans, settings } = this.#dependencies;
    const { folder } = this.#progress;
    const found = this.#found;
    await scans.reconcile(folder, found.files, found.unreadable);
    this.#dependencies.onLeftOut(folder, found.leftOut);
    // The process may have ended meanwhile, and a new one be listing.
    if (found !== this.#found) return;
    if (this.#progress.phase === 'cancelling') return this.#finish('cancelled');
    const { model, window } = settings();
    this.#waiting = new Set(scans.pathsToAnalyse(folder, { model, specHash, window }));
    this.#tellLibrary();
    this.#clock = createScanClock();
    this.#update({ phase: 'analysing', total: this.#waiting.size });
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

  #onReply(reply: AnalysisReply): void {
    switch (reply.kind) {
      case 'found':
        this.#found.files.push(...reply.files);
        this.#found.unreadable.push(...reply.unreadable);
        this.#found.leftOut.push(...reply.leftOut);
        return this.#update({ total: this.#found.files.length });
      case 'listed':
        return void this.#onListed(reply.specHash).catch((error: unknown) =>
          this.#finish('failed', toErrorData(error)),
        );
      case 'engine':
        this.#engine = reply;
        this.#provider = reply.provider;
        return this.#dependencies.emit('provider.changed', reply.provider);
      case 'started':
        this.#underWay.add(reply.path);
        return undefined;
      case 'analyzed':
        return this.#onAnalyzed(reply.file);
      case 'finished':
        return reply.cancelled || this.#progress.phase === 'cancelling'
          ? this.#finish('cancelled')
          : this.#continueAnalysis();
      case 'failed':
        return this.#finish('failed', reply.error);
    }
  }

  #onCrash(detail: string): void {
    const { phase } = this.#progress;
    if (phase === 'idle') return;
    if (phase === 'cancelling') return this.#finish('cancelled');
    const error: ErrorData = { code: 'worker-crashed', message: detail };
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
    this.#found = { files: [], unreadable: [], leftOut: [] };
    const { settings, modelRoots } = this.#dependencies;
    this.#process.send({
      kind: 'list',
      root: this.#progress.folder,
      model: settings().model,
      modelRoots: [...modelRoots],
    });
  }
}
