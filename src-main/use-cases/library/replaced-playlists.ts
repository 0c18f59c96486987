import { basename } from 'node:path';
import { texts } from '../../texts/index.ts';
import type { GenrePlaylist } from './write-track-list.ts';

/** More names would not fit into a dialog. */
const NAMES_SHOWN = 3;

/** What is asked before some playlists are replaced. @param playlists those whose files are there already, at least one */
export function replaceQuestion(playlists: readonly GenrePlaylist[]): {
  readonly message: string;
  readonly detail: string;
  readonly action: string;
} {
  const named = playlists.slice(0, NAMES_SHOWN).map(({ file }) => basename(file));
  const more = playlists.length - named.length;
  const { message, detail, action, more: others } = texts.lists.replace;
  const names = named.join(', ') + (more > 0 ? others(more) : '');
  return { message: message(playlists.length), detail: detail({ names }), action };
}
