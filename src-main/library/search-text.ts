import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { foldText } from '../contract/fold-text.ts';
import type { TrackMetadata } from '../contract/track.ts';

/** What a track's search text holds, in this order; a control character of the same number stands before each. */
const PARTS = ['title', 'artist', 'album', 'file', 'folder'] as const;
/** See {@link PARTS}. */
export type SearchTextPart = (typeof PARTS)[number];

/** What of a track's row its search text is made of, besides its path. */
export const searchedNamesRow = z.object({ title: z.string(), artist: z.string(), album: z.string() });

const MARKS = PARTS.map((_, index) => String.fromCharCode(index + 1));
const UNKNOWN = { title: '', artist: '', album: '' };

/**
 * What searches look through: texts folded as searches are, each behind its mark. Folded texts have no control
 * characters, so that nothing is found across two of them.
 * @param metadata null of a file that has not been read
 */
export function searchText(path: string, metadata: Pick<TrackMetadata, 'title' | 'artist' | 'album'> | null): string {
  const { title, artist, album } = metadata ?? UNKNOWN;
  const texts = [title, artist, album, basename(path), basename(dirname(path))];
  return texts.map((text, index) => `${MARKS[index] ?? ''}${foldText(text)}`).join('');
}

/** The SQL expression of one part of a row's search text; empty where the text is from before there were parts. */
export function searchTextPart(part: Exclude<SearchTextPart, 'folder'>): string {
  const number = PARTS.indexOf(part) + 1;
  const [start, end] = [number, number + 1].map((mark) => `instr(search_text, char(${mark}))`);
  return `substr(search_text, ${start}, ${end} - ${start})`;
}
