import { AppError } from '../../contract/app-error.ts';
import type { Decoder } from './decoder.ts';
import { fileInput, QUIET_START } from './ffmpeg-arguments.ts';

/**
 * MD5 over the audio packets as they are stored: the same whatever the tags say.
 * @throws AppError file-corrupt, and what the decoder says
 */
export function packetMd5(path: string, decoder: Decoder): Promise<string> {
  return digestOf(path, { codec: 'copy', hash: 'md5' }, decoder);
}

/**
 * The same by MurmurHash3, which costs a third: for comparing two files that nobody made to deceive.
 * @throws as {@link packetMd5}
 */
export function packetDigest(path: string, decoder: Decoder): Promise<string> {
  return digestOf(path, { codec: 'copy', hash: 'murmur3' }, decoder);
}

/** A digest over the first decoded samples. @throws as {@link packetMd5} */
export function startDigest(path: string, decoder: Decoder): Promise<string> {
  return digestOf(path, { codec: 'pcm_s32le', hash: 'murmur3', frames: 3 }, decoder);
}

interface DigestOptions {
  readonly codec: 'copy' | 'pcm_s32le';
  readonly hash: 'md5' | 'murmur3';
  /** How many of the decoder's frames count; all where it is not said. */
  readonly frames?: number;
}

async function digestOf(path: string, { codec, hash, frames }: DigestOptions, decoder: Decoder): Promise<string> {
  const input = [...QUIET_START, ...fileInput(path)];
  const limit = frames === undefined ? [] : ['-frames:a', String(frames)];
  const output = (
    await decoder.run([...input, '-map', '0:a', '-c:a', codec, ...limit, '-hash', hash, '-f', 'hash', 'pipe:1'])
  )
    .toString('latin1')
    .trim();
  if (!/^\w+=[0-9a-f]{32}$/.test(output)) throw new AppError('file-corrupt', 'The audio packets cannot be read.');
  return output;
}
