import { AppError } from '../../contract/app-error.ts';
import { mixChannels } from './channel-mix.ts';
import type { Decoder } from './decoder.ts';
import { decodeArguments } from './ffmpeg-arguments.ts';
import { createSampleReader } from './sample-reader.ts';
import { soundStream } from './sound-stream.ts';
import { withKnownLayout } from './unknown-layout.ts';

/** Runs FFmpeg and yields what it writes to stdout, in pieces of any size. */
export type RunFfmpeg = (args: readonly string[], signal?: AbortSignal) => AsyncIterable<Uint8Array>;

/** A decoder over any way of running FFmpeg. */
export function createStreamDecoder(run: RunFfmpeg): Decoder {
  return {
    async *decode(request, signal) {
      const isSide = request.heard === 'side';
      const channels = isSide ? 2 : (request.channels ?? 1);
      const reader = createSampleReader(channels);
      const stream = await soundStream(request.path);
      let samples = 0;
      for await (const bytes of withKnownLayout(channels, (filters) =>
        run(decodeArguments({ ...request, channels }, stream, filters), signal),
      )) {
        const read = reader.read(bytes);
        const chunk = isSide ? mixChannels(read, 2, 'side') : read;
        samples += chunk.length;
        if (chunk.length > 0) yield chunk;
      }
      if (samples === 0) throw new AppError('file-corrupt', 'The decoder found no samples.');
    },
    async run(args, signal) {
      const chunks: Uint8Array[] = [];
      for await (const bytes of run(args, signal)) chunks.push(bytes);
      return Buffer.concat(chunks);
    },
  };
}
