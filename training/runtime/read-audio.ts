import { segmentsOf } from '../../src-main/pipeline/decode/analysis-windows.ts';
import type { Decoder } from '../../src-main/pipeline/decode/decoder.ts';
import { powerToDecibels } from '../../src-main/pipeline/features/decibels.ts';
import { decibelsOf, levelWriter } from '../../src-main/pipeline/features/levels.ts';
import type { MelOptions } from '../../src-main/pipeline/features/mel-stream.ts';
import { createMelStream } from '../../src-main/pipeline/features/mel-stream.ts';
import { Hearer } from '../../src-main/pipeline/hearing/hear.ts';
import type { TrackMetadata } from '../../src-main/contract/track.ts';
import { readMetadata } from '../../src-main/pipeline/scan/read-metadata.ts';
import type { Example } from '../dataset/example.ts';
import { quantise } from '../dataset/example.ts';
import type { FrontEndSpec } from '../dataset/front-end-spec.ts';

const MEL_BANDS = 128;
const SAMPLE_RATE = 22050;
const RANGE_DECIBELS = 80;

/** A file's sound, as an example has it, and what its tags say. */
export interface AudioSpectrogram {
  readonly spectrogram: Pick<Example, 'levels' | 'frames' | 'range' | 'peak'>;
  /** Of the loudest band, relative to power 1. */
  readonly peakDecibels: number;
  /** That were decoded. */
  readonly seconds: number;
  readonly metadata: TrackMetadata;
}

/** The middle half-minute of a file as a mel spectrogram, as an analysis would hear it. @throws AppError */
export async function readAudioSpectrogram(
  path: string,
  frontEnd: FrontEndSpec,
  decoder: Decoder,
  signal?: AbortSignal,
): Promise<AudioSpectrogram> {
  const metadata = await readMetadata(path);
  const { mel, levelsOf, range, toDecibels } = hearingOf(frontEnd);
  const [segment = { startSeconds: 0 }] = segmentsOf('30s', metadata.durationSeconds);
  const { result: frames, seconds } = await new Hearer(path, [mel.sampleRate], decoder, signal).hearSounding(
    segment,
    async (open) => {
      const heard: Float32Array[] = [];
      const stream = createMelStream(mel, (energies) => heard.push(levelsOf(energies)));
      for await (const { samples } of open()) stream.push(samples);
      stream.finish();
      return heard;
    },
  );
  const levels = new Float32Array(frames.length * mel.melBands);
  frames.forEach((frame, index) => levels.set(frame, index * mel.melBands));
  const spectrogram = { ...quantise(levels, range), frames: frames.length };
  return { spectrogram, peakDecibels: toDecibels(spectrogram.peak), seconds, metadata };
}

/** Of every spectrogram that it makes. */
export const bandsOf = (frontEnd: FrontEndSpec): number => hearingOf(frontEnd).mel.melBands;

/** How a front end hears, and what of it is kept. */
interface Hearing {
  readonly mel: MelOptions;
  readonly levelsOf: (energies: Float64Array) => Float32Array;
  /** Below the loudest level; null: all. */
  readonly range: number | null;
  readonly toDecibels: (level: number) => number;
}

function hearingOf(frontEnd: FrontEndSpec): Hearing {
  if (frontEnd.kind === 'mel-decibels')
    return {
      mel: {
        sampleRate: SAMPLE_RATE,
        fftSize: 2048,
        hopLength: frontEnd.hopLength,
        melBands: MEL_BANDS,
        minFrequency: 0,
        maxFrequency: SAMPLE_RATE / 2,
      },
      levelsOf: (energies) => Float32Array.from(energies, powerToDecibels),
      range: RANGE_DECIBELS,
      toDecibels: (level) => level,
    };
  const write = levelWriter(frontEnd);
  return {
    mel: frontEnd,
    levelsOf(energies) {
      const levels = new Float32Array(energies.length);
      write(energies, levels, 0);
      return levels;
    },
    range: null,
    toDecibels: (level) => decibelsOf(frontEnd, level),
  };
}
