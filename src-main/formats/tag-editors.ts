import { AppError } from '../contract/app-error.ts';
import { asfEditor } from './asf.ts';
import type { ByteSource } from './byte-source.ts';
import { chunkEditor } from './chunks.ts';
import { detectFormat } from './detect-format.ts';
import { dsfEditor } from './dsf.ts';
import { flacEditor } from './flac.ts';
import { apeFamilyEditor, mpegAudioEditor } from './mpeg-audio.ts';
import { mp4Editor } from './mp4.ts';
import { oggEditor } from './ogg.ts';
import type { TagEditor, TagFormat } from './tag-format.ts';

const EDITORS: Readonly<Record<TagFormat, TagEditor>> = {
  mp3: mpegAudioEditor,
  aac: mpegAudioEditor,
  flac: flacEditor,
  ogg: oggEditor,
  mp4: mp4Editor,
  wav: chunkEditor,
  aiff: chunkEditor,
  wma: asfEditor,
  ape: apeFamilyEditor,
  dsf: dsfEditor,
};

/**
 * The editor for a file, by its bytes; null where they are of no known kind.
 * @throws AppError tags-unsupported for a known kind whose tags are only read
 */
export async function findEditor(source: ByteSource): Promise<TagEditor | null> {
  const { written, readOnly } = await detectFormat(source);
  if (readOnly !== null) throw new AppError('tags-unsupported', `Tags of ${readOnly} files are read, but not written.`);
  return written === null ? null : EDITORS[written];
}

/**
 * The genres that a file's tags tell; null where they are of no known kind, or cannot be read.
 * @throws what the file system says
 */
export async function readGenres(source: ByteSource): Promise<readonly string[] | null> {
  try {
    const editor = await findEditor(source);
    return editor ? shownGenres(await editor.readGenres(source)) : null;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** The genres that most players show: those of the first tag that has any. */
export function shownGenres(tags: readonly { readonly genres: readonly string[] }[]): readonly string[] {
  return tags.find(({ genres }) => genres.length > 0)?.genres ?? [];
}
