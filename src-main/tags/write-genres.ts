import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../contract/app-error.ts';
import type { TagFormat } from './detect-format.ts';
import { detectFormat } from './detect-format.ts';
import { AIFF, editChunks, WAV } from './formats/chunks.ts';
import { editFlac } from './formats/flac.ts';
import type { TagEdit } from './formats/mp3.ts';
import { editMp3 } from './formats/mp3.ts';
import type { ByteSource } from './formats/segments.ts';
import { openSource, writeSegments } from './formats/segments.ts';
import { editWithTaglib } from './formats/taglib.ts';

const EDITORS: Readonly<Record<TagFormat, (source: ByteSource, genres: readonly string[]) => Promise<TagEdit>>> = {
  mp3: editMp3,
  flac: editFlac,
  wav: (source, genres) => editChunks(source, genres, WAV),
  aiff: (source, genres) => editChunks(source, genres, AIFF),
  ogg: editInMemory,
  mp4: editInMemory,
  wma: editInMemory,
};

async function editInMemory(source: ByteSource, genres: readonly string[]): Promise<TagEdit> {
  const bytes = await editWithTaglib(await source.read(0, source.size), genres);
  return { segments: [{ kind: 'bytes', bytes }], addedFields: [] };
}

/**
 * Writes `original` with other genres into `copy`. The original is only read.
 * @returns the tag fields that were added beside the genre
 * @throws AppError tags-unsupported
 */
export async function writeGenres(original: FileHandle, copy: FileHandle, genres: readonly string[]): Promise<readonly string[]> {
  const source = await openSource(original);
  const format = await detectFormat(source);
  if (!format) throw new AppError('tags-unsupported', 'This kind of file has no tags that could be written safely.');
  const { segments, addedFields } = await EDITORS[format](source, genres);
  await writeSegments(source, segments, copy);
  return addedFields;
}
