import { AppError } from '../contract/app-error.ts';
import type { AppState } from '../contract/app-state.ts';
import type { FoundTracks } from '../contract/library.ts';
import { RECENT_FOLDERS } from '../contract/settings.ts';
import type { TrackSelection } from '../contract/track.ts';
import type { AppCoreOptions, Controllers } from './controllers.ts';
import { createControllers } from './controllers.ts';
import { foldLibrary } from '../library/fold-library.ts';
import type { Emit } from './event-bus.ts';
import { LibraryReader } from './library-reader.ts';
import { GoneFolders } from './gone-folders.ts';
import { findMissing } from './missing-tracks.ts';
import { followFolder } from './moved-folder.ts';
import { ModelSwitch } from './model-switch.ts';
import { Notices } from './notices.ts';
import type { NamedMusic } from './opening.ts';
import { Opening } from './opening.ts';
import { OpenFolder, overlaps, realFolder } from './open-folder.ts';
import { recoveryNotice } from './recovery-notice.ts';
import { SettingsController } from './settings-controller.ts';
import type { Stores } from './stores.ts';
import { openStores } from './stores.ts';
import { TagPlanner } from './tag-planner.ts';

/** The app without its windows: library, scans, tags, settings. */
export class AppCore {
  readonly stores: Stores;
  readonly controllers: Controllers;
  readonly settings: SettingsController;
  readonly folder = new OpenFolder();
  readonly notices: Notices;
  readonly plans: TagPlanner;
  readonly model: ModelSwitch;
  readonly reader: LibraryReader;
  readonly opening: Opening;
  readonly gone: GoneFolders;
  readonly #options: AppCoreOptions;
  #isClosed = false;

  /** @throws AppError as `openDatabase` */
  constructor(options: AppCoreOptions) {
    const { paths } = options;
    const emit: Emit = (name, payload) => {
      options.emit(name, payload);
      // Whether the folder is watched may have changed.
      if (name !== 'settings.changed') return;
      void this.controllers.watch.refresh();
      this.controllers.updates.refresh();
    };
    const { folder } = this;
    this.#options = options;
    const settings = new SettingsController(paths.settings, options.settings, emit);
    const notices = new Notices(emit);
    const stores = openStores(paths.database);
    const reader = new LibraryReader(() => options.startLibraryReader(paths.database), folder);
    const onListed = () => this.folder.path !== null && this.opening.noteListed(this.folder.path);
    const gone = new GoneFolders({
      notices,
      chooseFolder: options.findFolder,
      move: (from, to) => this.moveFolder(from, to),
    });
    const controllers = createControllers({ options, stores, settings, folder, notices, reader, gone, onListed });
    const { scan, retrain, tags } = controllers;
    this.settings = settings;
    this.notices = notices;
    this.stores = stores;
    this.reader = reader;
    this.gone = gone;
    this.controllers = controllers;
    this.plans = new TagPlanner({ database: stores.database, reader, folder, settings, tags });
    this.opening = new Opening({
      idOf: (path) => (stores.missing.isRemoved(path) ? null : stores.tracks.idOf(path)),
      foldersOf: (root) => stores.folders.of(root),
      addFolder: (path) => this.addFolder(path),
      notices,
      emit,
    });
    this.model = new ModelSwitch({ settings, folder, scan, retrain });
  }

  /** What the window needs when it opens. */
  state(models: AppState['models']): AppState {
    const { scan } = this.controllers;
    return {
      version: this.#options.version,
      models,
      platform: process.platform,
      folder: this.folder.path,
      settings: this.settings.current,
      scan: scan.progress,
      provider: scan.provider,
      notices: this.notices.shown,
    };
  }

  /** Repairs what a killed run left, and tells. */
  async repairJournal(): Promise<void> {
    const notice = recoveryNotice(await this.controllers.tags.recover());
    if (notice) this.notices.show(notice);
  }

  /** Lets searches find what an earlier version kept with its accents. */
  async foldSearchTexts(): Promise<void> {
    const isChanged = await foldLibrary(this.stores.database, () => !this.#isClosed);
    if (isChanged && !this.#isClosed) this.#options.emit('library.changed', { folder: null });
  }

  /** Opens a music folder (a file means its folder) and scans it. @throws AppError */
  async openFolder(path: string): Promise<string> {
    const folder = await this.showFolder(path);
    await this.scanFolder(folder);
    return folder;
  }

  /**
   * Shows what was named from outside; what cannot be opened becomes a notice.
   * @param open the folder that is open, or would be
   * @returns the folder that is to be scanned; null where none is
   */
  async showNamed(named: NamedMusic, open = this.folder.path): Promise<string | null> {
    const chosen = await this.opening.choose(named, open);
    if (chosen === null) return null;
    const isOpen = this.folder.path === chosen;
    const folder = isOpen ? chosen : await this.showFolder(chosen);
    const isSelected = this.opening.select();
    return isOpen && isSelected ? null : folder;
  }

  /** Opens a music folder as the library has it. @returns its path without links @throws AppError */
  async showFolder(path: string): Promise<string> {
    const folder = await realFolder(path);
    const others = this.settings.current.recentFolders.filter((other) => other !== folder);
    await this.settings.change({ recentFolders: [folder, ...others].slice(0, RECENT_FOLDERS) });
    this.folder.replace(folder);
    void this.controllers.watch.refresh();
    this.plans.forget();
    this.#options.emit('library.changed', { folder });
    this.#options.emit('folders.changed', this.folders());
    return folder;
  }

  /** Forgets recent folders but the open one, which the next start opens. */
  async clearRecent(): Promise<void> {
    const { path } = this.folder;
    await this.settings.change({ recentFolders: path === null ? [] : [path] });
  }

  /** The folders of the open library, its root first; none where none is open. */
  folders(): readonly string[] {
    return this.folder.path === null ? [] : this.stores.folders.of(this.folder.path);
  }

  /**
   * Adds a folder to the open library, and scans it.
   * @throws AppError request-invalid where none is open; folder-overlaps; as {@link realFolder}
   */
  async addFolder(path: string): Promise<readonly string[]> {
    const root = this.folder.require();
    const folder = await realFolder(path);
    if (this.folders().some((other) => overlaps(folder, other))) throw new AppError('folder-overlaps', folder);
    this.stores.folders.add(root, folder);
    this.#foldersChanged(root);
    return this.folders();
  }

  /** Takes a folder behind the first out of the open library. @throws AppError request-invalid where there is none */
  async removeFolder(index: number): Promise<readonly string[]> {
    const [root, ...others] = this.folders();
    const folder = others[index - 1];
    if (root === undefined || folder === undefined) throw new AppError('request-invalid', 'There is no such folder.');
    await this.controllers.scan.cancelAndWait();
    await this.stores.folders.remove(root, folder);
    this.#foldersChanged(root);
    return this.folders();
  }

  /** Scans a folder that was opened; does nothing where another has been opened since. */
  async scanFolder(folder: string): Promise<void> {
    const { scan, retrain } = this.controllers;
    const { model, modelHistory } = this.settings.current;
    // Another model may have been chosen since the folder was open: what it can predict need not be analysed again.
    if (modelHistory.length > 0) await retrain.repredict(model).catch(() => undefined);
    if (this.folder.path === folder) scan.start(folder);
  }

  /**
   * Analyses new and waiting tracks, and the selected tracks again; does nothing more where another folder is opened meanwhile.
   * @throws AppError request-invalid where no folder is open
   */
  async rescan(again: TrackSelection | null): Promise<void> {
    const folder = this.folder.require();
    if (again) await this.stores.scans.markWaiting(folder, again.kind === 'ids' ? again.ids : null);
    if (this.folder.path === folder) this.controllers.scan.start(folder);
  }

  /** Removes missing tracks from the open folder. @returns how many @throws AppError request-invalid */
  async removeMissing(selection: TrackSelection): Promise<number> {
    return this.controllers.removals.remove(this.folder.require(), selection.kind === 'ids' ? selection.ids : null);
  }

  /**
   * Looks for the missing tracks of the open library in another folder, which becomes one of its folders where it has other tracks,
   * and is opened where it has none.
   * @throws AppError as {@link findMissing} and {@link realFolder}
   */
  async findMissing(path: string): Promise<FoundTracks> {
    const root = this.folder.require();
    const found = await findMissing(this.stores, root, await realFolder(path));
    this.#options.emit('library.changed', { folder: null });
    if (found.found === 0 || this.folder.path !== root) return found;
    if (found.opened === null) this.#foldersChanged(root);
    else await this.openFolder(found.opened);
    return found;
  }

  /**
   * A folder of a library has another path now, and the library is opened. @param from the path that it had
   * @throws AppError as {@link followFolder} and {@link realFolder}
   */
  async moveFolder(from: string, path: string): Promise<string> {
    const folder = await realFolder(path);
    await this.controllers.scan.cancelAndWait();
    const [open] = this.folders();
    const root = open !== undefined && this.folders().includes(from) ? open : from;
    await followFolder(this.stores, { root, from, to: folder });
    const recentFolders = this.settings.current.recentFolders.filter((other) => other !== from);
    await this.settings.change({ recentFolders });
    return this.openFolder(root === from ? folder : root);
  }

  /** What was planned is no longer what would be written. */
  #foldersChanged(root: string): void {
    this.plans.forget();
    void this.controllers.watch.refresh();
    this.#options.emit('library.changed', { folder: null });
    this.#options.emit('folders.changed', this.folders());
    if (this.folder.path === root) this.controllers.scan.start(root);
  }

  /** Ends the processes and closes the library. */
  close(): void {
    this.#isClosed = true;
    const { scan, watch, tags, inspection, training, relinker, retrain, networks, library, map, updates } =
      this.controllers;
    updates.stop();
    watch.stop();
    scan.stop();
    tags.stop();
    inspection.stop();
    training.close();
    relinker.stop();
    retrain.stop();
    networks.cancel();
    library.stop();
    map.cancel();
    this.reader.stop();
    this.stores.database.close();
  }
}
