import type { Decoder } from '../pipeline/decode/decoder.ts';
import { createChildDecoder } from '../pipeline/decode/ffmpeg-child.ts';

export function createTestDecoder(): Decoder {
  return createChildDecoder('ffmpeg');
}
