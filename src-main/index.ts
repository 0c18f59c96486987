import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BrowserWindow } from 'electron';
import { app, Menu, Notification, session, shell } from 'electron';
import { AppCore } from './app/app-core.ts';
import { toErrorData } from './contract/app-error.ts';
import { ERROR_TEXTS } from './contract/error-codes.ts';
import type { ScanProgress } from './contract/scan.ts';
import type { TrackId } from './contract/track.ts';
import { makeFolder } from './files/make-folder.ts';
import { appPaths, modelRoots } from './library/app-paths.ts';
import { copiesHint } from './library/copies.ts';
import { fromDatabaseError } from './library/database-error.ts';
import { libraryExists } from './library/library-file.ts';
import type { SettingsReading } from './library/settings-store.ts';
import { readSettings, tellSettingsFaults } from './library/settings-store.ts';
import { createDecoderFinder } from './pipeline/decode/open-decoder.ts';
import { shippedNames } from './pipeline/model/model-folder.ts';
import { registerAppScheme, setupAppProtocol } from './shell/app-protocol.ts';
import { chooseFolder, createHandlers } from './shell/handlers.ts';
import { emitTo, setupIpc } from './shell/ipc.ts';
import { createLog } from './shell/logging.ts';
import { createMediaHandler } from './shell/media-protocol.ts';
import { setupMenu } from './shell/menu.ts';
import { setupSecurity } from './shell/security.ts';
import { obeyLibrarySwitch, showStartFailure } from './shell/start-failure.ts';
import { startUtilityProcess } from './shell/utility-process.ts';
import { applyTheme, createMainWindow } from './shell/window.ts';
import { texts } from './texts/index.ts';

const builtFolder = import.meta.dirname;
const paths = appPaths();
const log = createLog(paths.logs);
let window: BrowserWindow | null = null;
const toldFaults = new Set<string>();

/** A folder named on the command line; programs pass their own switches first. */
function folderArgument(args: readonly string[], workingFolder: string): string | null {
  const candidates = args
    .slice(1)
    .filter((arg) => !arg.startsWith('-'))
    .map((arg) => resolve(workingFolder, arg));
  return candidates.find((path) => path !== app.getAppPath() && existsSync(path) && !path.endsWith('.js')) ?? null;
}

const startBuilt = (file: string, serviceName: string) =>
  startUtilityProcess(join(builtFolder, file), serviceName, log);

function createCore({ settings }: SettingsReading): AppCore {
  const emit = emitTo(() => window);
  const core: AppCore = new AppCore({
    paths,
    modelRoots: modelRoots(paths, builtFolder),
    shippedModels: () => shippedNames(modelRoots(paths, builtFolder), paths.models),
    settings,
    startAnalysis: () => startBuilt('analysis.process.js', 'Genrescope analysis'),
    startTags: () => startBuilt('tags.process.js', 'Genrescope tag writer'),
    startInspection: () => startBuilt('inspection.process.js', 'Genrescope inspection'),
    startRetrain: () => startBuilt('retrain.process.js', 'Genrescope learning'),
    startLibrary: () => startBuilt('library.process.js', 'Genrescope library'),
    startTraining: () => startBuilt('training.process.js', 'Genrescope training'),
    emit(name, payload) {
      emit(name, payload);
      if (name === 'settings.changed') showSettings(core);
      if (name === 'scan.progress') showProgress(core.scan.progress);
    },
    onScanFinished,
  });
  return core;
}

function showSettings(core: AppCore): void {
  applyTheme(core.settings.theme);
  const fail = (error: unknown) => {
    const { code, message } = toErrorData(error);
    core.notify({ severity: 'error', title: ERROR_TEXTS[code].title, detail: message });
  };
  setupMenu({
    recentFolders: core.settings.recentFolders,
    openFolder: () => void chooseFolder({ core, window: () => window }).catch(fail),
    openRecent: (index) => void core.openFolder(core.settings.recentFolders[index] ?? '').catch(fail),
    rescan: () => core.folder !== null && core.rescan(null),
    openLogs: () => void shell.openPath(paths.logs),
    command: (command) => emitTo(() => window)('menu.command', command),
  });
}

function showProgress({ phase, done, total }: ScanProgress): void {
  window?.setProgressBar(phase === 'idle' ? -1 : total > 0 && phase === 'analysing' ? done / total : 2);
}

function onScanFinished({ outcome, done, failed }: ScanProgress): void {
  showProgress({ phase: 'idle' } as ScanProgress);
  if (outcome !== 'finished' || done === 0 || window?.isFocused() || !Notification.isSupported()) return;
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
  core.notify({
    severity: 'error',
    title: ERROR_TEXTS[code].title,
    detail: texts.common.withParticulars({ advice: ERROR_TEXTS[code].advice, message }),
  });
}

async function onReady(): Promise<void> {
  const restored = obeyLibrarySwitch(paths.database, process.argv);
  const hint = libraryExists(paths.database) ? null : copiesHint(paths.database);
  const reading = await readSettings(paths.settings);
  const core = createCore(reading);
  if (restored) core.notify(restored);
  if (hint !== null)
    core.notify({
      severity: 'warning',
      title: ERROR_TEXTS['library-missing'].title,
      detail: texts.notices.library.missing({ hint, advice: ERROR_TEXTS['library-missing'].advice }),
    });
  const fault = await tellSettingsFaults(paths.settings, reading);
  if (fault !== null) core.notify({ severity: 'warning', title: ERROR_TEXTS['settings-invalid'].title, detail: fault });
  setupSecurity(session.defaultSession);
  const decoderFor = createDecoderFinder(builtFolder);
  const media = {
    pathOf: (id: TrackId) => core.tracks.pathOf(id),
    isTrack: (path: string) => core.tracks.idOf(path) !== null,
    decoder: () => decoderFor(core.settings.ffmpegPath),
  };
  setupAppProtocol(join(builtFolder, '..', 'renderer'), createMediaHandler(media));
  setupIpc(
    createHandlers({ core, paths, modelRoots: modelRoots(paths, builtFolder), window: () => window, media }),
    log,
    (error) => fromDatabaseError(error, paths.database),
  );
  showSettings(core);
  window = createMainWindow({ preload: join(builtFolder, '..', 'preload', 'index.cjs'), home: paths.home });
  // What runs until the app has quit must not reach for a window that is gone.
  window.on('closed', () => (window = null));
  app.on('second-instance', (_event, args, workingFolder) => {
    window?.restore();
    window?.focus();
    const folder = folderArgument(args, workingFolder);
    if (folder) void core.openFolder(folder).catch((error: unknown) => log(String(error)));
  });
  app.on('will-quit', () => core.close());
  process.on('uncaughtException', (error) => reportFault(core, error));
  // The window is up: copying a large library takes seconds.
  void core.library.copy();
  await core.repairJournal().catch((error: unknown) => log(`journal: ${toErrorData(error).message}`));
  await core.training.recover();
  await core.retrain.recover();
  const folder = folderArgument(process.argv, process.cwd()) ?? core.settings.recentFolders[0];
  if (folder !== undefined)
    await core.openFolder(folder).catch((error: unknown) => log(`open: ${toErrorData(error).message}`));
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
