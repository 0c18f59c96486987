import { basename, dirname, extname, join, relative, sep } from 'node:path';
import { displayGenre } from '../../contract/genre-names.ts';
import type { TrackRow } from '../../contract/track.ts';
import { harmless } from '../../contract/harmless-cell.ts';
import { csvCell, quoted } from '../../files/csv.ts';
import { isByteName } from '../../files/fs-path.ts';

/** What lists say of a track besides its path. */
export type ListedTrack = Pick<
  TrackRow,
  | 'fileName'
  | 'folder'
  | 'title'
  | 'artist'
  | 'album'
  | 'currentGenres'
  | 'labels'
  | 'predictedGenre'
  | 'styles'
  | 'confidence'
  | 'durationSeconds'
  | 'status'
>;

/** The first line of a playlist. */
export const PLAYLIST_HEADER = '#EXTM3U\n';
/** The first line of a table. */
export const TABLE_HEADER =
  'path,title,artist,album,current_genres,predicted_genre,confidence,styles,labels,duration,status\n';

const LINE_BREAK = /[\r\n]/;
const LINE_BREAKS = /[\r\n]+/g;

/** Where a track's file is. */
export function pathOfTrack({ folder, fileName }: Pick<ListedTrack, 'folder' | 'fileName'>): string {
  return join(folder, fileName);
}

/**
 * A track's two lines of an extended M3U in UTF-8: whole seconds (-1 where unknown), artist and title; then the path,
 * relative where the file lies in the playlist's folder or below it. Null for a track that a playlist cannot name.
 * @param list the playlist's path
 */
export function playlistEntry(track: ListedTrack, list: string): string | null {
  const path = pathOfTrack(track);
  if (track.status === 'missing' || LINE_BREAK.test(path) || isByteName(path)) return null;
  const seconds = track.durationSeconds === null ? -1 : Math.round(track.durationSeconds);
  const title = track.title || basename(track.fileName, extname(track.fileName));
  const name = (track.artist === '' ? title : `${track.artist} - ${title}`).replace(LINE_BREAKS, ' ');
  return `#EXTINF:${seconds},${name}\n${pathInList(path, list)}\n`;
}

function pathInList(path: string, list: string): string {
  const way = relative(dirname(list), path);
  if (way.split(sep)[0] === '..' || way === path) return path;
  // A line that begins with # is a comment, and one that begins with a space may lose it.
  return /^[#\s]/.test(way) ? `.${sep}${way}` : way;
}

/** A track's line of a table, safe from spreadsheets' formulas; several genres are joined by ;. */
export function tableLine(track: ListedTrack): string {
  const { title, artist, album, currentGenres, predictedGenre, confidence, styles, labels, durationSeconds, status } =
    track;
  const cells = [
    ...[pathOfTrack(track), title, artist, album].map(csvCell),
    joined(currentGenres),
    csvCell(predictedGenre ?? ''),
    confidence === null ? '' : confidence.toFixed(4),
    joined(styles),
    joined(labels),
    durationSeconds === null ? '' : durationSeconds.toFixed(3),
    status,
  ];
  return `${cells.join(',')}\n`;
}

function joined(names: readonly string[]): string {
  return quoted(names.map(harmless).join(';'));
}

/** A track as programs read it. */
export function trackData(track: ListedTrack) {
  const { title, artist, album, currentGenres, predictedGenre, confidence, styles, labels, durationSeconds, status } =
    track;
  return {
    path: pathOfTrack(track),
    ...{ title, artist, album, currentGenres, predictedGenre, confidence, styles, labels, durationSeconds, status },
  };
}

const FORBIDDEN = /[<>:"/\\|?*\p{Cc}]/gu;
/** Windows takes these for devices, whatever follows the dot. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;
const LONGEST_NAME = 100;

/** A text as the name of a file, without extension: what some system forbids in names becomes `_`. */
export function plainFileName(text: string): string {
  const plain = [...text.replace(FORBIDDEN, '_')].slice(0, LONGEST_NAME).join('');
  const trimmed = plain.replace(/^[\s.]+|[\s.]+$/g, '');
  return trimmed === '' || DEVICE.test(trimmed) ? `${trimmed}_` : trimmed;
}

/**
 * Names of files for genres, one each, see {@link plainFileName}; names that differ in case alone are numbered.
 * @returns names without extension, in the order of `genres`
 */
export function playlistNames(genres: readonly string[]): string[] {
  const taken = new Set<string>();
  return genres.map((genre) => {
    const name = plainFileName(displayGenre(genre));
    let unique = name;
    for (let number = 2; taken.has(unique.toLowerCase()); number++) unique = `${name} ${number}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}
