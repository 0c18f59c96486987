import type { SpectrumScanState, SpectrogramTile, WaveformPeaks } from '../../../src-main/contract/inspection.ts';
import type { HandlersOf } from './handlers.ts';

const SAMPLE_RATE = 44_100;
const SECONDS = 200;
const HOP = 1024;
const BINS = 1025;
const MOST_COLUMNS = 4096;

/** Made-up tracks to look into: a gliding tone over falling noise. */
export function fakeInspection(): HandlersOf<'inspect'> {
  let session = 0;
  return {
    'inspect.open': () => ({ ...SCAN, session: ++session }),
    'inspect.close': () => null,
    'inspect.overview': ({ columns }) =>
      tileOf({ framesPerColumn: 4, firstColumn: columns, columns: MOST_COLUMNS }, HOP),
    'inspect.thumbnail': () => ({
      sampleRate: SAMPLE_RATE,
      tile: tileOf({ framesPerColumn: 4, firstColumn: 0, columns: 320 }, HOP),
    }),
    'inspect.preview': () => null,
    'inspect.tile': (place) => tileOf(place, HOP / 2),
    'inspect.listen': () => null,
    'inspect.modelInput': (place) => tileOf(place, HOP),
    'inspect.saliency': ({ seconds }) => ({
      startSeconds: seconds - 5,
      endSeconds: seconds + 5,
      rows: 1,
      frames: 1,
      melScale: 'slaney',
      minHertz: 0,
      maxHertz: 11_025,
      values: Float32Array.of(1),
    }),
    'inspect.waveform': ({ points, samplesPerPoint }) => ({ ...peaksOf(points), samplesPerPoint }),
    'inspect.peaks': ({ maxPoints }) => peaksOf(Math.min(maxPoints, 4096)),
  };
}

const SCAN: Omit<SpectrumScanState, 'session'> = {
  phase: 'done',
  sampleRate: SAMPLE_RATE,
  channels: 2,
  beatsPerMinute: 120,
  hasPreview: false,
  seconds: SECONDS,
  durationSeconds: SECONDS,
  error: null,
};

type TilePlace = Pick<SpectrogramTile, 'framesPerColumn' | 'firstColumn' | 'columns'>;

/** As much of a place as the track has, with `hopLength` samples between frames. */
function tileOf({ framesPerColumn, firstColumn, columns: wanted }: TilePlace, hopLength: number): SpectrogramTile {
  const all = Math.ceil((SECONDS * SAMPLE_RATE) / hopLength / framesPerColumn);
  const columns = Math.max(0, Math.min(wanted, all - firstColumn));
  const samplesPerColumn = framesPerColumn * hopLength;
  const levels = Int16Array.from({ length: columns * BINS }, (_, index) =>
    levelAt(firstColumn + Math.floor(index / BINS), index % BINS, samplesPerColumn),
  );
  return { framesPerColumn, hopLength, firstColumn, columns, bins: BINS, levels };
}

/** Hundredths of dBFS. */
function levelAt(column: number, bin: number, samplesPerColumn: number): number {
  const toneBin = 120 + 80 * Math.sin((column * samplesPerColumn) / SAMPLE_RATE / 9);
  const noise = -3000 - 7 * bin - 800 * ((column * 7919 + bin * 104_729) % 1);
  const tone = -1500 - Math.abs(bin - toneBin) * 400;
  return Math.max(noise, tone, -12_000);
}

function peaksOf(points: number): WaveformPeaks {
  const highest = Float32Array.from(
    { length: points },
    (_, point) => 0.55 + 0.4 * Math.sin(point / 90) * Math.sin(point / 7),
  );
  return {
    samplesPerPoint: Math.ceil((SECONDS * SAMPLE_RATE) / points),
    highest,
    lowest: highest.map((value) => -value),
  };
}
