import { toErrorData } from '../contract/app-error.ts';
import type { Decoder } from '../pipeline/decode/decoder.ts';
import { packetDigest, startDigest } from '../pipeline/decode/packet-md5.ts';

/** Compares sound as FFmpeg finds it, whatever the tags say. */
export interface SoundComparison {
  /** @throws AppError file-corrupt where there is no sound, and what the decoder says */
  requireSound(path: string): Promise<void>;
  /**
   * Whether a file and its copy have the same sound, or both none that can be found.
   * @param hasTagsAround whether tags may stand in front of the sound and behind it: FFmpeg takes those behind for
   *   sound where the sound was cut off, and those around a FLAC for packets. What begins to be heard must be the same
   *   then; that all bytes of the sound are, the caller has seen.
   * @throws AppError decoder-missing and the like
   */
  isSame(path: string, copy: string, hasTagsAround: boolean): Promise<boolean>;
}

/** Failures that are not the file's. */
const DECODERS_OWN: ReadonlySet<string> = new Set(['decoder-missing', 'decode-timeout', 'cancelled']);

type Digest = (path: string, decoder: Decoder) => Promise<string>;

/** Comparison by a decoder. */
export function createSoundComparison(decoder: Decoder): SoundComparison {
  const digestOrNull = (digest: Digest, path: string): Promise<string | null> =>
    digest(path, decoder).catch((error: unknown) => {
      if (DECODERS_OWN.has(toErrorData(error).code)) throw error;
      return null;
    });
  const pairOf = (digest: Digest, paths: readonly [string, string]) =>
    Promise.all(paths.map((path) => digestOrNull(digest, path)));
  return {
    async requireSound(path) {
      await packetDigest(path, decoder);
    },
    async isSame(path, copy, hasTagsAround) {
      const [before, after] = await pairOf(packetDigest, [path, copy]);
      // Where FFmpeg found none before, the bytes alone are compared, which the caller does.
      if (before === null || before === after) return true;
      if (!hasTagsAround) return false;
      const [heardBefore, heardAfter] = await pairOf(startDigest, [path, copy]);
      return heardBefore !== null && heardBefore === heardAfter;
    },
  };
}
