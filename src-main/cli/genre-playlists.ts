import { realpath } from 'node:fs/promises';
import { AppError } from '../contract/app-error.ts';
import { texts } from '../texts/index.ts';
import { replaceQuestion } from '../use-cases/library/replaced-playlists.ts';
import type { TrackRows } from '../use-cases/library/write-track-list.ts';
import { existingPlaylists, planGenrePlaylists, writeGenrePlaylists } from '../use-cases/library/write-track-list.ts';
import { canAsk, isAgreed } from './ask.ts';
import { EXIT, print, say } from './output.ts';

const words = texts.lists;

/** What playlists by genre are made of. */
export interface GenrePlaylistTask {
  readonly folder: string;
  readonly tracks: TrackRows;
  readonly ids: Int32Array;
  /** Whether playlists are replaced without a question. */
  readonly mayReplace: boolean;
  readonly signal: AbortSignal;
}

/**
 * Writes a playlist for every predicted genre into a folder. Asks first where it would replace any.
 * @returns the exit status
 * @throws AppError folder-not-found, and as `writeGenrePlaylists`
 */
export async function writeByGenre(task: GenrePlaylistTask): Promise<number> {
  const { tracks, ids } = task;
  const folder = await realpath(task.folder).catch(() => {
    throw new AppError('folder-not-found', task.folder);
  });
  const playlists = await planGenrePlaylists(folder, tracks, ids);
  if (playlists.length === 0) {
    say(words.nothing);
    return EXIT.ok;
  }
  const replaced = existingPlaylists(playlists);
  if (replaced.length > 0 && !task.mayReplace) {
    if (!canAsk()) {
      say(words.replace.unasked);
      return EXIT.usage;
    }
    if (!(await isAgreed(words.replace.question(replaceQuestion(replaced)), task.signal))) {
      say(words.replace.declined);
      return EXIT.cancelled;
    }
  }
  const written = await writeGenrePlaylists(playlists, tracks);
  if (written.leftOut > 0) say(words.leftOut(written.leftOut));
  print(words.writtenByGenre({ ...written, lists: playlists.length, place: folder }));
  return EXIT.ok;
}
