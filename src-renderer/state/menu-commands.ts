import type { MenuCommand } from '../../src-main/contract/app-state.ts';
import type { Stores } from './stores.svelte.ts';

/** What each command of the native menu does. */
export function menuCommands(stores: Stores): Readonly<Record<MenuCommand, () => void>> {
  const { dialogs, labelling, labels, library, navigation, retrainActions, trackLists, undoing } = stores;
  return {
    'review-selection': () => stores.startReview('selected'),
    'review-all': () => stores.startReview('all'),
    'show-history': () => navigation.showHistory(),
    'show-settings': () => dialogs.show('settings'),
    'show-shortcuts': () => dialogs.show('shortcuts'),
    'show-doctor': () => dialogs.show('doctor'),
    'show-guide': () => dialogs.showHelp('guide'),
    'show-troubleshooting': () => dialogs.showHelp('troubleshooting'),
    'show-command-line': () => dialogs.showHelp('command-line'),
    'show-about': () => dialogs.show('about'),
    'show-folders': () => stores.folders.show(),
    find: () => navigation.focusSearch(),
    'select-all': () => stores.selectAll(),
    'clear-filters': () => void library.clearFilters(),
    undo: () => void undoing.undo(),
    redo: () => void undoing.redo(),
    'analyse-again': () => void stores.analyseAgain(),
    'show-training': () => navigation.showTraining(),
    'export-m3u8': () => void trackLists.save('m3u8'),
    'export-csv': () => void trackLists.save('csv'),
    'export-json': () => void trackLists.save('json'),
    'export-by-genre': () => void trackLists.saveByGenre(),
    'side-bar': () => void stores.navigation.toggleSideBar(),
    inspect: () => navigation.inspectFocused(),
    'show-retrain': () => retrainActions.show(),
    label: () => void labelling.open(),
    'undo-label': () => void labels.undo(),
    'add-network': () => stores.showNetworks(),
    'check-updates': () => stores.updates.checkNow(),
    'show-news': () => void stores.updates.showNews(),
    'import-model': () => void retrainActions.importModel(),
  };
}
