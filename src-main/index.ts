import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BrowserWindow } from 'electron';
import { app, ipcMain, Menu, Notification, shell } from 'electron';
import { texts } from './texts/index.ts';
import { AppCore } from './app/app-core.ts';
import type { Notice } from './contract/app-state.ts';
import { toErrorData } from './contract/app-error.ts';
import { ERROR_TEXTS } from './contract/error-codes.ts';
import type { ScanProgress } from './contract/scan.ts';
import type { Settings } from './contract/settings.ts';
import type { TrackId } from './contract/track.ts';
import { downloadOf } from './download/downloads.ts';
import { makeFolder } from './files/make-folder.ts';
import { appPaths, modelRoots } from './library/app-paths.ts';
import { copiesHint } from './library/copies.ts';
import { fromDatabaseError } from './library/database-error.ts';
import { libraryExists } from './library/library-file.ts';
import type { SettingsReading } from './library/settings-store.ts';
import { readSettings, tellSettingsFaults } from './library/settings-store.ts';
import { createDecoderFinder } from './pipeline/decode/open-decoder.ts';
import { createFileReader } from './pipeline/scan/file-reader.ts';
import { shippedNames } from './pipeline/model/model-folder.ts';
import { isNameTaken } from './pipeline/model/write-model-folder.ts';
import { createAdmission } from './shell/admission.ts';
import { createBuiltPageHandler, registerAppScheme, setupAppProtocol } from './shell/app-protocol.ts';
import { createDevPageHandler, devServer } from './shell/dev-server.ts';
import { Dialogs } from './shell/dialogs.ts';
import { DroppedPath } from './shell/dropped-path.ts';
import { Gestures } from './shell/gestures.ts';
import { createCoverHandler } from './shell/cover-protocol.ts';
import { createHandlers } from './shell/handlers.ts';
import { emitTo, setupIpc } from './shell/ipc.ts';
import { chooseMusicFolder } from './shell/library-handlers.ts';
import { createLog } from './shell/logging.ts';
import { createMediaHandler } from './shell/media-protocol.ts';
import { setupMenu } from './shell/menu.ts';
import { netGet } from './shell/net-get.ts';
import { processStarters } from './shell/processes.ts';
import { setupSecurity } from './shell/security.ts';
import { createUpdateSource } from './shell/updates/create-source.ts';
import { obeyLibrarySwitch, showStartFailure } from './shell/start-failure.ts';
import { applyTheme, createMainWindow } from './shell/window.ts';

const builtFolder = import.meta.dirname;
const paths = appPaths();
// A relative one would be another folder in the app's processes, which have another working folder.
process.env['GENRESCOPE_HOME'] = paths.home;
const roots = modelRoots(paths, builtFolder);
const log = createLog(paths.logs);
const server = devServer(app.isPackaged, process.env['ELECTRON_RENDERER_URL']);
let window: BrowserWindow | null = null;
const gestures = new Gestures();
const dialogs = new Dialogs(
  () => window,
  () => gestures.note(),
);
const toldFaults = new Set<string>();
/** What the menu says that undo and redo would do, as JSON. */
let shownSteps = '';

/** A folder named on the command line; programs pass their own switches first. */
function folderArgument(args: readonly string[], workingFolder: string): string | null {
  const candidates = args
    .slice(1)
    .filter((arg) => !arg.startsWith('-'))
    .map((arg) => resolve(workingFolder, arg));
  return candidates.find((path) => path !== app.getAppPath() && existsSync(path) && !path.endsWith('.js')) ?? null;
}

function createCore(settings: Settings): AppCore {
  const emit = emitTo(() => window);
  const core: AppCore = new AppCore({
    paths,
    modelRoots: roots,
    shippedModels: () => shippedNames(roots, paths.models),
    isInstalled: (name) => isNameTaken(name, { modelRoots: roots, models: paths.models }),
    // Whoever starts an installed app cannot turn its downloads to another server.
    downloadOf: (name) => downloadOf(name, app.isPackaged ? {} : process.env),
    get: netGet,
    version: app.getVersion(),
    createUpdateSource: () => createUpdateSource(log),
    settings,
    ...processStarters({ built: builtFolder, empty: paths.empty }, log),
    emit(name, payload) {
      emit(name, payload);
      if (name === 'settings.changed') showSettings(core);
      if (name === 'scan.progress') showProgress(core.controllers.scan.progress);
    },
    onScanFinished,
    onSteps() {
      if (JSON.stringify(core.controllers.steps.next) !== shownSteps) showMenu(core);
    },
  });
  return core;
}

function showSettings(core: AppCore): void {
  applyTheme(core.settings.current.theme);
  showMenu(core);
}

/** The menu with the recent folders, and with what undo and redo would do. */
function showMenu(core: AppCore): void {
  const { recentFolders } = core.settings.current;
  const steps = core.controllers.steps.next;
  shownSteps = JSON.stringify(steps);
  const fail = (error: unknown) => {
    const { code, message } = toErrorData(error);
    core.notices.show({ severity: 'error', title: ERROR_TEXTS[code].title, detail: message });
  };
  setupMenu({
    recentFolders,
    steps,
    openFolder: () => void chooseMusicFolder(core, dialogs).catch(fail),
    openRecent: (index) => void core.openFolder(recentFolders[index] ?? '').catch(fail),
    rescan: () => core.folder.path !== null && core.rescan(null),
    openLogs: () => void shell.openPath(paths.logs),
    command(command) {
      gestures.note();
      emitTo(() => window)('menu.command', command);
    },
  });
}

function showProgress({ phase, done, total, isQuiet }: ScanProgress): void {
  if (isQuiet && phase === 'listing') return;
  window?.setProgressBar(phase === 'idle' ? -1 : total > 0 && phase === 'analysing' ? done / total : 2);
}

function onScanFinished({ outcome, done, failed, isQuiet }: ScanProgress): void {
  showProgress({ phase: 'idle' } as ScanProgress);
  if (isQuiet || outcome !== 'finished' || done === 0 || window?.isFocused() || !Notification.isSupported()) return;
  const body = texts.notices.scanFinished({ done, failed });
  new Notification({ title: texts.common.app, body, silent: true }).show();
}

/** Electron's own answer to a fault is a dialog that holds up the whole app, while it quits too. */
function reportFault(core: AppCore, error: Error): void {
  log(`fault: ${error.stack ?? error.message}`);
  // What goes wrong at every tick of a clock is told once.
  if (toldFaults.has(error.message)) return;
  toldFaults.add(error.message);
  const { code, message } = toErrorData(fromDatabaseError(error, paths.database));
  core.notices.show({
    severity: 'error',
    title: ERROR_TEXTS[code].title,
    detail: texts.common.withParticulars({ advice: ERROR_TEXTS[code].advice, message }),
  });
}

/** What the window tells where the library is gone but copies of it are there; null where all is well. */
function missingLibraryNotice(): Omit<Notice, 'id'> | null {
  const hint = libraryExists(paths.database) ? null : copiesHint(paths.database);
  if (hint === null) return null;
  const { title, advice } = ERROR_TEXTS['library-missing'];
  return { severity: 'warning', title, detail: texts.notices.library.missing({ hint, advice }) };
}

/** What the window tells of settings that were not understood; null where everything was. */
async function settingsNotice(reading: SettingsReading): Promise<Omit<Notice, 'id'> | null> {
  const detail = await tellSettingsFaults(paths.settings, reading);
  return detail === null ? null : { severity: 'warning', title: ERROR_TEXTS['settings-invalid'].title, detail };
}

/** Everything that the page can reach: its own files, the tracks' sound, and the operations. */
function connectPage(core: AppCore): void {
  const { tracks } = core.stores;
  const decoderFor = createDecoderFinder(builtFolder);
  const media = {
    pathOf: (id: TrackId) => tracks.pathOf(id),
    isTrack: (path: string) => tracks.idOf(path) !== null,
    decoder: () => decoderFor(core.settings.current.ffmpegPath),
    reader: createFileReader(builtFolder),
  };
  const servePage = server ? createDevPageHandler(server) : createBuiltPageHandler(join(builtFolder, '..', 'renderer'));
  setupAppProtocol(servePage, createMediaHandler(media), createCoverHandler(media));
  const dropped = new DroppedPath();
  dropped.listen(ipcMain, gestures);
  const admit = createAdmission({
    gestures,
    isAssisted: () => app.accessibilitySupportEnabled,
    confirm(operation) {
      const { detail, ...words } = texts.dialogs.unpressed;
      return dialogs.confirm({ ...words, detail: detail({ operation }) });
    },
    trackCount: () => tracks.count(),
  });
  setupIpc(createHandlers({ core, paths, modelRoots: roots, dialogs, media, gestures, dropped }), {
    admit,
    log,
    known: (error) => fromDatabaseError(error, paths.database),
  });
}

/** What comes from outside the window: another start of the app, quitting, faults. */
function watchApp(core: AppCore): void {
  app.on('second-instance', (_event, args, workingFolder) => {
    window?.restore();
    window?.focus();
    const folder = folderArgument(args, workingFolder);
    if (folder) void core.openFolder(folder).catch((error: unknown) => log(String(error)));
  });
  app.on('will-quit', () => core.close());
  process.on('uncaughtException', (error) => reportFault(core, error));
}

/** Opens the folder that was named, else the last one, takes up what the last run left, and scans the folder. */
async function resumeWork(core: AppCore): Promise<void> {
  const { library, training, retrain } = core.controllers;
  const named = folderArgument(process.argv, process.cwd()) ?? core.settings.current.recentFolders[0];
  const tell = (error: unknown) => log(`open: ${toErrorData(error).message}`);
  // Looking at the library waits for nothing.
  const folder = named === undefined ? undefined : await core.showFolder(named).catch(tell);
  // Copying a large library takes seconds. It begins before the scan, so that it holds what the last run left.
  void library.copy();
  void core.controllers.updates.start().catch(tell);
  await core.foldSearchTexts().catch(tell);
  await core.repairJournal().catch((error: unknown) => log(`journal: ${toErrorData(error).message}`));
  await training.recover();
  await retrain.recover();
  if (folder !== undefined) await core.scanFolder(folder);
}

async function onReady(): Promise<void> {
  const restored = obeyLibrarySwitch(paths.database, process.argv);
  // Opening makes a library where there is none.
  const missing = missingLibraryNotice();
  const reading = await readSettings(paths.settings);
  const core = createCore(reading.settings);
  for (const notice of [restored, missing, await settingsNotice(reading)]) if (notice) core.notices.show(notice);
  connectPage(core);
  showSettings(core);
  window = createMainWindow({ preload: join(builtFolder, '..', 'preload', 'index.cjs'), home: paths.home });
  gestures.watch(window.webContents);
  // What runs until the app has quit must not reach for a window that is gone.
  window.on('closed', () => (window = null));
  watchApp(core);
  await resumeWork(core);
}

function main(): void {
  try {
    makeFolder(paths.home);
  } catch (error) {
    log(`start: ${toErrorData(error).message}`);
    return showStartFailure(error, paths.database);
  }
  app.setPath('userData', join(paths.home, 'browser'));
  if (!app.requestSingleInstanceLock()) return app.quit();
  // Root in a container has no sandbox; forcing it would leave no process that can start.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  registerAppScheme();
  setupSecurity(server !== null);
  Menu.setApplicationMenu(null);
  app.on('window-all-closed', () => app.quit());
  app
    .whenReady()
    .then(onReady)
    .catch((error: unknown) => {
      log(`start: ${toErrorData(error).message}`);
      showStartFailure(error, paths.database);
    });
}

main();
