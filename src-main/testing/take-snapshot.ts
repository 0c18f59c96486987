import type { Decoder } from '../pipeline/decode/decoder.ts';
import { packetMd5 } from '../pipeline/decode/packet-md5.ts';
import { readMetadata } from '../pipeline/scan/read-metadata.ts';
import { readOtherTags } from '../tags/second-reader.ts';

/** What a test compares before and after a write. */
export interface Snapshot {
  /** MD5 over the audio packets as they are stored. */
  readonly audioMd5: string;
  /** `type/id=value` of every tag but the genre, sorted. */
  readonly tags: readonly string[];
  readonly genres: readonly string[];
}

/** Reads a file's sound and tags by other libraries than those that write, and its genres as the app shows them. */
export async function takeSnapshot(path: string, decoder: Decoder): Promise<Snapshot> {
  const [audioMd5, tags, { genres }] = await Promise.all([
    packetMd5(path, decoder),
    readOtherTags(path),
    readMetadata(path),
  ]);
  return { audioMd5, tags: tags ?? [], genres };
}
