import type { MenuItemConstructorOptions } from 'electron';
import type { NextSteps, Step } from '../contract/steps.ts';
import { app, Menu } from 'electron';
import { texts } from '../texts/index.ts';
import type { MenuCommand } from '../contract/app-state.ts';

/** What the menu can do. */
export interface MenuActions {
  readonly recentFolders: readonly string[];
  readonly steps: NextSteps;
  /** Whether a folder would be forgotten. */
  readonly canClearRecent: boolean;
  readonly hasCrashReports: boolean;
  openFolder(): void;
  openRecent(index: number): void;
  clearRecent(): void;
  rescan(): void;
  openLogs(): void;
  openCrashReports(): void;
  command(command: MenuCommand): void;
}

/** Builds the native menu; called again when recent folders change, or what undo and redo would do. */
export function setupMenu(actions: MenuActions): void {
  const isMac = process.platform === 'darwin';
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    { label: texts.menu.file, submenu: fileMenu(actions, isMac) },
    { label: texts.menu.edit, submenu: editMenu(actions, isMac) },
    { label: texts.menu.tags, submenu: tagsMenu(actions) },
    { label: texts.menu.training, submenu: trainingMenu(actions) },
    { label: texts.menu.models, submenu: modelsMenu(actions) },
    { label: texts.menu.view, submenu: viewMenu(actions) },
    { role: 'windowMenu' },
    { role: 'help', submenu: helpMenu(actions) },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function fileMenu(actions: MenuActions, isMac: boolean): MenuItemConstructorOptions[] {
  const recent: MenuItemConstructorOptions[] = actions.recentFolders.map((folder, index) => ({
    label: folder,
    click: () => actions.openRecent(index),
  }));
  return [
    { id: 'open-folder', label: texts.menu.openFolder, accelerator: 'CmdOrCtrl+O', click: () => actions.openFolder() },
    {
      label: texts.menu.openRecent,
      submenu: [
        ...(recent.length > 0 ? recent : [{ label: texts.menu.noRecentFolders, enabled: false }]),
        { type: 'separator' },
        {
          id: 'clear-recent',
          label: texts.menu.clearRecent,
          enabled: actions.canClearRecent,
          click: () => actions.clearRecent(),
        },
      ],
    },
    {
      id: 'show-folders',
      label: texts.menu.folders,
      click: () => actions.command('show-folders'),
    },
    { type: 'separator' },
    { id: 'rescan', label: texts.menu.rescan, accelerator: 'F5', click: () => actions.rescan() },
    {
      id: 'analyse-again',
      label: texts.menu.analyseAgain,
      accelerator: 'CmdOrCtrl+Shift+A',
      click: () => actions.command('analyse-again'),
    },
    { type: 'separator' },
    { label: texts.menu.exportShown, submenu: exportMenu(actions) },
    { type: 'separator' },
    ...(isMac
      ? []
      : [
          {
            id: 'show-settings',
            label: texts.menu.settings,
            accelerator: 'Ctrl+,',
            click: () => actions.command('show-settings'),
          },
          { type: 'separator' as const },
        ]),
    isMac ? { role: 'close' } : { role: 'quit' },
  ];
}

function exportMenu({ command }: MenuActions): MenuItemConstructorOptions[] {
  return [
    { id: 'export-m3u8', label: texts.menu.exportPlaylist, click: () => command('export-m3u8') },
    { id: 'export-csv', label: texts.menu.exportTable, click: () => command('export-csv') },
    { id: 'export-json', label: texts.menu.exportData, click: () => command('export-json') },
    { type: 'separator' },
    { id: 'export-by-genre', label: texts.menu.exportByGenre, click: () => command('export-by-genre') },
  ];
}

function editMenu(actions: MenuActions, isMac: boolean): MenuItemConstructorOptions[] {
  return [
    // What the page leaves of these keys is meant for a text; on a Mac, texts are undone by entries of the menu alone.
    ...(isMac
      ? [
          { role: 'undo' as const, visible: false },
          { role: 'redo' as const, visible: false },
        ]
      : []),
    {
      id: 'undo',
      ...stepWords(actions.steps.undo, texts.menu.undo, texts.menu.nothingToUndo),
      accelerator: 'CmdOrCtrl+Z',
      registerAccelerator: false,
      click: () => actions.command('undo'),
    },
    {
      id: 'redo',
      ...stepWords(actions.steps.redo, texts.menu.redo, texts.menu.nothingToRedo),
      accelerator: 'CmdOrCtrl+Shift+Z',
      registerAccelerator: false,
      click: () => actions.command('redo'),
    },
    { type: 'separator' },
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    // The page decides whether the keys mean text or rows.
    {
      label: texts.menu.selectAll,
      accelerator: 'CmdOrCtrl+A',
      registerAccelerator: false,
      click: () => actions.command('select-all'),
    },
    { type: 'separator' },
    { label: texts.menu.find, accelerator: 'CmdOrCtrl+F', click: () => actions.command('find') },
    { label: texts.menu.clearFilters, accelerator: 'CmdOrCtrl+Shift+F', click: () => actions.command('clear-filters') },
  ];
}

/** An entry that names a step, or that there is none. In labels of entries, `&` stands before a letter to press. */
function stepWords(
  step: Step | null,
  words: typeof texts.menu.undo,
  nothing: string,
): Pick<MenuItemConstructorOptions, 'label' | 'enabled'> {
  if (step === null) return { label: nothing, enabled: false };
  return { label: words({ step: step.what.replaceAll('&', '&&'), asks: step.kind === 'tags' }), enabled: true };
}

function tagsMenu(actions: MenuActions): MenuItemConstructorOptions[] {
  return [
    {
      id: 'review-selection',
      label: texts.menu.reviewSelection,
      accelerator: 'CmdOrCtrl+Enter',
      click: () => actions.command('review-selection'),
    },
    {
      id: 'review-all',
      label: texts.menu.reviewAll,
      accelerator: 'CmdOrCtrl+Shift+Enter',
      click: () => actions.command('review-all'),
    },
    { type: 'separator' },
    {
      id: 'show-history',
      label: texts.menu.history,
      accelerator: 'CmdOrCtrl+H',
      click: () => actions.command('show-history'),
    },
  ];
}

function trainingMenu(actions: MenuActions): MenuItemConstructorOptions[] {
  return [
    { id: 'label', label: texts.menu.label, accelerator: 'CmdOrCtrl+L', click: () => actions.command('label') },
    {
      id: 'undo-label',
      label: texts.menu.undoLabel,
      accelerator: 'CmdOrCtrl+Shift+L',
      click: () => actions.command('undo-label'),
    },
    {
      id: 'show-retrain',
      label: texts.menu.retrain,
      accelerator: 'CmdOrCtrl+R',
      click: () => actions.command('show-retrain'),
    },
    { type: 'separator' },
    {
      id: 'show-training',
      label: texts.menu.train,
      accelerator: 'CmdOrCtrl+T',
      click: () => actions.command('show-training'),
    },
  ];
}

function modelsMenu(actions: MenuActions): MenuItemConstructorOptions[] {
  return [
    { id: 'add-network', label: texts.menu.addNetwork, click: () => actions.command('add-network') },
    { id: 'import-model', label: texts.menu.importModel, click: () => actions.command('import-model') },
  ];
}

function viewMenu(actions: MenuActions): MenuItemConstructorOptions[] {
  const isMac = process.platform === 'darwin';
  return [
    ...(isMac
      ? [
          {
            id: 'show-settings',
            label: texts.menu.settings,
            accelerator: 'Cmd+,',
            click: () => actions.command('show-settings'),
          },
        ]
      : []),
    { id: 'side-bar', label: texts.menu.sideBar, accelerator: 'CmdOrCtrl+B', click: () => actions.command('side-bar') },
    { id: 'inspect', label: texts.menu.inspect, accelerator: 'CmdOrCtrl+I', click: () => actions.command('inspect') },
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
    ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' as const }]),
  ];
}

function helpMenu(actions: MenuActions): MenuItemConstructorOptions[] {
  return [
    { id: 'show-guide', label: texts.menu.guide, click: () => actions.command('show-guide') },
    {
      id: 'show-troubleshooting',
      label: texts.menu.troubleshooting,
      click: () => actions.command('show-troubleshooting'),
    },
    { id: 'show-command-line', label: texts.menu.commandLine, click: () => actions.command('show-command-line') },
    { type: 'separator' },
    {
      id: 'show-shortcuts',
      label: texts.menu.shortcuts,
      accelerator: 'F1',
      click: () => actions.command('show-shortcuts'),
    },
    { id: 'show-doctor', label: texts.menu.systemCheck, click: () => actions.command('show-doctor') },
    { id: 'show-news', label: texts.menu.news, click: () => actions.command('show-news') },
    { id: 'check-updates', label: texts.menu.checkUpdates, click: () => actions.command('check-updates') },
    { type: 'separator' },
    { id: 'open-logs', label: texts.menu.openLogs, click: () => actions.openLogs() },
    {
      id: 'crash-reports',
      label: actions.hasCrashReports ? texts.menu.crashReports : texts.menu.noCrashReports,
      enabled: actions.hasCrashReports,
      click: () => actions.openCrashReports(),
    },
    { type: 'separator' },
    { id: 'show-about', label: texts.menu.about, click: () => actions.command('show-about') },
  ];
}
