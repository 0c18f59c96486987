import { readFile } from 'node:fs/promises';
import { fromFileSystemError, throwIfCancelled } from '../contract/app-error.ts';
import { decodeFailure } from '../pipeline/decode/decode-failure.ts';
import { fsPath } from '../files/fs-path.ts';
import type { Decoder } from '../pipeline/decode/decoder.ts';
import { createStreamDecoder } from '../pipeline/decode/stream-decoder.ts';
import { createCore } from './ffmpeg-core.ts';

const PIECE_BYTES = 40_000;
/** As in a pipe, FFmpeg cannot go back in it. */
const OUTPUT = ['-seekable', '0', 'file:/output'];

/** A decoder for small files, in this process, with the product's own arguments. */
export function createTestDecoder(): Decoder {
  return createStreamDecoder(async function* (args, signal) {
    const output = await run(args);
    for (let start = 0; start < output.length; start += PIECE_BYTES) {
      throwIfCancelled(signal);
      yield output.subarray(start, start + PIECE_BYTES);
    }
  });
}

async function run(args: readonly string[]): Promise<Buffer> {
  const core = await createCore();
  const errors: string[] = [];
  core.setLogger(({ message }) => errors.push(message));
  const input = args.indexOf('-i') + 1;
  const file = await readFile(fsPath((args[input] ?? '').replace(/^file:/, ''))).catch((error: unknown) => {
    throw fromFileSystemError(error);
  });
  core.FS.writeFile('/input', file);
  core.FS.writeFile('/output', new Uint8Array(0));
  core.exec(...args.flatMap((arg) => (arg === args[input] ? 'file:/input' : arg === 'pipe:1' ? OUTPUT : arg)));
  const output = Buffer.from(core.FS.readFile('/output'));
  if (output.length === 0) throw decodeFailure(errors.join('\n'));
  return output;
}
