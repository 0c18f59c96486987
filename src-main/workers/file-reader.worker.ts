import { getHeapStatistics } from 'node:v8';
import type { HandlerContext } from '../channel/server.ts';
import { serve } from '../channel/server.ts';
import { parentThreadPort } from '../channel/thread-ports.ts';
import type { FileReaderProtocol } from '../pipeline/scan/file-reader-protocol.ts';
import { fileReaderProtocol } from '../pipeline/scan/file-reader-protocol.ts';
import { audioDigest } from '../pipeline/scan/audio-digest.ts';
import { coverKey } from '../pipeline/scan/cover-key.ts';
import { readAudioFormat } from '../pipeline/scan/read-audio-format.ts';
import { readCover } from '../pipeline/scan/read-cover.ts';
import { readCurrentTags, readMetadata } from '../pipeline/scan/read-metadata.ts';

/** A reader that has parsed many files of music keeps about 20 MB. */
const LARGE_HEAP_BYTES = 40 * 1024 * 1024;

/** Reads, and tells where that took a large heap, before it answers. */
async function tellingGrowth<Result>(
  read: Promise<Result>,
  { emit }: HandlerContext<FileReaderProtocol>,
): Promise<Result> {
  try {
    return await read;
  } finally {
    const { total_heap_size: heapBytes } = getHeapStatistics();
    if (heapBytes > LARGE_HEAP_BYTES) emit('grown', { heapBytes });
  }
}

serve(parentThreadPort(), fileReaderProtocol, {
  metadata: ({ path }, context) => tellingGrowth(readMetadata(path), context),
  format: ({ path }, context) => tellingGrowth(readAudioFormat(path), context),
  cover: ({ path }, context) => tellingGrowth(readCover(path), context),
  coverKey: ({ path }) => coverKey(path),
  audioDigest: ({ path }, context) => tellingGrowth(audioDigest(path), context),
  tags: ({ path }, context) => tellingGrowth(readCurrentTags(path), context),
});
