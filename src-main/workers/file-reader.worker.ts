import { serve } from '../channel/server.ts';
import { parentThreadPort } from '../channel/thread-ports.ts';
import { fileReaderProtocol } from '../pipeline/scan/file-reader-protocol.ts';
import { readAudioFormat } from '../pipeline/scan/read-audio-format.ts';
import { readCurrentGenres, readMetadata } from '../pipeline/scan/read-metadata.ts';

serve(parentThreadPort(), fileReaderProtocol, {
  metadata: ({ path }) => readMetadata(path),
  format: ({ path }) => readAudioFormat(path),
  genres: ({ path }) => readCurrentGenres(path),
});
