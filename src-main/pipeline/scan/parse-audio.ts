import { open, stat } from 'node:fs/promises';
import type { IAudioMetadata } from 'music-metadata';
import { AppError, fromFileSystemError } from '../../contract/app-error.ts';
import { parseTags } from './parse-tags.ts';

/**
 * A file's tags and format with its duration; null where they cannot be read, since the decoder has the last word.
 * @throws AppError where the file is empty, unreadable or copy-protected
 */
export async function parseAudio(path: string): Promise<IAudioMetadata | null> {
  await checkReadable(path);
  const quick = await parse(path, false);
  // Some containers tell their length only at their end.
  const metadata = quick && quick.format.duration === undefined ? ((await parse(path, true)) ?? quick) : quick;
  if (/drms|drmi|enca|encv/i.test(metadata?.format.codec ?? '')) throw new AppError('file-protected');
  return metadata;
}

/** The duration in seconds, if the file tells one that can be. */
export function durationOf(metadata: IAudioMetadata): number | null {
  const { duration } = metadata.format;
  return duration !== undefined && Number.isFinite(duration) && duration > 0 ? duration : null;
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
