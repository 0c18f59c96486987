import { open } from 'node:fs/promises';
import { fromFileSystemError } from '../../contract/app-error.ts';
import type { TrackMetadata } from '../../contract/track.ts';
import { fsPath } from '../../files/fs-path.ts';
import { openSource } from '../../formats/byte-source.ts';
import { readGenres } from '../../formats/tag-editors.ts';
import { durationOf, parseAudio } from './parse-audio.ts';

/** Programs join several genres of one field by semicolons and spaces; a semicolon alone is part of a name. */
export function splitGenres(genres: readonly string[]): string[] {
  return genres
    .flatMap((genre) => genre.split(/;\s+|\0/))
    .map((genre) => genre.trim())
    .filter((genre) => genre !== '');
}

/** Of a file that says nothing about itself. */
export const NO_METADATA: TrackMetadata = { title: '', artist: '', album: '', genres: [], durationSeconds: null };

/** Reads tags and duration; tags that cannot be read count as none. @throws AppError as {@link parseAudio} */
export async function readMetadata(path: string): Promise<TrackMetadata> {
  const metadata = await parseAudio(path);
  if (!metadata) return { ...NO_METADATA, genres: splitGenres((await genresOf(path)) ?? []) };
  const { common } = metadata;
  return {
    title: common.title ?? '',
    artist: common.artist ?? '',
    album: common.album ?? '',
    genres: splitGenres((await genresOf(path)) ?? common.genre ?? []),
    durationSeconds: durationOf(metadata),
  };
}

/**
 * By the readers of the tag writer, so that what is planned and what is written agree; null for kinds that they do not
 * know.
 */
async function genresOf(path: string): Promise<readonly string[] | null> {
  const handle = await open(fsPath(path), 'r').catch((error: unknown) => {
    throw fromFileSystemError(error);
  });
  try {
    return await readGenres(await openSource(handle));
  } finally {
    await handle.close();
  }
}
