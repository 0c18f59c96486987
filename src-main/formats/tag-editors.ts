import { AppError } from '../contract/app-error.ts';
import type { ByteSource } from './byte-source.ts';
import { detectFormat } from './detect-format.ts';
import type { TagEditor, TagGenres } from './tag-format.ts';
import { editorOf } from './written-formats.ts';

/**
 * The editor for a file, by its bytes; null where they are of no known kind.
 * @throws AppError tags-unsupported for a known kind whose tags are only read
 */
export async function findEditor(source: ByteSource): Promise<TagEditor | null> {
  const { written, readOnly } = await detectFormat(source);
  if (readOnly !== null) throw new AppError('tags-unsupported', `Tags of ${readOnly} files are read, but not written.`);
  return written === null ? null : editorOf(written);
}

/**
 * What a file's tags tell; null where they are of no known kind, or cannot be read.
 * @throws what the file system says
 */
export async function readTags(source: ByteSource): Promise<readonly TagGenres[] | null> {
  try {
    const editor = await findEditor(source);
    return editor ? await editor.readGenres(source) : null;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** The genres of {@link readTags} that most players show. @throws what the file system says */
export async function readGenres(source: ByteSource): Promise<readonly string[] | null> {
  const tags = await readTags(source);
  return tags && shownGenres(tags);
}

/** The genres that most players show: those of the first tag that has any. */
export function shownGenres(tags: readonly { readonly genres: readonly string[] }[]): readonly string[] {
  return tags.find(({ genres }) => genres.length > 0)?.genres ?? [];
}
