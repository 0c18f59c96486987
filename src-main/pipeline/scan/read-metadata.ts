import { AppError, fromFileSystemError } from '../../contract/app-error.ts';
import type { TrackMetadata } from '../../contract/track.ts';
import { FileWindow } from '../../files/file-window.ts';
import { readGenres } from '../../formats/tag-editors.ts';
import { fileFacts } from './file-facts.ts';
import { NO_METADATA } from './no-metadata.ts';
import { durationOf, parseAudio } from './parse-audio.ts';
import { parseTags } from './parse-tags.ts';

/** Of a title, an artist and an album. */
const LONGEST_TEXT = 1_000;
const LONGEST_GENRE_TEXT = 200;
const MOST_GENRES = 100;

/** Programs join several genres of one field by semicolons and spaces; a semicolon alone is part of a name. */
function splitGenres(genres: readonly string[]): string[] {
  return genres
    .flatMap((genre) => genre.split(/;\s+|\0/))
    .map((genre) => genre.trim())
    .filter((genre) => genre !== '')
    .slice(0, MOST_GENRES)
    .map((genre) => cut(genre, LONGEST_GENRE_TEXT));
}

/**
 * Reads tags and duration, texts cut to what a table can show; tags that cannot be read count as none.
 * @throws AppError as {@link parseAudio}
 */
export async function readMetadata(path: string): Promise<TrackMetadata> {
  const metadata = await parseAudio(path);
  if (!metadata) return { ...NO_METADATA, genres: splitGenres((await genresOf(path)) ?? []) };
  const { common } = metadata;
  return {
    title: cut(common.title ?? '', LONGEST_TEXT),
    artist: cut(common.artist ?? '', LONGEST_TEXT),
    album: cut(common.album ?? '', LONGEST_TEXT),
    genres: splitGenres((await genresOf(path)) ?? common.genre ?? []),
    durationSeconds: durationOf(metadata),
    ...fileFacts(metadata),
  };
}

/** A file's genres, even where its sound is of no use. @throws AppError where it is empty or cannot be read */
export async function readCurrentGenres(path: string): Promise<readonly string[]> {
  try {
    return (await readMetadata(path)).genres;
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'file-protected')) throw error;
    // Nobody can decode it, but its tags lie open.
    const { common } = await parseTags(path, { duration: false, skipCovers: true });
    return splitGenres(common.genre ?? []);
  }
}

/** The beginning of a text, in whole characters. @param longest in UTF-16 units */
function cut(text: string, longest: number): string {
  // A part of a long text would keep all of it in memory.
  return text.length <= longest
    ? text
    : Buffer.from(text.slice(0, longest))
        .toString()
        .replace(/\uFFFD$/, '');
}

/**
 * By the readers of the tag writer, so that what is planned and what is written agree; null for kinds that they do not
 * know.
 */
async function genresOf(path: string): Promise<readonly string[] | null> {
  return FileWindow.with(path, readGenres).catch((error: unknown) => {
    throw fromFileSystemError(error);
  });
}
