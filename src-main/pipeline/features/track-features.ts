import { AppError } from '../../contract/app-error.ts';
import { powerToDecibels } from './decibels.ts';
import { createFrameStream } from './frame-stream.ts';
import { createMelStream } from './mel-stream.ts';
import { dctMatrix, mfccOf } from './mfcc.ts';
import type { Moments } from './moments.ts';
import { createMoments } from './moments.ts';
import { rootMeanSquare, spectralFigures, zeroCrossingRate } from './spectral-statistics.ts';

/** librosa's defaults. */
export const TRACK_FEATURE_OPTIONS = {
  sampleRate: 22050,
  fftSize: 2048,
  hopLength: 512,
  melBands: 128,
  minFrequency: 0,
  maxFrequency: 11025,
} as const;

const MFCC_COUNT = 20;
const TOP_DECIBELS = 80;

/** Names of the figures, in the order of GTZAN's `features_30_sec.csv`; each has a mean and a variance. */
const FIGURES = [
  'rms',
  'spectral_centroid',
  'spectral_bandwidth',
  'rolloff',
  'zero_crossing_rate',
  ...Array.from({ length: MFCC_COUNT }, (_, index) => `mfcc${index + 1}`),
] as const;

/** Columns of the table, without the file's name. */
export const FEATURE_COLUMNS: readonly string[] = [
  'length',
  ...FIGURES.flatMap((figure) => [`${figure}_mean`, `${figure}_var`]),
];

/**
 * One row of the table: length in seconds, then mean and variance of every figure over frames. The signal is read
 * twice, since MFCCs are clamped 80 dB below a maximum that is known only at the end; nothing is kept of it.
 * @param openSamples starts the mono signal at 22,050 Hz from its beginning
 */
export async function trackFeatures(openSamples: () => AsyncIterable<Float32Array>): Promise<number[]> {
  const floor = (await loudestBand(openSamples())) - TOP_DECIBELS;
  const moments = new Map<string, Moments>(FIGURES.map((figure) => [figure, createMoments()]));
  const add = (figure: string, value: number) => moments.get(figure)?.add(value);
  const matrix = dctMatrix(MFCC_COUNT, TRACK_FEATURE_OPTIONS.melBands);
  const spectral = createMelStream(TRACK_FEATURE_OPTIONS, (energies, power) => {
    const { centroid, bandwidth, rolloff } = spectralFigures(power, TRACK_FEATURE_OPTIONS.sampleRate);
    add('spectral_centroid', centroid);
    add('spectral_bandwidth', bandwidth);
    add('rolloff', rolloff);
    mfccOf(energies.map(powerToDecibels), floor, matrix).forEach((value, index) => add(`mfcc${index + 1}`, value));
  });
  const loudness = createFrameStream(TRACK_FEATURE_OPTIONS, (frame) => add('rms', rootMeanSquare(frame)));
  // librosa pads with the outermost samples here, so that the ends cross nothing.
  const crossings = createFrameStream({ ...TRACK_FEATURE_OPTIONS, padding: 'edge' }, (frame) =>
    add('zero_crossing_rate', zeroCrossingRate(frame)),
  );
  let samples = 0;
  for await (const chunk of openSamples()) {
    samples += chunk.length;
    for (const stream of [spectral, loudness, crossings]) stream.push(chunk);
  }
  if (samples === 0) throw new AppError('file-corrupt', 'The decoder found no samples.');
  for (const stream of [spectral, loudness, crossings]) stream.finish();
  return [
    samples / TRACK_FEATURE_OPTIONS.sampleRate,
    ...[...moments.values()].flatMap(({ mean, variance }) => [mean, variance]),
  ];
}

async function loudestBand(samples: AsyncIterable<Float32Array>): Promise<number> {
  let loudest = -Infinity;
  const stream = createMelStream(TRACK_FEATURE_OPTIONS, (energies) => {
    for (const energy of energies) loudest = Math.max(loudest, energy);
  });
  for await (const chunk of samples) stream.push(chunk);
  stream.finish();
  return powerToDecibels(loudest);
}
