import { availableParallelism } from 'node:os';
import type { Engine } from '../../../src-main/pipeline/engine.ts';
import { startEngine } from '../../../src-main/pipeline/engine.ts';
import { allMilliseconds } from './processor-time.ts';
import type { Cost } from './rounds.ts';
import { inTurn, medianCost, medianRatio } from './rounds.ts';

/** What a track's analysis takes, medians, ms. */
export interface AnalysisTime {
  readonly jobs: number;
  /** Of the default. */
  readonly ours: Cost;
  /** Of the default of earlier versions. */
  readonly ensemble: Cost;
  /** Median of the rounds' ratios. */
  readonly ratio: Cost;
}

/** Analyses all tracks by the default and by the ensemble, in turn, as `genrescope analyze` does. @throws AppError */
export async function timeAnalysis(
  paths: readonly string[],
  options: { readonly models: string; readonly workerFolder: string; readonly rounds: number },
): Promise<AnalysisTime[]> {
  const start = (model: string): Promise<Engine> =>
    startEngine({ ...options, model, modelRoots: [options.models], provider: 'cpu', ffmpegPath: null, threads: 1 });
  const engines = [await start('musicnn'), await start('ensemble')];
  const times: AnalysisTime[] = [];
  for (const jobs of [availableParallelism() + 1, 1]) {
    const works = engines.map((engine) => () => analyseAll(engine, paths, jobs));
    const [ours = [], ensemble = []] = await inTurn(works, options.rounds, allMilliseconds);
    const aTrack = ({ elapsed, busy }: Cost): Cost => ({ elapsed: elapsed / paths.length, busy: busy / paths.length });
    const [own, other] = [ours.map(aTrack), ensemble.map(aTrack)];
    times.push({ jobs, ours: medianCost(own), ensemble: medianCost(other), ratio: medianRatio(own, other) });
  }
  for (const engine of engines) await engine.close();
  return times;
}

async function analyseAll(engine: Engine, paths: readonly string[], jobs: number): Promise<void> {
  for await (const { path, outcome } of engine.analyze(paths, { window: '30s', jobs }))
    if (!outcome.ok) throw new Error(`${path}: ${outcome.error.code}`);
}
