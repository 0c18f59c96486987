import type { AudioFormat } from '../scan/tagged-format.ts';
import type { Decoder } from './decoder.ts';

/** A segment of any file as a WAVE file of its own. @throws AppError */
export async function waveExcerpt(
  path: string,
  format: AudioFormat,
  decoder: Decoder,
  startSeconds: number,
  endSeconds: number,
): Promise<Uint8Array> {
  const wave = virtualWave(path, format, decoder);
  const block = format.channels * BYTES_PER_SAMPLE;
  const byteAt = (seconds: number) =>
    Math.min(wave.size, HEADER_BYTES + Math.round(seconds * format.sampleRate) * block);
  const [start, end] = [byteAt(startSeconds), byteAt(endSeconds)];
  const chunks: Uint8Array[] = [waveHeader(end - start, format.sampleRate, format.channels)];
  for await (const chunk of wave.read(start, end - 1)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A 16-bit WAVE file that is computed where it is read. */
export interface VirtualWave {
  readonly size: number;
  /** Bytes from `start` to `end`, the last one included. @throws AppError */
  read(start: number, end: number, signal?: AbortSignal): AsyncGenerator<Uint8Array>;
}

const HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;
/** RIFF counts in 32 bits. */
const LARGEST_DATA = 0xff_ff_ff_00;

/**
 * Any file as a WAVE file. Every byte stands for one moment, so that a player's seek lands on the very sample in every
 * format, and what is heard is what the spectrogram was computed from.
 */
export function virtualWave(path: string, format: AudioFormat, decoder: Decoder): VirtualWave {
  const { sampleRate, channels } = format;
  const block = channels * BYTES_PER_SAMPLE;
  const wanted = Math.round((format.durationSeconds ?? 0) * sampleRate) * block;
  const dataBytes = Math.min(wanted, LARGEST_DATA - (LARGEST_DATA % block));
  const header = waveHeader(dataBytes, sampleRate, channels);
  return {
    size: HEADER_BYTES + dataBytes,
    async *read(start, end, signal) {
      if (start < HEADER_BYTES) yield header.slice(start, end + 1);
      const first = Math.max(0, start - HEADER_BYTES);
      let left = end + 1 - HEADER_BYTES - first;
      if (left <= 0) return;
      let skip = first % block;
      const request = { path, sampleRate, channels, startSeconds: (first - skip) / block / sampleRate };
      for await (const samples of decoder.decode(request, signal)) {
        const bytes = toPcm(samples).subarray(skip);
        skip = 0;
        yield bytes.length <= left ? bytes : bytes.slice(0, left);
        left -= bytes.length;
        if (left <= 0) return;
      }
      // A file that breaks off is silent where it promised more.
      for (; left > 0; left -= SILENCE.length) yield SILENCE.slice(0, left);
    },
  };
}

const SILENCE = new Uint8Array(65_536);

function toPcm(samples: Float32Array): Uint8Array {
  const pcm = new Int16Array(samples.length);
  for (let index = 0; index < pcm.length; index++)
    pcm[index] = Math.max(-32_768, Math.min(32_767, Math.round((samples[index] as number) * 32_768)));
  return new Uint8Array(pcm.buffer);
}

/** The canonical header of 16-bit PCM. @param dataBytes of the samples that follow */
function waveHeader(dataBytes: number, sampleRate: number, channels: number): Uint8Array {
  const header = Buffer.alloc(HEADER_BYTES);
  const block = channels * BYTES_PER_SAMPLE;
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * block, 28);
  header.writeUInt16LE(block, 32);
  header.writeUInt16LE(BYTES_PER_SAMPLE * 8, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
