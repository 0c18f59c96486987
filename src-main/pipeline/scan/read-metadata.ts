import { AppError, fromFileSystemError } from '../../contract/app-error.ts';
import type { FieldTexts, TrackMetadata } from '../../contract/track.ts';
import { FileWindow } from '../../files/file-window.ts';
import { readTags, shownGenres } from '../../formats/tag-editors.ts';
import type { TagGenres } from '../../formats/tag-format.ts';
import { fileFacts } from './file-facts.ts';
import { cutText } from './cut-text.ts';
import { NO_METADATA } from './no-metadata.ts';
import { durationOf, parseAudio } from './parse-audio.ts';
import { parseTags } from './parse-tags.ts';
import { shortFieldTexts } from './short-field-texts.ts';

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
    .map((genre) => cutText(genre, LONGEST_GENRE_TEXT));
}

/**
 * Reads tags and duration, texts cut to what a table can show; tags that cannot be read count as none.
 * @throws AppError as {@link parseAudio}
 */
export async function readMetadata(path: string): Promise<TrackMetadata> {
  const metadata = await parseAudio(path);
  const tags = await tagsOf(path);
  const known = tags && currentTags(tags);
  if (!metadata) return { ...NO_METADATA, ...known };
  const { common } = metadata;
  return {
    title: cutText(common.title ?? '', LONGEST_TEXT),
    artist: cutText(common.artist ?? '', LONGEST_TEXT),
    album: cutText(common.album ?? '', LONGEST_TEXT),
    genres: splitGenres(common.genre ?? []),
    durationSeconds: durationOf(metadata),
    ...fileFacts(metadata),
    ...known,
  };
}

/** What a file's tags say that writing may change. */
export type CurrentTags = Pick<TrackMetadata, 'genres' | 'fields'>;

function currentTags(tags: readonly TagGenres[]): CurrentTags {
  const fields = tags.flatMap(({ texts }): FieldTexts[] => (texts ? [shortFieldTexts(texts)] : []));
  return { genres: splitGenres(shownGenres(tags)), ...(fields.length > 0 && { fields }) };
}

/** A file's tags, even where its sound is of no use. @throws AppError where it is empty or cannot be read */
export async function readCurrentTags(path: string): Promise<CurrentTags> {
  try {
    const { genres, fields } = await readMetadata(path);
    return { genres, ...(fields && { fields }) };
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'file-protected')) throw error;
    // Nobody can decode it, but its tags lie open.
    const { common } = await parseTags(path, { duration: false, skipCovers: true });
    return { genres: splitGenres(common.genre ?? []) };
  }
}

/**
 * By the readers of the tag writer, so that what is planned and what is written agree; null for kinds that they do not
 * know.
 */
async function tagsOf(path: string): Promise<readonly TagGenres[] | null> {
  return FileWindow.with(path, readTags).catch((error: unknown) => {
    throw fromFileSystemError(error);
  });
}
