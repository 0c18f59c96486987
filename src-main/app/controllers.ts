import { availableParallelism } from 'node:os';
import type { ClientPort, StartPort } from '../channel/ports.ts';
import type { Settings } from '../contract/settings.ts';
import type { ScanProgress } from '../contract/scan.ts';
import type { HttpGet } from '../download/http-get.ts';
import type { AppPaths } from '../library/app-paths.ts';
import type { Emit } from './event-bus.ts';
import { FolderPresence } from './folder-presence.ts';
import { FolderWatch } from './folder-watch.ts';
import type { GoneFolders } from './gone-folders.ts';
import { InspectionController } from './inspection-controller.ts';
import { LabelController } from './label-controller.ts';
import { LabelRelinker } from './label-relinker.ts';
import { createLeftOutTeller } from './left-out-notice.ts';
import { LibraryMaintenance } from './library-maintenance.ts';
import type { LibraryReader } from './library-reader.ts';
import { MapController } from './map-controller.ts';
import type { NetworkDependencies } from './network-controller.ts';
import { NetworkController } from './network-controller.ts';
import type { Notices } from './notices.ts';
import type { OpenFolder } from './open-folder.ts';
import { RetrainController } from './retrain-controller.ts';
import type { ScanDependencies } from './scan-controller.ts';
import { ScanController } from './scan-controller.ts';
import type { SettingsController } from './settings-controller.ts';
import type { Stores } from './stores.ts';
import type { StepControllers } from './create-steps.ts';
import { createSteps } from './create-steps.ts';
import { TagController } from './tag-controller.ts';
import { TrainingController } from './training-controller.ts';
import { UpdateController } from './update-controller.ts';
import type { UpdateSource } from './update-source.ts';
import { notInstalledNotice } from './update-notice.ts';

/** What the shell hands in. */
export interface AppCoreOptions {
  readonly paths: AppPaths;
  readonly modelRoots: readonly string[];
  /** Of the app. */
  readonly version: string;
  readonly settings: Settings;
  /** Names of the models that come with the app. */
  readonly shippedModels: () => Promise<readonly string[]>;
  /** Whether the user has a model of this name. */
  readonly isInstalled: (name: string) => Promise<boolean>;
  /** Where a network is downloaded from. @throws AppError request-invalid */
  readonly downloadOf: NetworkDependencies['downloadOf'];
  /** Sends requests to the servers of networks, and to no other. */
  readonly get: HttpGet;
  /** Makes what newer versions come from; null where this copy of the app knows no server. */
  readonly createUpdateSource: () => Promise<UpdateSource | null>;
  readonly startAnalysis: StartPort;
  readonly startTags: StartPort;
  readonly startInspection: StartPort;
  readonly startTraining: StartPort;
  readonly startRetrain: StartPort;
  readonly startLibrary: StartPort;
  readonly startWatch: StartPort;
  /** Starts the thread that reads a library. */
  readonly startLibraryReader: (database: string) => ClientPort;
  /** Starts the thread that computes maps of a library. */
  readonly startSoundMap: (database: string) => ClientPort;
  /** Asks the user where a music folder is now; null where they do not say. */
  readonly findFolder: () => Promise<string | null>;
  readonly emit: Emit;
  readonly onScanFinished: (progress: ScanProgress) => void;
  /** Told that undo or redo may do something else now. */
  readonly onSteps: () => void;
}

/** What controllers share. */
export interface Shared {
  readonly options: AppCoreOptions;
  readonly stores: Stores;
  readonly settings: SettingsController;
  readonly folder: OpenFolder;
  readonly notices: Notices;
  readonly reader: LibraryReader;
  readonly gone: GoneFolders;
  /** Told when the open folder was listed. */
  readonly onListed: () => void;
}

/** One for everything that the app does in another process, and those of labels and of undo. */
export interface Controllers extends StepControllers {
  readonly scan: ScanController;
  readonly watch: FolderWatch;
  readonly tags: TagController;
  readonly inspection: InspectionController;
  readonly training: TrainingController;
  readonly retrain: RetrainController;
  readonly networks: NetworkController;
  readonly library: LibraryMaintenance;
  readonly relinker: LabelRelinker;
  readonly labels: LabelController;
  readonly map: MapController;
  readonly updates: UpdateController;
}

/** Makes every controller and connects them; none starts a process before it is asked. */
export function createControllers(shared: Shared): Controllers {
  const retrain = createRetrain(shared);
  // What cannot be read now is looked for after the next scan.
  const relink = (folder: string): void => void labels.relink(folder).catch(() => undefined);
  const presence = new FolderPresence(shared.stores.folders);
  const scan = createScan(shared, presence, {
    onListed(listed) {
      watch.noteListed(listed);
      // Files that are still being copied come with a later list.
      if (!listed.isUnsettled) shared.onListed();
    },
    onFinished(progress) {
      // A look that found nothing has moved no file.
      if (progress.outcome !== 'failed' && !(progress.isQuiet && progress.total === 0)) relink(progress.folder);
      watch.noteIdle();
    },
  });
  const tags = createTags(shared, scan);
  const watch = createWatch(shared, presence, { scan, tags });
  const relinker = new LabelRelinker({
    store: shared.stores.recordings,
    hashOf: (path) => retrain.questions.soundHash(path),
    isIdle: () => scan.progress.phase === 'idle',
  });
  const labels = createLabels(shared, relinker, retrain);
  return {
    scan,
    watch,
    tags,
    inspection: createInspection(shared),
    training: createTraining(shared),
    retrain,
    networks: createNetworks(shared, retrain),
    library: createMaintenance(shared),
    relinker,
    labels,
    map: createMap(shared),
    updates: createUpdates(shared, tags),
    ...createSteps(shared, labels, tags),
  };
}

function createScan(
  { options, stores, settings, notices, gone: told }: Shared,
  presence: FolderPresence,
  { onListed, onFinished }: Pick<ScanDependencies, 'onListed' | 'onFinished'>,
): ScanController {
  return new ScanController({
    tracks: stores.tracks,
    scans: stores.scans,
    settings: () => settings.current,
    foldersOf: (root) => stores.folders.of(root),
    modelRoots: options.modelRoots,
    // One more than cores: while a decoder starts, another one works.
    jobs: availableParallelism() + 1,
    startProcess: options.startAnalysis,
    emit: options.emit,
    onListed,
    onLeftOut: createLeftOutTeller((notice) => notices.show(notice)),
    goneOf: (root) => presence.goneOf(root),
    onGone: (root, gone, isQuiet) => told.tell({ folders: stores.folders.of(root), gone, isAsked: !isQuiet }),
    onFinished: (progress) => {
      options.onScanFinished(progress);
      onFinished(progress);
    },
  });
}

function createWatch(
  { options, stores, settings, folder, gone: told }: Shared,
  presence: FolderPresence,
  { scan, tags }: Pick<Controllers, 'scan' | 'tags'>,
): FolderWatch {
  return new FolderWatch({
    startProcess: options.startWatch,
    folder: () => (settings.current.watchesFolder ? folder.path : null),
    foldersOf: (root) => stores.folders.of(root),
    goneOf: (root) => presence.goneOf(root),
    onGone: (folders, gone) => told.tell({ folders, gone, isAsked: false }),
    scan: (path) => scan.startQuietly(path),
    isWriting: () => tags.isBusy,
  });
}

function createTags({ options, stores }: Shared, scan: ScanController): TagController {
  return new TagController({
    tracks: stores.tracks,
    batches: stores.batches,
    undone: stores.undone,
    onBatches: () => options.onSteps(),
    onWritten: (file) => scan.noteWritten(file),
    moved: stores.moved,
    journal: options.paths.journal,
    library: options.paths.database,
    startProcess: options.startTags,
    emit: options.emit,
  });
}

function createInspection({ options, stores, settings }: Shared): InspectionController {
  return new InspectionController({
    pathOf: (id) => stores.tracks.pathOf(id),
    settings: () => settings.current,
    modelRoots: options.modelRoots,
    cacheFolder: options.paths.scans,
    startProcess: options.startInspection,
    emit: options.emit,
  });
}

function createTraining({ options, settings }: Shared): TrainingController {
  return new TrainingController({
    work: options.paths.training,
    models: options.paths.models,
    shippedModels: options.shippedModels,
    ffmpegPath: () => settings.current.ffmpegPath,
    startProcess: options.startTraining,
    emit: options.emit,
  });
}

function createRetrain({ options, stores, settings, folder, reader }: Shared): RetrainController {
  return new RetrainController({
    store: stores.retrain,
    reader,
    tracks: stores.tracks,
    genres: () => stores.labels.summary().genres,
    settings: () => settings.current,
    folder: () => folder.path,
    modelRoots: options.modelRoots,
    work: options.paths.retrain,
    models: options.paths.models,
    startProcess: options.startRetrain,
    emit: options.emit,
  });
}

function createNetworks({ options }: Shared, retrain: RetrainController): NetworkController {
  const { downloadOf, emit, get, isInstalled, paths } = options;
  return new NetworkController({
    downloadOf,
    emit,
    get,
    isInstalled,
    folder: paths.downloads,
    addFile: (path) => retrain.questions.addNetwork(path, paths.models),
  });
}

function createMaintenance({ options, notices }: Shared): LibraryMaintenance {
  return new LibraryMaintenance({
    paths: options.paths,
    startProcess: options.startLibrary,
    notify: (notice) => notices.show(notice),
  });
}

function createMap({ options, folder }: Shared): MapController {
  const { emit, paths, startSoundMap } = options;
  return new MapController({ folder, maps: paths.maps, start: () => startSoundMap(paths.database), emit });
}

function createUpdates({ options, settings, notices }: Shared, tags: TagController): UpdateController {
  const { createUpdateSource, emit, paths, version } = options;
  return new UpdateController({
    path: paths.updates,
    version,
    createSource: createUpdateSource,
    choice: () => settings.current.updates,
    isWriting: () => tags.isBusy,
    emit,
    onNotInstalled: (missed) => notices.show(notInstalledNotice(missed)),
  });
}

function createLabels(
  { options, stores, settings, folder, notices, reader }: Shared,
  relinker: LabelRelinker,
  retrain: RetrainController,
): LabelController {
  return new LabelController({
    store: stores.labels,
    reader,
    sounds: stores.retrain,
    database: stores.database,
    relinker,
    retrain,
    onSteps: () => options.onSteps(),
    emit: options.emit,
    folder: () => folder.path,
    genreMap: () => settings.current.genreMap,
    notify: (notice) => notices.show(notice),
  });
}
