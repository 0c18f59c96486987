import { join } from 'node:path';
import type { Decoder } from './decoder.ts';
import { createChildDecoder } from './ffmpeg-child.ts';
import { createWasmDecoder } from './ffmpeg-wasm.ts';
import { locateFfmpeg } from './locate-ffmpeg.ts';

/**
 * The decoder of the FFmpeg that a setting leads to.
 * @param ffmpegPath the setting; null: the first one that answers
 * @param workerFolder folder of the built workers
 * @throws AppError decoder-missing, see {@link locateFfmpeg}
 */
export async function openDecoder(ffmpegPath: string | null, workerFolder: string): Promise<Decoder> {
  const { executable, version } = await locateFfmpeg(ffmpegPath);
  return executable === null
    ? createWasmDecoder(join(workerFolder, 'ffmpeg-core.worker.js'))
    : createChildDecoder(executable, version);
}

/**
 * Opens the decoder for a setting and keeps it while the setting stays.
 * @param workerFolder folder of the built workers
 * @returns a function that throws what {@link openDecoder} does
 */
export function createDecoderFinder(workerFolder: string): (ffmpegPath: string | null) => Promise<Decoder> {
  let found: { readonly ffmpegPath: string | null; readonly decoder: Decoder } | null = null;
  return async (ffmpegPath) => {
    if (found?.ffmpegPath !== ffmpegPath) found = { ffmpegPath, decoder: await openDecoder(ffmpegPath, workerFolder) };
    return found.decoder;
  };
}
