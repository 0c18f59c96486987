import type { GenreSeparator } from '../contract/values.ts';
import { id3v1Holds } from '../formats/id3v1.ts';
import { holdsGenres } from '../formats/id3-genre-text.ts';
import { bytesSource } from '../formats/byte-source.ts';
import type { TagEditor, TagGenres } from '../formats/tag-format.ts';
import { AppError } from '../contract/app-error.ts';
import type { EditedFile } from './edited-file.ts';
import { editFile } from './edited-file.ts';

/** Genres that are easily read as something else, and lists of them. */
const TRICKY_GENRES: readonly (readonly string[])[] = [
  ['Pop'],
  ['Pop (Korean)'],
  ['80'],
  ['(17)'],
  ['RX'],
  ['(RX)'],
  ['Rock;Pop'],
  ['Жанр'],
  ['R&B/Soul'],
  ['Musique concrète'],
  ['80', 'RX'],
  ['(17)', 'Pop'],
  ['Жанр', 'A, B', '7'],
  ['((', ')'],
];

const SEPARATORS: readonly GenreSeparator[] = ['standard', 'frames', 'nul', 'slash', 'semicolon', 'comma'];

/** Throws where a tag does not say exactly these genres. */
function requireGenres(tags: readonly TagGenres[], genres: readonly string[]): void {
  for (const { tag, genres: values } of tags) {
    const holds = tag === 'ID3v1' ? id3v1Holds(values, genres) : holdsGenres(values, genres);
    if (!holds) throw new Error(`${tag} says ${JSON.stringify(values)}, not ${JSON.stringify(genres)}.`);
  }
}

/**
 * Tries every tricky genre and every separator on a file, a second edit of each, and taking the genre out.
 * @returns the file with the last of the genres
 * @throws Error where a tag tells something else, something else has changed or a second edit changes more
 */
export async function tryGenres(editor: TagEditor, bytes: Uint8Array): Promise<EditedFile> {
  let last: EditedFile | null = null;
  for (const genres of TRICKY_GENRES) {
    for (const separator of genres.length > 1 ? SEPARATORS : SEPARATORS.slice(0, 1)) {
      last = await editFile(editor, bytes, genres, { separator });
      requireGenres(last.after.tags, genres);
      if (last.after.tags.length === 0) throw new Error('The file has no tag.');
      const again = await editFile(editor, last.bytes, genres, { separator });
      if (Buffer.compare(again.bytes, last.bytes) !== 0) throw new Error(`Writing ${genres.join()} twice differs.`);
    }
    const without = await editFile(editor, (last as EditedFile).bytes, []);
    requireGenres(without.after.tags, []);
  }
  return last as EditedFile;
}

/** What an editor does with a file: whether it refuses it. @throws any error that is not its own */
export async function isRefused(editor: TagEditor, bytes: Uint8Array): Promise<boolean> {
  try {
    await editor.edit(bytesSource(bytes), ['Pop'], { separator: 'standard' });
    await editor.read(bytesSource(bytes));
    return false;
  } catch (error) {
    if (error instanceof AppError && error.code === 'tags-unsupported') return true;
    throw error;
  }
}
