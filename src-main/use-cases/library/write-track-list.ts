import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { TrackRow } from '../../contract/track.ts';
import type { TrackListFormat, WrittenTrackList } from '../../contract/track-lists.ts';
import { fsPath } from '../../files/fs-path.ts';
import { checkOutput, writeOutput } from '../../files/output-file.ts';
import type { TrackStore } from '../../library/track-store.ts';
import {
  PLAYLIST_HEADER,
  playlistEntry,
  playlistNames,
  TABLE_HEADER,
  tableLine,
  trackData,
} from './track-list-text.ts';

/** About ten milliseconds of work. */
const ROWS_AT_ONCE = 300;

/** Where the rows of tracks come from. */
export type TrackRows = Pick<TrackStore, 'rows'>;

/** Rows of tracks in the order of their ids, some at a time. */
export async function* rowsOf(tracks: TrackRows, ids: Int32Array): AsyncGenerator<TrackRow> {
  for (let start = 0; start < ids.length; start += ROWS_AT_ONCE) {
    await setImmediate();
    yield* tracks.rows([...ids.subarray(start, start + ROWS_AT_ONCE)]);
  }
}

/**
 * Writes tracks as a playlist, a table or data, whole or not at all. A file of another kind is never replaced.
 * @throws AppError output-refused, and as {@link writeOutput}
 */
export async function writeTrackList(
  file: string,
  format: TrackListFormat,
  rows: AsyncIterable<TrackRow>,
): Promise<WrittenTrackList> {
  const written = { tracks: 0, leftOut: 0 };
  await writeOutput(file, format, [], pieces(file, format, rows, written));
  return written;
}

async function* pieces(
  file: string,
  format: TrackListFormat,
  rows: AsyncIterable<TrackRow>,
  written: { tracks: number; leftOut: number },
): AsyncGenerator<string> {
  yield { m3u8: PLAYLIST_HEADER, csv: TABLE_HEADER, json: '[' }[format];
  for await (const row of rows) {
    const piece = pieceOf(file, format, row);
    if (piece === null) {
      written.leftOut += 1;
      continue;
    }
    yield format === 'json' && written.tracks > 0 ? `,${piece}` : piece;
    written.tracks += 1;
  }
  if (format === 'json') yield '\n]\n';
}

function pieceOf(file: string, format: TrackListFormat, row: TrackRow): string | null {
  if (format === 'm3u8') return playlistEntry(row, file);
  return format === 'csv' ? tableLine(row) : `\n${JSON.stringify(trackData(row))}`;
}

/** A playlist of the tracks for which one genre is predicted. */
export interface GenrePlaylist {
  readonly file: string;
  readonly ids: Int32Array;
}

/** One playlist for each predicted genre in a folder, by genre. Nothing is written. */
export async function planGenrePlaylists(
  folder: string,
  tracks: TrackRows,
  ids: Int32Array,
): Promise<readonly GenrePlaylist[]> {
  const byGenre = new Map<string, number[]>();
  for await (const { id, predictedGenre } of rowsOf(tracks, ids)) {
    if (predictedGenre === null) continue;
    const listed = byGenre.get(predictedGenre);
    if (listed) listed.push(id);
    else byGenre.set(predictedGenre, [id]);
  }
  const genres = [...byGenre.keys()].sort();
  const names = playlistNames(genres);
  return genres.map((genre, index) => ({
    file: join(folder, `${names[index] ?? ''}.m3u8`),
    ids: Int32Array.from(byGenre.get(genre) ?? []),
  }));
}

/** Those of some playlists whose files are there already. */
export function existingPlaylists(playlists: readonly GenrePlaylist[]): readonly GenrePlaylist[] {
  return playlists.filter(({ file }) => existsSync(fsPath(file)));
}

/** Writes playlists, see {@link planGenrePlaylists}; none where one of them is refused. @throws AppError as {@link writeTrackList} */
export async function writeGenrePlaylists(
  playlists: readonly GenrePlaylist[],
  tracks: TrackRows,
): Promise<WrittenTrackList> {
  for (const { file } of playlists) await checkOutput(file, 'm3u8', []);
  const total = { tracks: 0, leftOut: 0 };
  for (const { file, ids } of playlists) {
    const written = await writeTrackList(file, 'm3u8', rowsOf(tracks, ids));
    total.tracks += written.tracks;
    total.leftOut += written.leftOut;
  }
  return total;
}
