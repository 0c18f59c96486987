import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SpectrumScanState } from '../../contract/inspection.ts';
import { DEFAULT_SPECTRUM } from '../../contract/inspection.ts';
import type { Decoder } from '../../pipeline/decode/decoder.ts';
import type { ScannedSpectrum } from '../../pipeline/spectrum/spectrum-scan.ts';
import { OpenTrack } from './open-track.ts';

const RATE = 8_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Gives a second of sound every tenth of a second. */
function slowDecoder(seconds: number): Decoder {
  return {
    async *decode() {
      for (let second = 0; second < seconds; second++) {
        vi.setSystemTime(Date.now() + 100);
        yield await Promise.resolve(new Float32Array(RATE));
      }
    },
    decodeRates: () => expect.fail('nobody asks for several rates'),
    run: () => expect.fail('nobody asks for anything else'),
  };
}

const sourceOf = (durationSeconds: number) =>
  ({ path: '/none.wav', sampleRate: RATE, channels: 1, durationSeconds, beatsPerMinute: null }) as const;

/** What is told of a file: the seconds that are read, or the phase in which it ends. */
async function toldOf(said: number, seconds: number, kept: ScannedSpectrum | null = null) {
  const told: (number | string)[] = [];
  const options = { session: 1, settings: DEFAULT_SPECTRUM, cache: { folder: '/none', limitBytes: 0 }, kept };
  const track = new OpenTrack(sourceOf(said), options, slowDecoder(seconds), (event, payload) => {
    const { phase, seconds: read } = payload as SpectrumScanState;
    if (event === 'scan') told.push(phase === 'scanning' ? read : phase);
  });
  await track.read();
  return told;
}

it('tells how far a scan is, but not shortly before its end', async () => {
  expect(await toldOf(20, 20)).toEqual([1, 6, 11, 16, 'done']);
  expect(await toldOf(13, 13)).toEqual([1, 6, 'done']);
  expect(await toldOf(3, 3)).toEqual(['done']);
});

it('goes on telling where a file is longer than it says', async () => {
  expect(await toldOf(2, 12)).toEqual([3, 8, 'done']);
});

it('reads nothing where a scan is kept', async () => {
  const none = () => expect.fail('nobody asks for it');
  expect(await toldOf(20, 20, { source: sourceOf(20), seconds: 20, overview: none, peaks: none })).toEqual(['done']);
});
