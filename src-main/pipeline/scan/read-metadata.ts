import { open, stat } from 'node:fs/promises';
import type { IAudioMetadata } from 'music-metadata';
import { AppError, fromFileSystemError } from '../../contract/app-error.ts';
import { parseTags } from './parse-tags.ts';

/** Programs join several genres of one field by semicolons. */
export function splitGenres(genres: readonly string[]): string[] {
  return genres.flatMap((genre) => genre.split(/;|\0/)).map((genre) => genre.trim()).filter((genre) => genre !== '');
}

/** What a file says about itself. */
export interface TrackMetadata {
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly genres: readonly string[];
  readonly durationSeconds: number | null;
}

const EMPTY: TrackMetadata = { title: '', artist: '', album: '', genres: [], durationSeconds: null };

/**
 * Reads tags and duration; tags that cannot be read count as none, since the decoder has the last word.
 * @throws AppError where the file is empty, unreadable or copy-protected
 */
export async function readMetadata(path: string): Promise<TrackMetadata> {
  await checkReadable(path);
  const quick = await parse(path, false);
  // Some containers tell their length only at their end.
  const metadata = quick && quick.format.duration === undefined ? ((await parse(path, true)) ?? quick) : quick;
  if (!metadata) return EMPTY;
  if (/drms|drmi|enca|encv/i.test(`${metadata.format.codec ?? ''}`)) throw new AppError('file-protected');
  const { common, format } = metadata;
  const duration = format.duration;
  return {
    title: common.title ?? '',
    artist: common.artist ?? '',
    album: common.album ?? '',
    genres: splitGenres(common.genre ?? []),
    durationSeconds: duration !== undefined && Number.isFinite(duration) && duration > 0 ? duration : null,
  };
}

async function checkReadable(path: string): Promise<void> {
  try {
    if ((await stat(path)).size === 0) throw new AppError('file-empty');
    await (await open(path, 'r')).close();
  } catch (error) {
    throw fromFileSystemError(error);
  }
}

async function parse(path: string, duration: boolean): Promise<IAudioMetadata | null> {
  return parseTags(path, { duration, skipCovers: true }).catch(() => null);
}
