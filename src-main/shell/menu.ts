import type { MenuItemConstructorOptions } from 'electron';
import { app, Menu } from 'electron';
import type { MenuCommand } from '../contract/app-state.ts';

/** What the menu can do. */
export interface MenuActions {
  readonly recentFolders: readonly string[];
  openFolder(): void;
  openRecent(index: number): void;
  rescan(): void;
  openLogs(): void;
  command(command: MenuCommand): void;
}

/** Builds the native menu; called again when recent folders change. */
export function setupMenu(actions: MenuActions): void {
  const isMac = process.platform === 'darwin';
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    { label: '&File', submenu: fileMenu(actions, isMac) },
    { label: '&Edit', submenu: editMenu(actions) },
    { label: '&Tags', submenu: tagsMenu(actions) },
    { label: 'T&raining', submenu: trainingMenu(actions) },
    { label: '&View', submenu: viewMenu(actions) },
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
    { id: 'open-folder', label: '&Open Music Folder…', accelerator: 'CmdOrCtrl+O', click: () => actions.openFolder() },
    { label: 'Open &Recent', submenu: recent.length > 0 ? recent : [{ label: 'No recent folders', enabled: false }] },
    { type: 'separator' },
    { id: 'rescan', label: '&Scan Again', accelerator: 'F5', click: () => actions.rescan() },
    {
      id: 'analyse-again',
      label: '&Analyse Selected or Shown Tracks Again',
      accelerator: 'CmdOrCtrl+Shift+A',
      click: () => actions.command('analyse-again'),
    },
    { type: 'separator' },
    ...(isMac
      ? []
      : [
          {
            id: 'show-settings',
            label: '&Settings…',
            accelerator: 'Ctrl+,',
            click: () => actions.command('show-settings'),
          },
          { type: 'separator' as const },
        ]),
    isMac ? { role: 'close' } : { role: 'quit' },
  ];
}

function editMenu(actions: MenuActions): MenuItemConstructorOptions[] {
  return [
    {
      id: 'undo-last',
      label: '&Undo Last Tag Changes…',
      accelerator: 'CmdOrCtrl+Shift+Z',
      click: () => actions.command('undo-last'),
    },
    { type: 'separator' },
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    // The page decides whether the keys mean text or rows.
    {
      label: 'Select &All',
      accelerator: 'CmdOrCtrl+A',
      registerAccelerator: false,
      click: () => actions.command('select-all'),
    },
    { type: 'separator' },
    { label: '&Find', accelerator: 'CmdOrCtrl+F', click: () => actions.command('find') },
    { label: '&Clear Filters', accelerator: 'CmdOrCtrl+Shift+F', click: () => actions.command('clear-filters') },
  ];
}

function tagsMenu(actions: MenuActions): MenuItemConstructorOptions[] {
  return [
    {
      id: 'review-selection',
      label: '&Review Selection…',
      accelerator: 'CmdOrCtrl+Enter',
      click: () => actions.command('review-selection'),
    },
    {
      id: 'review-all',
      label: 'Review &All…',
      accelerator: 'CmdOrCtrl+Shift+Enter',
      click: () => actions.command('review-all'),
    },
    { type: 'separator' },
    {
      id: 'show-history',
      label: '&History…',
      accelerator: 'CmdOrCtrl+H',
      click: () => actions.command('show-history'),
    },
  ];
}

function trainingMenu(actions: MenuActions): MenuItemConstructorOptions[] {
  return [
    { id: 'label', label: '&Label Tracks', accelerator: 'CmdOrCtrl+L', click: () => actions.command('label') },
    {
      id: 'undo-label',
      label: '&Undo Last Labelling',
      accelerator: 'CmdOrCtrl+Shift+L',
      click: () => actions.command('undo-label'),
    },
    {
      id: 'show-retrain',
      label: '&Retrain on My Labels…',
      accelerator: 'CmdOrCtrl+R',
      click: () => actions.command('show-retrain'),
    },
    { type: 'separator' },
    { id: 'import-model', label: '&Import Model…', click: () => actions.command('import-model') },
    {
      id: 'show-training',
      label: '&Train From Labelled Folders…',
      accelerator: 'CmdOrCtrl+T',
      click: () => actions.command('show-training'),
    },
  ];
}

function viewMenu(actions: MenuActions): MenuItemConstructorOptions[] {
  const isMac = process.platform === 'darwin';
  return [
    ...(isMac
      ? [
          {
            id: 'show-settings',
            label: 'Settings…',
            accelerator: 'Cmd+,',
            click: () => actions.command('show-settings'),
          },
        ]
      : []),
    { id: 'inspect', label: '&Look Into Track', accelerator: 'CmdOrCtrl+I', click: () => actions.command('inspect') },
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
    {
      id: 'show-shortcuts',
      label: '&Keyboard Shortcuts',
      accelerator: 'F1',
      click: () => actions.command('show-shortcuts'),
    },
    { id: 'show-doctor', label: '&System Check', click: () => actions.command('show-doctor') },
    { id: 'open-logs', label: 'Open &Logs', click: () => actions.openLogs() },
    { type: 'separator' },
    { label: `Version ${app.getVersion()}`, enabled: false },
  ];
}
