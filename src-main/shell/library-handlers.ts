import { shell } from 'electron';
import { texts } from '../texts/index.ts';
import type { AppCore } from '../app/app-core.ts';
import { AppError } from '../contract/app-error.ts';
import type { Handlers, OperationName } from '../contract/operations/index.ts';
import type { Dialogs } from './dialogs.ts';
import { dragOut } from './drag-out.ts';
import type { DroppedPath } from './dropped-path.ts';
import type { Gestures } from './gestures.ts';
import { openKnown } from './gone-folder.ts';

/** The operations of opening folders, scanning them and looking at their tracks. */
export function createLibraryHandlers(
  core: AppCore,
  dialogs: Dialogs,
  dropped: DroppedPath,
  gestures: Gestures,
): Pick<Handlers, Extract<OperationName, `library.${string}` | `scan.${string}`>> {
  const { stores, controllers, reader } = core;
  return {
    ...createFolderHandlers(core, dialogs, dropped),
    'library.query': (query) => reader.query(query),
    'library.summary': () => reader.summary(),
    'library.foldersIn': ({ folder }) => reader.foldersIn(folder),
    'library.playlists': () => reader.playlists(),
    'library.playlistTracks': ({ number }) => reader.playlistTracks(number),
    'library.takeNamed': () => core.opening.takeNamed(),
    'library.rows': ({ ids }) => stores.tracks.rows([...ids]),
    'library.related': ({ id, by }) => reader.related(id, by),
    'library.detail': ({ id }) => {
      const detail = stores.tracks.detail(id);
      // Who looks at a track may look into it next.
      controllers.inspection.prepare(id);
      return detail;
    },
    'library.neighbours': (request) => reader.neighbours(request),
    'library.genreProfile': ({ genre }) => reader.genreProfile(genre),
    ...createMissingHandlers(core, dialogs),
    'library.reveal': ({ id }) => {
      shell.showItemInFolder(stores.tracks.pathOf(id));
      return null;
    },
    'library.dragOut': ({ ids }) => dragOut(dialogs.window, stores.tracks.filesOf([...ids]), gestures),
    'scan.start': async ({ again }) => {
      await core.rescan(again);
      return null;
    },
    'scan.prefer': ({ ids }) => {
      controllers.scan.prefer(stores.tracks.pathsOf([...ids]));
      return null;
    },
    'scan.cancel': () => {
      controllers.scan.cancel();
      return null;
    },
  };
}

/** Opening folders, and the folders of the open library. */
function createFolderHandlers(
  core: AppCore,
  dialogs: Dialogs,
  dropped: DroppedPath,
): Pick<Handlers, Extract<OperationName, `library.open${string}` | `library.${string}Folder` | 'library.folders'>> {
  return {
    'library.openFolder': () => chooseMusicFolder(core, dialogs),
    'library.openDropped': () => core.openFolder(dropped.take()),
    'library.openRecent': ({ index }) => openRecentFolder(core, index),
    'library.folders': () => core.folders(),
    'library.addFolder': async () => {
      const folder = await dialogs.chooseFolder(texts.dialogs.addFolder);
      return folder === null ? core.folders() : core.addFolder(folder);
    },
    'library.removeFolder': ({ index }) => core.removeFolder(index),
  };
}

/** What can be done about tracks whose files are gone. */
function createMissingHandlers(
  core: AppCore,
  dialogs: Dialogs,
): Pick<Handlers, 'library.removeMissing' | 'library.findMissing'> {
  return {
    'library.removeMissing': ({ selection }) => core.removeMissing(selection),
    'library.findMissing': async () => {
      const folder = await dialogs.chooseFolder(texts.dialogs.findMissing);
      return folder === null ? null : core.findMissing(folder);
    },
  };
}

/** Opens a recent folder, or offers to find it. @returns null where it is not there @throws AppError as `openFolder` */
export async function openRecentFolder(core: AppCore, index: number): Promise<string | null> {
  const folder = core.settings.current.recentFolders[index];
  if (folder === undefined) throw new AppError('request-invalid', 'There is no such recent folder.');
  return openKnown(core, { folder, open: (path) => core.openFolder(path) });
}

/** Shows the folder dialog and opens what was chosen. @returns null where nothing was @throws AppError as `openFolder` */
export async function chooseMusicFolder(core: AppCore, dialogs: Dialogs): Promise<string | null> {
  const folder = await dialogs.chooseFolder(texts.dialogs.openFolder);
  return folder === null ? null : core.openFolder(folder);
}
