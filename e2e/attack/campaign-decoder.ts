import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Decoder } from '../../src-main/pipeline/decode/decoder.ts';
import { createChildDecoder } from '../../src-main/pipeline/decode/ffmpeg-child.ts';
import { locateFfmpeg } from '../../src-main/pipeline/decode/locate-ffmpeg.ts';
import { payloadHash } from '../audio-payload/index.ts';
import type { DecoderKind } from './protocol.ts';

/**
 * The decoder that the driver hands to the writer. `ffmpeg`: the native one, else the WebAssembly core in this process.
 * `payload`: the packets' digest comes from our own walker, which starts no process. `blind`: every file has the same
 * digest, so that the writer's check of the audio never saves it, and only the campaign's own judgement does.
 */
export function campaignDecoder(kind: DecoderKind): Decoder {
  let real: Promise<Decoder> | null = null;
  const realDecoder = () => (real ??= findFfmpeg());
  return {
    async *decode(request, signal) {
      yield* (await realDecoder()).decode(request, signal);
    },
    async *decodeRates(request, signal) {
      yield* (await realDecoder()).decodeRates(request, signal);
    },
    async run(args, signal) {
      if (kind === 'ffmpeg' || args.at(-2) !== 'hash') return (await realDecoder()).run(args, signal);
      const path = (args[args.indexOf('-i') + 1] ?? '').replace(/^file:/, '');
      const sound = kind === 'blind' ? 'sound' : payloadHash(await readFile(path));
      return Buffer.from(`murmur3=${createHash('md5').update(sound).digest('hex')}\n`);
    },
  };
}

async function findFfmpeg(): Promise<Decoder> {
  const { executable } = await locateFfmpeg(null);
  if (executable) return createChildDecoder(executable);
  const { createTestDecoder } = await import('../../src-main/testing/test-decoder.ts');
  return createTestDecoder();
}
