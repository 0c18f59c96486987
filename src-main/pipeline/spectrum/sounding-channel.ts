import type { HeardChannel } from '../../contract/values.ts';
import { segmentsOf } from '../decode/analysis-windows.ts';
import type { Decoder } from '../decode/decoder.ts';
import { Hearer } from '../hearing/hear.ts';
import type { AudioSource } from './spectrum-scan.ts';

/** The channel that a rendering shows where nobody asked for one: what an analysis would hear. @throws AppError */
export async function soundingChannel(
  { path, sampleRate, channels, durationSeconds }: AudioSource,
  decoder: Decoder,
  signal?: AbortSignal,
): Promise<HeardChannel> {
  const [middle = { startSeconds: 0 }] = segmentsOf('30s', durationSeconds);
  return channels === 1 ? 'mix' : new Hearer(path, [sampleRate], decoder, signal).channel(middle);
}
