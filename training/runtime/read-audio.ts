import { segmentsOf } from '../../src-main/pipeline/decode/analysis-windows.ts';
import type { Decoder } from '../../src-main/pipeline/decode/decoder.ts';
import { powerToDecibels } from '../../src-main/pipeline/features/decibels.ts';
import { createMelStream } from '../../src-main/pipeline/features/mel-stream.ts';
import { Hearer } from '../../src-main/pipeline/hearing/hear.ts';
import type { TrackMetadata } from '../../src-main/contract/track.ts';
import { readMetadata } from '../../src-main/pipeline/scan/read-metadata.ts';
import type { Example } from '../dataset/example.ts';
import { quantise } from '../dataset/example.ts';

/** Bands of every training spectrogram. */
export const MEL_BANDS = 128;
const SAMPLE_RATE = 22050;
const RANGE_DECIBELS = 80;

/** A file's sound, as an example has it, and what its tags say. */
export interface AudioSpectrogram {
  readonly spectrogram: Pick<Example, 'levels' | 'frames' | 'rangeDecibels' | 'peakDecibels'>;
  /** That were decoded. */
  readonly seconds: number;
  readonly metadata: TrackMetadata;
}

/** The middle half-minute of a file as a mel spectrogram, as an analysis would hear it. @throws AppError */
export async function readAudioSpectrogram(
  path: string,
  hopLength: number,
  decoder: Decoder,
  signal?: AbortSignal,
): Promise<AudioSpectrogram> {
  const metadata = await readMetadata(path);
  const mel = {
    sampleRate: SAMPLE_RATE,
    fftSize: 2048,
    hopLength,
    melBands: MEL_BANDS,
    minFrequency: 0,
    maxFrequency: SAMPLE_RATE / 2,
  };
  const [segment = { startSeconds: 0 }] = segmentsOf('30s', metadata.durationSeconds);
  const { result: frames, seconds } = await new Hearer(path, [SAMPLE_RATE], decoder, signal).hearSounding(
    segment,
    async (open) => {
      const heard: Float32Array[] = [];
      const stream = createMelStream(mel, (energies) => heard.push(Float32Array.from(energies, powerToDecibels)));
      for await (const { samples } of open()) stream.push(samples);
      stream.finish();
      return heard;
    },
  );
  const decibels = new Float32Array(frames.length * MEL_BANDS);
  frames.forEach((frame, index) => decibels.set(frame, index * MEL_BANDS));
  return { spectrogram: { ...quantise(decibels, RANGE_DECIBELS), frames: frames.length }, seconds, metadata };
}
