import { disagreesWithTags } from '../../../src-main/contract/genre-meaning.ts';
import { foldText } from '../../../src-main/contract/fold-text.ts';
import {
  endedFolder,
  isWithoutSubfolders,
  LIBRARY_ROOT,
  withoutSubfolders,
} from '../../../src-main/contract/folder-text.ts';
import { parseSearch } from '../../../src-main/contract/parse-search.ts';
import { type SearchTest, UNSURE_BELOW } from '../../../src-main/contract/search-query.ts';
import { isInRange } from '../../../src-main/contract/search-range.ts';
import type { LibraryQuery } from '../../../src-main/contract/library.ts';
import { TRACK_COLUMNS } from '../../../src-main/contract/track-columns.ts';
import type { TrackId, TrackRow } from '../../../src-main/contract/track.ts';
import type { SortKey, TrackGroupKind } from '../../../src-main/contract/values.ts';

/** What every folder of a made-up track begins with. */
const FAKE_ROOT = 'Music/';

/** The tracks that a query finds, in its order. */
export function findTracks(tracks: readonly TrackRow[], { sort, ...filters }: LibraryQuery): TrackId[] {
  const sign = sort.direction === 'ascending' ? 1 : -1;
  return tracks
    .filter((track) => matches(track, filters))
    .map((track) => ({ id: track.id, value: sortValue(track, sort.key) }))
    .sort((a, b) => sign * compare(a.value, b.value) || a.id - b.id)
    .map(({ id }) => id);
}

function matches(track: TrackRow, query: Omit<LibraryQuery, 'sort'>): boolean {
  if (query.genre !== null && ![track.predictedGenre, ...track.styles].includes(query.genre)) return false;
  if (query.label !== null && !(query.label === '' ? track.labels.length === 0 : track.labels.includes(query.label)))
    return false;
  if (query.status !== null && track.status !== query.status) return false;
  if (!isSure(track, query)) return false;
  if (query.folder !== null && !isIn(track, query.folder)) return false;
  if (query.disagreesOnly && !disagrees(track)) return false;
  if (query.group !== null && !groupsOf(track)[query.group.by].includes(query.group.value)) return false;
  return parseSearch(query.text).terms.every(({ test, isExcluded }) => passes(track, test) !== isExcluded);
}

/** Whether a track lies in a folder, as `endedFolder` says. */
function isIn({ folder }: TrackRow, text: string): boolean {
  const path = folderText(folder);
  if (isWithoutSubfolders(text)) return withoutSubfolders(path) === text;
  return path.startsWith(endedFolder(text)) || foldText(path).includes(foldText(text));
}

/** What the library calls a made-up folder. */
export function folderText(folder: string): string {
  return `${LIBRARY_ROOT}${folder.slice(FAKE_ROOT.length)}/`;
}

function isSure({ confidence }: TrackRow, { minConfidence, maxConfidence }: Omit<LibraryQuery, 'sort'>): boolean {
  if (minConfidence === 0 && maxConfidence === 1) return true;
  return confidence !== null && confidence >= minConfidence && confidence <= maxConfidence;
}

function passes(track: TrackRow, test: SearchTest): boolean {
  const { title, artist, album, fileName, currentGenres, labels, styles, predictedGenre, confidence } = track;
  const has = (texts: readonly string[], text: string) => texts.some((each) => foldText(each).includes(foldText(text)));
  if (test.kind === 'text') return has([title, artist, album, fileName, ...styles], test.text);
  if (test.kind === 'range') {
    const value = test.field === 'confidence' ? confidence && confidence * 100 : track[test.field];
    return value !== null && isInRange(value, test.range);
  }
  if (test.kind === 'state')
    return {
      untagged: currentGenres.length === 0,
      labelled: labels.length > 0,
      missing: track.status === 'missing',
      failed: track.status === 'failed',
      unsure: confidence !== null && confidence < UNSURE_BELOW,
    }[test.state];
  if (test.field === 'folder' || test.field === 'path') return isIn(track, test.text);
  const genre = [...currentGenres, ...labels, ...styles, predictedGenre ?? ''];
  const texts = {
    genre,
    label: labels,
    artist: [artist],
    album: [album],
    title: [title],
  };
  return has(texts[test.field], test.text);
}

/** What a made-up track is grouped by. */
export function groupsOf(track: TrackRow): Readonly<Record<TrackGroupKind, readonly string[]>> {
  const { currentGenres, fileName, predictedGenre } = track;
  const agreement = disagrees(track) ? 'disagrees' : 'agrees';
  return {
    format: [fileName.slice(fileName.lastIndexOf('.') + 1)],
    agreement: predictedGenre === null ? [] : [currentGenres.length === 0 ? 'untagged' : agreement],
    album: [String(albumOf(track.id))],
  };
}

/** Ten tracks in turn are an album; the first one stands for it. */
export function albumOf(id: TrackId): TrackId {
  return id - (id % 10);
}

function disagrees({ predictedGenre, currentGenres }: TrackRow): boolean {
  return predictedGenre !== null && disagreesWithTags(predictedGenre, currentGenres);
}

function sortValue(track: TrackRow, key: SortKey): string | number {
  const value = TRACK_COLUMNS.find((column) => column.key === key)?.value(track) ?? '';
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function compare(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
