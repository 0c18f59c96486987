import { join } from 'node:path';
import type { BrowserWindow } from 'electron';
import { app, ipcMain, Menu, powerMonitor, shell } from 'electron';
import { texts } from './texts/index.ts';
import { AppCore } from './app/app-core.ts';
import type { MenuCommand } from './contract/app-state.ts';
import { RunNote } from './app/last-run.ts';
import { failureWords } from './app/opening.ts';
import { AppError, toErrorData } from './contract/app-error.ts';
import { ERROR_TEXTS } from './contract/error-codes.ts';
import type { Settings } from './contract/settings.ts';
import type { TrackId } from './contract/track.ts';
import { downloadOf } from './download/downloads.ts';
import { chooseDataFolder } from './files/data-folder.ts';
import { requireWritable } from './files/require-writable.ts';
import { appPaths, modelRoots } from './library/app-paths.ts';
import { fromDatabaseError } from './library/database-error.ts';
import { readSettings } from './library/settings-store.ts';
import { createDecoderFinder } from './pipeline/decode/open-decoder.ts';
import { createFileReader } from './pipeline/scan/file-reader.ts';
import { shippedNames } from './pipeline/model/model-folder.ts';
import { isNameTaken } from './pipeline/model/write-model-folder.ts';
import { setupAboutPanel } from './shell/about-panel.ts';
import { createAdmission } from './shell/admission.ts';
import { createBuiltPageHandler, registerAppScheme, setupAppProtocol } from './shell/app-protocol.ts';
import { createDevPageHandler, devServer } from './shell/dev-server.ts';
import { Dialogs } from './shell/dialogs.ts';
import { DroppedPath } from './shell/dropped-path.ts';
import { Gestures } from './shell/gestures.ts';
import { createCoverHandler } from './shell/cover-protocol.ts';
import { tellCrashes } from './shell/crash-notices.ts';
import { Crashes } from './shell/crashes.ts';
import { createHandlers } from './shell/handlers.ts';
import { emitTo, setupIpc } from './shell/ipc.ts';
import { chooseMusicFolder, openRecentFolder } from './shell/library-handlers.ts';
import type { LauncherActions } from './shell/launcher.ts';
import { launcherProgram, setupLauncher } from './shell/launcher.ts';
import { createLog } from './shell/logging.ts';
import { createMediaHandler } from './shell/media-protocol.ts';
import { isTooLong, writeList } from './shell/named-list.ts';
import { OpenRequests, packRequest, requestOf } from './shell/open-requests.ts';
import { setupMenu } from './shell/menu.ts';
import { netGet } from './shell/net-get.ts';
import { processStarters } from './shell/processes.ts';
import { guardClosing } from './shell/quit-guard.ts';
import { resumeWork } from './shell/resume-work.ts';
import { showScanProgress, tellScanFinished } from './shell/scan-signs.ts';
import { setupSecurity } from './shell/security.ts';
import { relaunch } from './shell/relaunch.ts';
import { missingLibraryNotice, settingsNotice, tellLastRun } from './shell/start-notices.ts';
import { LIST, readStartArguments } from './shell/start-arguments.ts';
import { obeyLibrarySwitch, printAndExit, refuseStart, showStartFailure } from './shell/start-failure.ts';
import { createUpdateSource } from './shell/updates/create-source.ts';
import { applyTheme, createMainWindow } from './shell/window.ts';

const builtFolder = import.meta.dirname;
const start = readStartArguments(process.argv, {
  workingFolder: process.cwd(),
  isDefaultApp: process.defaultApp === true,
});
const dataFolder = chooseDataFolder({ option: start.dataDir, environment: process.env, builtFolder });
// The app's processes find the folder by it; they have another working folder.
process.env['GENRESCOPE_HOME'] = dataFolder.path;
const paths = appPaths();
const failedStart = { path: paths.database };
const roots = modelRoots(paths, builtFolder);
const log = createLog(paths.logs);
const server = devServer(app.isPackaged, process.env['ELECTRON_RENDERER_URL']);
let window: BrowserWindow | null = null;
const requests = new OpenRequests();
const crashes = new Crashes(paths.crashes, log);
const runNote = new RunNote(paths.lastRun);
const gestures = new Gestures();
const dialogs = new Dialogs(
  () => window,
  () => gestures.note(),
);
const toldFaults = new Set<string>();
/** What the menu says that undo and redo would do, and the recent folders that the system shows, as JSON. */
let shownSteps = '';
let shownRecent = '';

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
    findFolder: () => dialogs.chooseFolder(texts.dialogs.findFolder),
    ...processStarters({ built: builtFolder, empty: paths.empty }, log),
    emit(name, payload) {
      emit(name, payload);
      if (name === 'settings.changed') showSettings(core);
      if (name === 'scan.progress') showScanProgress(window, core.controllers.scan.progress);
    },
    onScanFinished: (progress) => tellScanFinished(window, progress),
    onSteps() {
      if (JSON.stringify(core.controllers.steps.next) !== shownSteps) showMenu(core);
    },
  });
  return core;
}

function showSettings(core: AppCore): void {
  const { theme, recentFolders } = core.settings.current;
  applyTheme(theme);
  showMenu(core);
  // The system writes its list anew each time.
  const recent = JSON.stringify(recentFolders);
  if (recent !== shownRecent) showRecent(recentFolders, folderActions(core));
  shownRecent = recent;
}

/** How the menu, dock and taskbar open folders. */
function folderActions(core: AppCore): LauncherActions {
  const fail = (error: unknown) => core.notices.show(failureWords(error));
  return {
    openFolder: () => void chooseMusicFolder(core, dialogs).catch(fail),
    openRecent: (index) => void openRecentFolder(core, index).catch(fail),
  };
}

/** The menu with the recent folders, and with what undo and redo would do. */
function showMenu(core: AppCore): void {
  const { recentFolders } = core.settings.current;
  const steps = core.controllers.steps.next;
  shownSteps = JSON.stringify(steps);
  setupMenu({
    ...folderActions(core),
    recentFolders,
    steps,
    canClearRecent: recentFolders.some((folder) => folder !== core.folder.path),
    hasCrashReports: crashes.count > 0,
    clearRecent: () => {
      app.clearRecentDocuments();
      void core.clearRecent().catch((error: unknown) => core.notices.show(failureWords(error)));
    },
    rescan: () => void (core.folder.path !== null && core.rescan(null)),
    openLogs: () => void shell.openPath(paths.logs),
    openCrashReports: () => void shell.openPath(paths.crashes),
    command,
  });
}

/** Has the page do what the menu can. */
function command(name: MenuCommand): void {
  gestures.note();
  emitTo(() => window)('menu.command', name);
}

/** Recent folders where the system shows them: in dock and taskbar, and among recent documents. */
function showRecent(folders: readonly string[], actions: LauncherActions): void {
  const [newest] = folders;
  if (newest !== undefined) app.addRecentDocument(newest);
  setupLauncher(folders, actions, launcherProgram(start.always));
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
  setupAppProtocol(servePage, createMediaHandler(media), createCoverHandler(media, paths.covers));
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
  setupIpc(createHandlers({ core, paths, dataFolder, modelRoots: roots, dialogs, media, gestures, dropped }), {
    admit,
    log,
    known: (error) => fromDatabaseError(error, paths.database),
  });
}

function raiseWindow(): void {
  // Restoring a window that is not minimised would make a maximised one small.
  if (window?.isMinimized()) window.restore();
  window?.show();
  window?.focus();
}

/** Notes that the app ends properly, and what it leaves unfinished. */
function noteEnd({ controllers: { training, retrain } }: AppCore): void {
  runNote.end([...(training.isBusy ? ['training' as const] : []), ...(retrain.isBusy ? ['retraining' as const] : [])]);
}

/** What comes from outside the window: quitting, faults, crashes. */
function watchApp(core: AppCore, shown: BrowserWindow): void {
  app.on('will-quit', () => {
    noteEnd(core);
    core.close();
  });
  // The system ends, and waits for no program.
  shown.on('session-end', () => noteEnd(core));
  powerMonitor.on('shutdown', () => noteEnd(core));
  process.on('uncaughtException', (error) => reportFault(core, error));
  const { tags } = core.controllers;
  guardClosing(shown, {
    isWriting: () => tags.isWriting,
    confirm: () => dialogs.confirm(texts.dialogs.quitWhileWriting),
    finish: () => tags.cancelAndWait(),
    quit: () => app.quit(),
  });
  // There is something to show by the menu then.
  tellCrashes({ crashes, core, window: shown, folder: paths.crashes, told: () => showSettings(core) });
}

async function onReady(): Promise<void> {
  const restored = obeyLibrarySwitch(paths.database, process.argv);
  // Opening makes a library where there is none.
  const missing = missingLibraryNotice(paths.database);
  const reading = await readSettings(paths.settings);
  const core = createCore(reading.settings);
  for (const notice of [restored, missing, await settingsNotice(paths.settings, reading)])
    if (notice) core.notices.show(notice);
  const last = runNote.begin();
  tellLastRun(core, last, crashes, paths);
  connectPage(core);
  showSettings(core);
  window = createMainWindow({ preload: join(builtFolder, '..', 'preload', 'index.cjs'), home: paths.home });
  gestures.watch(window.webContents);
  // What runs until the app has quit must not reach for a window that is gone.
  window.on('closed', () => (window = null));
  watchApp(core, window);
  await resumeWork({ core, home: paths.home, dialogs, requests, last, command, log }, requestOf(start));
}

/** Starts anew with a short command line. */
function startByList(): void {
  relaunch([...start.always, ...start.switches, LIST + writeList(paths.home, requestOf(start))]);
  app.exit(0);
}

function main(): void {
  if (start.asksFor) return printAndExit(start.asksFor);
  try {
    if (start.isIncomplete) throw new AppError('data-folder-read-only', texts.notices.start.noDataDir);
    requireWritable(paths.home);
  } catch (error) {
    return refuseStart(error, failedStart);
  }
  app.setPath('userData', join(paths.home, 'browser'));
  if (isTooLong(process.argv, requestOf(start))) return startByList();
  // Of each data folder: Electron's lock lies in it.
  if (!app.requestSingleInstanceLock(packRequest(requestOf(start)))) return app.quit();
  crashes.start();
  setupAboutPanel();
  // Root in a container has no sandbox; forcing it would leave no process that can start.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  registerAppScheme();
  setupSecurity(server !== null);
  Menu.setApplicationMenu(null);
  requests.listen(app, raiseWindow);
  app.on('window-all-closed', () => app.quit());
  app
    .whenReady()
    .then(onReady)
    .catch((error: unknown) => {
      log(`start: ${toErrorData(error).message}`);
      showStartFailure(error, failedStart);
    });
}

main();
