import type { Handlers, OperationName } from '../../src-main/contract/channels.ts';
import type { SpectrumScanState, SpectrogramTile } from '../../src-main/contract/inspection.ts';

type InspectionHandlers = Pick<Handlers, Extract<OperationName, `inspect.${string}`>>;

const SAMPLE_RATE = 44_100;
const SECONDS = 200;
const HOP = 1024;
const BINS = 1025;

/** Made-up tracks to look into: a gliding tone over falling noise. */
export function fakeInspection(): InspectionHandlers {
  let session = 0;
  const tile = (framesPerColumn: number, firstColumn: number, wanted: number, hopLength: number): SpectrogramTile => {
    const all = Math.ceil((SECONDS * SAMPLE_RATE) / hopLength / framesPerColumn);
    const columns = Math.max(0, Math.min(wanted, all - firstColumn));
    const levels = Int16Array.from({ length: columns * BINS }, (_, index) => {
      const [column, bin] = [firstColumn + Math.floor(index / BINS), index % BINS];
      const tone = 120 + 80 * Math.sin((column * framesPerColumn * hopLength) / SAMPLE_RATE / 9);
      return Math.max(
        -3000 - 7 * bin - 800 * ((column * 7919 + bin * 104_729) % 1),
        -1500 - Math.abs(bin - tone) * 400,
        -12_000,
      );
    });
    return { framesPerColumn, hopLength, firstColumn, columns, bins: BINS, levels };
  };
  return {
    'inspect.open': (): SpectrumScanState => ({
      session: ++session,
      phase: 'done',
      sampleRate: SAMPLE_RATE,
      channels: 2,
      beatsPerMinute: 120,
      hasPreview: false,
      seconds: SECONDS,
      durationSeconds: SECONDS,
      error: null,
    }),
    'inspect.close': () => null,
    'inspect.overview': ({ columns }) => tile(4, columns, 4096, HOP),
    'inspect.thumbnail': () => ({ sampleRate: SAMPLE_RATE, tile: tile(4, 0, 320, HOP) }),
    'inspect.preview': () => null,
    'inspect.segment': ({ framesPerColumn, firstColumn, columns }) =>
      tile(framesPerColumn, firstColumn, columns, HOP / 2),
    'inspect.listen': () => null,
    'inspect.modelInput': ({ framesPerColumn, firstColumn, columns }) =>
      tile(framesPerColumn, firstColumn, columns, HOP),
    'inspect.saliency': ({ seconds }) => ({
      startSeconds: seconds - 5,
      endSeconds: seconds + 5,
      rows: 1,
      frames: 1,
      minHertz: 0,
      maxHertz: 11_025,
      values: Float32Array.of(1),
    }),
    'inspect.peaks': ({ maxPoints }) => {
      const highest = Float32Array.from(
        { length: Math.min(maxPoints, 4096) },
        (_, point) => 0.55 + 0.4 * Math.sin(point / 90) * Math.sin(point / 7),
      );
      return {
        samplesPerPoint: Math.ceil((SECONDS * SAMPLE_RATE) / highest.length),
        highest,
        lowest: highest.map((value) => -value),
      };
    },
  };
}
