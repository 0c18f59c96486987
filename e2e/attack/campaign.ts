import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL_ENCODINGS } from '../../src-main/testing/encode-audio.ts';
import { buildDriver, buildShim } from './build-tools.ts';
import { DriverProcess } from './driver-process.ts';
import type { DecoderKind } from './protocol.ts';
import type { Sample } from './samples.ts';
import { makeSample } from './samples.ts';
import type { TrialOutcome, TrialTools } from './trial.ts';
import { runTrial, startWorkers } from './trial.ts';
import { planTrial } from './trial-plan.ts';

/** A campaign. */
export interface CampaignOptions {
  readonly trials: number;
  readonly seed: number;
  /** Trials at once. */
  readonly jobs: number;
  readonly decoder: DecoderKind;
  /** Runs this trial alone. */
  readonly only?: number | undefined;
  /** Told of each trial. */
  readonly onOutcome?: (outcome: TrialOutcome) => void;
}

/** A campaign's outcome. */
export interface CampaignResult {
  readonly outcomes: readonly TrialOutcome[];
  /** Of the trials alone. */
  readonly seconds: number;
  /** Of building and encoding. */
  readonly preparationSeconds: number;
  /** Where the folders of trials with a finding lie; null if there are none. */
  readonly kept: string | null;
}

/** Runs trials; the folders of those that find something are kept. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const started = performance.now();
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'genrescope-attack-')));
  const tools = await prepareTools(folder, options);
  const prepared = performance.now();
  const plans =
    options.only === undefined ? Array.from({ length: options.trials }, (_, index) => index) : [options.only];
  const outcomes: TrialOutcome[] = [];
  async function takeTrials(job: number): Promise<void> {
    const workers = startWorkers(tools, `job ${job}`);
    try {
      for (let index = plans.shift(); index !== undefined; index = plans.shift()) {
        const outcome = await runTrial(planTrial(options.seed, index), tools, workers);
        outcomes.push(outcome);
        options.onOutcome?.(outcome);
      }
    } finally {
      await Promise.all([workers.clean.close(), workers.meter.close()]);
    }
  }
  await Promise.all(Array.from({ length: options.jobs }, (_, job) => takeTrials(job)));
  const ended = performance.now();
  const keeps = outcomes.some(({ findings }) => findings.length > 0);
  if (!keeps) await rm(folder, { recursive: true });
  return {
    outcomes,
    seconds: (ended - prepared) / 1000,
    preparationSeconds: (prepared - started) / 1000,
    kept: keeps ? tools.folder : null,
  };
}

async function prepareTools(folder: string, { decoder }: CampaignOptions): Promise<TrialTools> {
  const trials = join(folder, 'trials');
  await mkdir(trials);
  const [shim, driver] = [buildShim(folder), await buildDriver(folder)];
  const clean = new DriverProcess({ driver });
  const samples = new Map<string, Sample>();
  for (const encoding of ALL_ENCODINGS) samples.set(encoding, await makeSample(encoding, trials, clean));
  await clean.close();
  return { driver, shim, folder: trials, decoder, samples, measured: new Map() };
}
