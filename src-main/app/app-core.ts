import { rulesOf } from '../tags/writing-rules.ts';
import { randomUUID } from 'node:crypto';
import { realpath, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import type { StartPort } from '../channel/ports.ts';
import { AppError, fromFileSystemError } from '../contract/app-error.ts';
import type { AppState, Notice } from '../contract/app-state.ts';
import type { HardLinkedFiles, TagPlan, TagResult } from '../contract/tags.ts';
import type { RelatedBy } from '../contract/values.ts';
import type { LibraryQuery, LibraryView } from '../contract/library.ts';
import type { ScanProgress } from '../contract/scan.ts';
import type { Settings } from '../contract/settings.ts';
import type { TrackId, TrackSelection } from '../contract/track.ts';
import type { AppPaths } from '../library/app-paths.ts';
import type { BatchStore } from '../library/batch-store.ts';
import { createBatchStore } from '../library/batch-store.ts';
import type { LibraryDatabase } from '../library/database.ts';
import { openDatabase } from '../library/database.ts';
import { LabelStore } from '../library/label-store.ts';
import { queryLibrary, relatedTracks } from '../library/library-query.ts';
import { RetrainStore } from '../library/retrain-store.ts';
import { ScanStore } from '../library/scan-store.ts';
import { RECENT_FOLDERS } from '../contract/settings.ts';
import { withModel, writeSettings } from '../library/settings-store.ts';
import { SimilarityStore } from '../library/similarity-store.ts';
import { RecordingStore } from '../library/recording-store.ts';
import { TrackStore } from '../library/track-store.ts';
import type { Emit } from './event-bus.ts';
import { InspectionController } from './inspection-controller.ts';
import { LabelController } from './label-controller.ts';
import { LabelRelinker } from './label-relinker.ts';
import { findHardLinks } from './hard-links.ts';
import { createLeftOutTeller } from './left-out-notice.ts';
import { LibraryMaintenance } from './library-maintenance.ts';
import { RetrainController } from './retrain-controller.ts';
import { ScanController } from './scan-controller.ts';
import { TagController } from './tag-controller.ts';
import { TrainingController } from './training-controller.ts';
import { recoveryNotice } from './recovery-notice.ts';
import type { PlanRequest, StoredPlan } from './tag-plans.ts';
import { changesOf, planTags } from './tag-plans.ts';

/** What the shell hands in. */
export interface AppCoreOptions {
  readonly paths: AppPaths;
  readonly modelRoots: readonly string[];
  readonly settings: Settings;
  /** Names of the models that come with the app. */
  readonly shippedModels: () => Promise<readonly string[]>;
  readonly startAnalysis: StartPort;
  readonly startTags: StartPort;
  readonly startInspection: StartPort;
  readonly startTraining: StartPort;
  readonly startRetrain: StartPort;
  readonly startLibrary: StartPort;
  readonly emit: Emit;
  readonly onScanFinished: (progress: ScanProgress) => void;
}

const EVERYTHING: LibraryQuery = {
  sort: { key: 'path', direction: 'ascending' },
  text: '',
  genre: null,
  label: null,
  status: null,
  minConfidence: 0,
  maxConfidence: 1,
  disagreesOnly: false,
};

/** The app without its windows: library, scans, tags, settings. */
export class AppCore {
  readonly tracks: TrackStore;
  readonly similarity: SimilarityStore;
  readonly batches: BatchStore;
  readonly scan: ScanController;
  readonly tags: TagController;
  readonly inspection: InspectionController;
  readonly training: TrainingController;
  readonly labels: LabelController;
  readonly retrain: RetrainController;
  readonly library: LibraryMaintenance;
  readonly #relinker: LabelRelinker;
  readonly #options: AppCoreOptions;
  readonly #database: LibraryDatabase;
  readonly #scans: ScanStore;
  #settings: Settings;
  #folder: string | null = null;
  #plan: StoredPlan | null = null;
  #notices: Notice[] = [];

  /** @throws AppError as `openDatabase` */
  constructor(options: AppCoreOptions) {
    const { paths, emit } = options;
    this.#options = options;
    this.#settings = options.settings;
    this.#database = openDatabase(paths.database);
    this.library = new LibraryMaintenance({
      paths,
      startProcess: options.startLibrary,
      notify: (notice) => this.notify(notice),
    });
    this.tracks = new TrackStore(this.#database);
    this.similarity = new SimilarityStore(this.#database);
    this.batches = createBatchStore(this.#database);
    const sounds = new RetrainStore(this.#database);
    this.#scans = new ScanStore(this.#database);
    this.scan = new ScanController({
      ...options,
      tracks: this.tracks,
      scans: this.#scans,
      settings: () => this.#settings,
      jobs: availableParallelism() + 1,
      startProcess: options.startAnalysis,
      onLeftOut: createLeftOutTeller((notice) => this.notify(notice)),
      onFinished: (progress) => {
        options.onScanFinished(progress);
        // What cannot be read now is looked for after the next scan.
        if (progress.outcome !== 'failed') void this.labels.settle(progress.folder).catch(() => undefined);
      },
    });
    this.tags = new TagController({
      tracks: this.tracks,
      batches: this.batches,
      journal: paths.journal,
      startProcess: options.startTags,
      emit,
    });
    this.inspection = new InspectionController({
      pathOf: (id) => this.tracks.pathOf(id),
      settings: () => this.#settings,
      modelRoots: options.modelRoots,
      cacheFolder: paths.readings,
      startProcess: options.startInspection,
      emit,
    });
    this.training = new TrainingController({
      work: paths.training,
      models: paths.models,
      shippedModels: options.shippedModels,
      ffmpegPath: () => this.#settings.ffmpegPath,
      startProcess: options.startTraining,
      emit,
    });
    const labels = new LabelStore(this.#database);
    this.retrain = new RetrainController({
      store: sounds,
      tracks: this.tracks,
      genres: () => labels.summary().genres,
      settings: () => this.#settings,
      folder: () => this.#folder,
      modelRoots: options.modelRoots,
      work: paths.personal,
      models: paths.models,
      startProcess: options.startRetrain,
      emit,
    });
    this.#relinker = new LabelRelinker({
      store: new RecordingStore(this.#database),
      hashOf: (path) => this.retrain.questions.soundHash(path),
      isIdle: () => this.scan.progress.phase === 'idle',
    });
    this.labels = new LabelController({
      store: labels,
      sounds,
      tracks: this.tracks,
      relinker: this.#relinker,
      retrain: this.retrain,
      emit,
      idsOf: (selection) => this.#idsOf(selection),
      folder: () => this.#folder,
      genreMap: () => this.#settings.genreMap,
      notify: (notice) => this.notify(notice),
    });
  }

  get settings(): Settings {
    return this.#settings;
  }

  get folder(): string | null {
    return this.#folder;
  }

  /** What the window needs when it opens. */
  state(version: string, models: AppState['models']): AppState {
    return {
      version,
      models,
      platform: process.platform,
      folder: this.#folder,
      settings: this.#settings,
      scan: this.scan.progress,
      provider: this.scan.provider,
      notices: this.#notices,
    };
  }

  /** Repairs what a killed run left, and tells. */
  async repairJournal(): Promise<void> {
    const notice = recoveryNotice(await this.tags.recover());
    if (notice) this.notify(notice);
  }

  /** Shows a notice until it is dismissed. */
  notify(notice: Omit<Notice, 'id'>): void {
    const complete = { ...notice, id: randomUUID() };
    this.#notices = [...this.#notices, complete];
    this.#options.emit('notice', complete);
  }

  dismissNotice(id: string): void {
    this.#notices = this.#notices.filter((notice) => notice.id !== id);
  }

  /** Opens a music folder (a file means its folder) and scans it. @throws AppError */
  async openFolder(path: string): Promise<string> {
    const folder = await realFolder(path);
    const recentFolders = [folder, ...this.#settings.recentFolders.filter((other) => other !== folder)].slice(
      0,
      RECENT_FOLDERS,
    );
    await this.#saveSettings({ ...this.#settings, recentFolders });
    this.#folder = folder;
    this.#plan = null;
    this.#options.emit('library.changed', { folder });
    // Another model may have been chosen since the folder was open: what it can judge need not be heard again.
    if (this.#settings.modelHistory.length > 0)
      await this.retrain.repredict(this.#settings.model).catch(() => undefined);
    this.scan.start(folder);
    return folder;
  }

  /** Analyses what is new or left over; with a selection, that again. @throws AppError request-invalid without a folder */
  rescan(again: TrackSelection | null): void {
    const folder = this.#requireFolder();
    if (again) this.#scans.markWaiting(folder, again.kind === 'ids' ? [...again.ids] : null);
    this.scan.start(folder);
  }

  query(query: LibraryQuery): LibraryView {
    return queryLibrary(this.#database, this.#folder ?? '', query);
  }

  /** See `library.relations`. */
  relations(id: TrackId, by: RelatedBy): Int32Array {
    return relatedTracks(this.#database, this.#folder ?? '', id, by);
  }

  /** @param automatic the confidence from which on the model in use is right; null: the options say */
  planTags({ options, ...request }: Omit<PlanRequest, 'map' | 'onlyModel'>, automatic: number | null): TagPlan {
    const { genreMap: map, model } = this.#settings;
    const plan = {
      ...request,
      map,
      options: { ...options, minConfidence: automatic ?? options.minConfidence },
      onlyModel: automatic === null ? null : model,
    };
    this.#plan = planTags(this.#database, this.#requireFolder(), plan);
    return this.#plan.summary;
  }

  /** @throws AppError request-invalid if the plan was replaced */
  planRows(planId: string, from: number, count: number): StoredPlan['rows'] {
    if (this.#plan?.summary.planId !== planId)
      throw new AppError('request-invalid', 'The preview is out of date; open it again.');
    return this.#plan.rows.slice(from, from + count);
  }

  /** Which files of a plan have several names. @throws AppError request-invalid if the plan was replaced */
  hardLinks(planId: string): Promise<HardLinkedFiles> {
    return findHardLinks(changesOf(this.#plan, planId, new Int32Array(0)).map(({ path }) => path));
  }

  /** Writes a plan. @throws AppError */
  async applyTags(planId: string, skip: Int32Array): Promise<TagResult> {
    const changes = changesOf(this.#plan, planId, skip);
    this.#plan = null;
    const { ffmpegPath } = this.#settings;
    return this.tags.apply({ changes, folder: this.#requireFolder(), rules: rulesOf(this.#settings), ffmpegPath });
  }

  async changeSettings(change: Partial<Settings>): Promise<Settings> {
    await this.#saveSettings({ ...this.#settings, ...change });
    return this.#settings;
  }

  /** Makes a model the current one; a scan that runs begins anew, and tracks whose features are not known are analysed again. @throws AppError busy */
  async promote(model: string): Promise<null> {
    if (model !== this.#settings.model) await this.#useModel(withModel(this.#settings, model));
    return null;
  }

  /** Goes back to the model before. @throws AppError busy */
  async rollback(): Promise<string | null> {
    const { modelHistory } = this.#settings;
    const before = modelHistory.at(-1);
    if (before === undefined) return null;
    await this.#useModel({ ...this.#settings, model: before, modelHistory: modelHistory.slice(0, -1) });
    return before;
  }

  async #useModel(settings: Settings): Promise<void> {
    // What is analysed meanwhile would be the old model's prediction.
    await this.scan.settle();
    await this.retrain.repredict(settings.model);
    await this.#saveSettings(settings);
    if (this.#folder !== null) this.scan.start(this.#folder);
  }

  /** Ends the processes and closes the library. */
  close(): void {
    this.scan.stop();
    this.tags.stop();
    this.inspection.stop();
    this.training.close();
    this.#relinker.stop();
    this.retrain.stop();
    this.library.stop();
    this.#database.close();
  }

  async #saveSettings(settings: Settings): Promise<void> {
    this.#settings = settings;
    await writeSettings(this.#options.paths.settings, settings);
    this.#options.emit('settings.changed', settings);
  }

  #idsOf(selection: TrackSelection): readonly TrackId[] {
    return selection.kind === 'ids'
      ? [...selection.ids]
      : [...queryLibrary(this.#database, this.#requireFolder(), EVERYTHING).ids];
  }

  #requireFolder(): string {
    if (this.#folder === null) throw new AppError('request-invalid', 'Open a music folder first.');
    return this.#folder;
  }
}

/** The folder that a path leads to; a file means its folder. */
async function realFolder(path: string): Promise<string> {
  try {
    const real = await realpath(path);
    return (await stat(real)).isDirectory() ? real : dirname(real);
  } catch (error) {
    throw fromFileSystemError(error, 'folder-unreadable');
  }
}
