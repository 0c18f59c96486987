import { join } from 'node:path';
import { app } from 'electron';
import { texts } from '../texts/index.ts';
import type { AppCore } from '../app/app-core.ts';
import type { Handlers, RequestOf } from '../contract/operations/index.ts';
import type { SavedTrackLists } from '../contract/track-lists.ts';
import { replaceQuestion } from '../use-cases/library/replaced-playlists.ts';
import { plainFileName } from '../use-cases/library/track-list-text.ts';
import {
  existingPlaylists,
  planGenrePlaylists,
  rowsOf,
  writeGenrePlaylists,
  writeTrackList,
} from '../use-cases/library/write-track-list.ts';
import type { Dialogs } from './dialogs.ts';

const words = texts.lists;

/** Tracks as playlists and tables; the page never names a path. */
export function createTrackListHandlers(
  core: AppCore,
  dialogs: Dialogs,
): Pick<Handlers, 'lists.save' | 'lists.saveByGenre'> {
  return {
    'lists.save': (request) => save(core, dialogs, request),
    'lists.saveByGenre': ({ ids }) => saveByGenre(core, dialogs, ids),
  };
}

async function save(
  { stores, folder }: AppCore,
  dialogs: Dialogs,
  { format, ids, name }: RequestOf<'lists.save'>,
): Promise<SavedTrackLists | null> {
  // Beside the music its paths can be relative.
  const proposed = format === 'm3u8' ? folder.require() : app.getPath('documents');
  const file = await dialogs.chooseOutput({
    title: words.save[format],
    defaultPath: join(proposed, `${name === null ? words.fileName : plainFileName(name)}.${format}`),
    filters: [{ name: texts.dialogs.fileTypes[format], extensions: [format] }],
  });
  if (file === null) return null;
  return { ...(await writeTrackList(file, format, rowsOf(stores.tracks, ids))), lists: 1, place: file };
}

async function saveByGenre(
  { stores: { tracks } }: AppCore,
  dialogs: Dialogs,
  ids: Int32Array,
): Promise<SavedTrackLists | null> {
  const folder = await dialogs.chooseFolder(words.chooseFolder);
  if (folder === null) return null;
  const playlists = await planGenrePlaylists(folder, tracks, ids);
  const replaced = existingPlaylists(playlists);
  if (replaced.length > 0 && !(await dialogs.confirm(replaceQuestion(replaced)))) return null;
  return { ...(await writeGenrePlaylists(playlists, tracks)), lists: playlists.length, place: folder };
}
