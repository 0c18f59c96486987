import { open, stat } from 'node:fs/promises';
import type { IAudioMetadata } from 'music-metadata';
import { fsPath } from '../../files/fs-path.ts';
import { AppError, fromFileSystemError } from '../../contract/app-error.ts';
import type { SoundLength } from './lengths/sound-length.ts';
import { soundLength } from './lengths/sound-length.ts';
import { parseTags } from './parse-tags.ts';

/**
 * A file's tags and format with its duration; null where they cannot be read, since the decoder has the last word.
 * @throws AppError where the file is empty, unreadable or copy-protected
 */
export async function parseAudio(path: string): Promise<IAudioMetadata | null> {
  await checkReadable(path);
  const quick = await parse(path, false);
  const length = await soundLength(path, quick?.format.container).catch(() => null);
  const metadata = length ? withLength(quick ?? WITHOUT_TAGS, length) : await withDuration(path, quick);
  if (/drms|drmi|enca|encv/i.test(metadata?.format.codec ?? '')) throw new AppError('file-protected');
  return metadata;
}

const WITHOUT_TAGS: IAudioMetadata = {
  format: { trackInfo: [], tagTypes: [] },
  native: {},
  quality: { warnings: [] },
  common: { track: { no: null, of: null }, disk: { no: null, of: null }, movementIndex: { no: null, of: null } },
};

function withLength(metadata: IAudioMetadata, { durationSeconds, sampleRate, channels }: SoundLength): IAudioMetadata {
  const format = {
    ...metadata.format,
    duration: durationSeconds,
    ...(sampleRate && { sampleRate }),
    ...(channels && { numberOfChannels: channels }),
  };
  return { ...metadata, format };
}

/** Some containers tell their length only at their end. */
async function withDuration(path: string, quick: IAudioMetadata | null): Promise<IAudioMetadata | null> {
  return quick && quick.format.duration === undefined ? ((await parse(path, true)) ?? quick) : quick;
}

/** A quarter of a year: what tells more is damaged. */
const LONGEST_SECONDS = 8e6;

/** The duration in seconds, if the file tells one that can be. */
export function durationOf(metadata: IAudioMetadata): number | null {
  const { duration } = metadata.format;
  return duration !== undefined && duration > 0 && duration <= LONGEST_SECONDS ? duration : null;
}

async function checkReadable(path: string): Promise<void> {
  try {
    const stats = await stat(fsPath(path));
    // Opening a pipe waits for whoever writes into it; devices may never end.
    if (!stats.isFile()) throw new AppError('file-not-audio', 'It is a pipe, a socket or a device.');
    if (stats.size === 0) throw new AppError('file-empty');
    await (await open(fsPath(path), 'r')).close();
  } catch (error) {
    throw fromFileSystemError(error);
  }
}

async function parse(path: string, duration: boolean): Promise<IAudioMetadata | null> {
  return parseTags(path, { duration, skipCovers: true }).catch(() => null);
}
