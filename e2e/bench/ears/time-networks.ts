import { inputShape } from '../../../src-main/pipeline/features/feature-spec.ts';
import type { Session } from '../../../src-main/pipeline/model/session.ts';
import { createSession } from '../../../src-main/pipeline/model/session.ts';
import type { Candidate } from './candidates.ts';
import type { Ear, Ears } from './ears.ts';
import { joined, patchesOf } from './listening.ts';
import type { Cost } from './rounds.ts';
import { inTurn, medianCost, medianRatio } from './rounds.ts';

/** What networks take for a window, with one thread. */
interface NetworkTime {
  /** Of all of its networks and its head, medians, ms. */
  readonly cost: Cost;
  /** Beside one patch of musicnn as published, median of the rounds' ratios. */
  readonly ratio: Cost;
  /** Inputs of each of its networks. */
  readonly patches: readonly number[];
}

/** The times of every candidate, of the default's head alone and of the yardstick. */
export interface NetworkTimes {
  /** One patch of musicnn as published. */
  readonly onePatch: Cost;
  readonly candidates: ReadonlyMap<Candidate, NetworkTime>;
  readonly head: Cost;
}

/** One network's run over all patches of a window. */
interface Run {
  readonly patches: number;
  run(): Promise<unknown>;
}

/** @param window samples by rate */
export async function timeNetworks(
  ears: Ears,
  candidates: readonly Candidate[],
  window: ReadonlyMap<number, Float32Array>,
  rounds: number,
): Promise<NetworkTimes> {
  const sessions = new Map<Uint8Array, Session>();
  const opened = async (network: Uint8Array) => {
    const session = sessions.get(network) ?? (await createSession(network, { provider: 'cpu', threads: 1 }));
    sessions.set(network, session);
    return session;
  };
  const runOf = async ({ network, spec }: Ear, most = Infinity): Promise<Run> => {
    const [patches = []] = await patchesOf([spec], window);
    const chosen = patches.slice(0, most);
    const feeds = { patches: joined(chosen) };
    const session = await opened(network);
    return { patches: chosen.length, run: () => session.run(feeds, { patches: [-1, ...inputShape(spec)] }) };
  };
  const headRun = async (patches: number): Promise<Run> => {
    const { network, features } = ears.head;
    // The track's mean and every patch.
    const feeds = { features: new Float32Array((patches + 1) * features).fill(0.5) };
    const session = await opened(network);
    return { patches, run: () => session.run(feeds, { features: [-1, features] }) };
  };
  const runs: Run[][] = [[await runOf(ears.musicnn, 1)], [await headRun(6)]];
  for (const { ears: own, hasHead } of candidates) {
    const networks: Run[] = [];
    for (const ear of own) networks.push(await runOf(ear));
    runs.push(hasHead ? [...networks, await headRun(networks[0]?.patches ?? 0)] : networks);
  }
  const [yardstick = [], head = [], ...costs] = await inTurn(
    runs.map((own) => async () => {
      for (const { run } of own) await run();
    }),
    rounds,
  );
  for (const session of sessions.values()) await session.release();
  const timeOf = (candidate: Candidate, index: number): NetworkTime => ({
    cost: medianCost(costs[index] ?? []),
    ratio: medianRatio(costs[index] ?? [], yardstick),
    patches: (runs[index + 2] ?? []).slice(0, candidate.ears.length).map(({ patches }) => patches),
  });
  return {
    onePatch: medianCost(yardstick),
    candidates: new Map(candidates.map((candidate, index) => [candidate, timeOf(candidate, index)])),
    head: medianCost(head),
  };
}
