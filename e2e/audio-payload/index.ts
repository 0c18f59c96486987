import { createHash } from 'node:crypto';
import { asfPayload } from './asf.ts';
import { chunkPayload } from './chunks.ts';
import { flacPayload, mpegPayload, skipId3v2 } from './elementary.ts';
import { mp4Payload } from './mp4.ts';
import { oggPayload } from './ogg.ts';

const ASF_HEADER = '3026b2758e66cf11a6d900aa0062ce6c';

/**
 * SHA-256 over the bytes of a file that are sound, as a simple walker of the container finds them: nothing of the tag
 * writer takes part. Damaged structure never throws; what cannot be walked counts as sound, to its last byte.
 */
export function payloadHash(file: Buffer): string {
  const hash = createHash('sha256');
  for (const part of payloadParts(file)) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

function payloadParts(file: Buffer): readonly Uint8Array[] {
  const start = skipId3v2(file);
  const text = (from: number, to: number) => file.toString('latin1', from, to);
  if (text(start, start + 4) === 'fLaC') return flacPayload(file, start);
  if (text(0, 4) === 'OggS') return oggPayload(file);
  if (text(4, 8) === 'ftyp') return mp4Payload(file);
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WAVE') return chunkPayload(file, true);
  if (text(0, 4) === 'FORM' && text(8, 11) === 'AIF') return chunkPayload(file, false);
  if (file.toString('hex', 0, 16) === ASF_HEADER) return asfPayload(file);
  return mpegPayload(file, start);
}
