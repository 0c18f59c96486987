import { audioDigest } from '../pipeline/scan/audio-digest.ts';
import { coverKey } from '../pipeline/scan/cover-key.ts';
import type { FileReader } from '../pipeline/scan/file-reader.ts';
import { readAudioFormat } from '../pipeline/scan/read-audio-format.ts';
import { readCover } from '../pipeline/scan/read-cover.ts';
import { readCurrentTags, readMetadata } from '../pipeline/scan/read-metadata.ts';

/** Reads in this very thread, for files that tests made. */
export const directFileReader: FileReader = {
  metadata: (path) => readMetadata(path),
  format: (path) => readAudioFormat(path),
  tags: (path) => readCurrentTags(path),
  cover: (path) => readCover(path),
  coverKey: (path) => coverKey(path),
  audioDigest: (path) => audioDigest(path),
  close: () => undefined,
};
