import type { Decoder } from '../../../src-main/pipeline/decode/decoder.ts';
import type { Candidate } from './candidates.ts';
import { decodeWindow, patchesOf } from './listening.ts';
import { allMilliseconds } from './processor-time.ts';
import type { Cost } from './rounds.ts';
import { inTurn, medianCost } from './rounds.ts';

/** What a window takes before any network, ms: medians. */
export interface StageTime {
  /** Decoding at all rates that its networks hear, FFmpeg's process and its start included. */
  readonly decoding: Cost;
  /** Mel frames, patches and the mean spectrum. */
  readonly frontEnd: Cost;
}

/** Decodings of a round: the children's processor time comes in steps of 10 ms. */
const FILES = 5;

const ratesOf = ({ ears }: Candidate): number[] => [...new Set(ears.map(({ spec }) => spec.sampleRate))];

/** @param paths of tracks of four minutes @param window samples of one of them, by rate */
export async function timeStages(
  candidates: readonly Candidate[],
  paths: readonly string[],
  window: ReadonlyMap<number, Float32Array>,
  decoder: Decoder,
  rounds: number,
): Promise<Map<Candidate, StageTime>> {
  const rates = new Map(candidates.map((candidate) => [ratesOf(candidate).join(' '), ratesOf(candidate)]));
  const files = paths.slice(0, FILES);
  const decodings = await inTurn(
    [...rates.values()].map((sampleRates) => async () => {
      for (const path of files) await decodeWindow(path, sampleRates, decoder);
    }),
    rounds,
    allMilliseconds,
  );
  const frontEnds = await inTurn(
    candidates.map(
      ({ ears }) =>
        () =>
          patchesOf(
            ears.map(({ spec }) => spec),
            window,
          ),
    ),
    rounds,
  );
  const decodingOf = (candidate: Candidate): Cost => {
    const place = [...rates.keys()].indexOf(ratesOf(candidate).join(' '));
    const { elapsed, busy } = medianCost(decodings[place] ?? []);
    return { elapsed: elapsed / files.length, busy: busy / files.length };
  };
  return new Map(
    candidates.map((candidate, index) => [
      candidate,
      { decoding: decodingOf(candidate), frontEnd: medianCost(frontEnds[index] ?? []) },
    ]),
  );
}
