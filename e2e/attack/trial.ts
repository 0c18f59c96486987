import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Call } from './fault-kinds.ts';
import type { CommandResult } from './driver-process.ts';
import { DriverProcess } from './driver-process.ts';
import type { Finding, RecoveryOutcome } from './judge.ts';
import { judgeRecovered, judgeReport } from './judge.ts';
import type { DecoderKind, DriverCommand } from './protocol.ts';
import type { Sample } from './samples.ts';
import { GENRES } from './samples.ts';
import type { ShimReport } from './shim-control.ts';
import { ShimControl } from './shim-control.ts';
import { TrialFolder } from './trial-folder.ts';
import type { FaultPlan, Operation, TrialPlan } from './trial-plan.ts';
import { chooseFault, chooseKill } from './trial-plan.ts';

/** What trials are run with. */
export interface TrialTools {
  readonly driver: string;
  readonly shim: string;
  readonly folder: string;
  readonly decoder: DecoderKind;
  readonly samples: ReadonlyMap<string, Sample>;
  /** The calls of an operation without a fault, by what it depends on. */
  readonly measured: Map<string, Promise<readonly Call[]>>;
}

/** Processes that outlive a trial. */
export interface Workers {
  /** Without a shim. */
  readonly clean: DriverProcess;
  /** With a shim that only counts. */
  readonly meter: DriverProcess;
  /** The meter's. */
  readonly control: ShimControl;
}

/** Starts them. @param name tells these from others */
export function startWorkers(tools: TrialTools, name: string): Workers {
  const control = new ShimControl(join(tools.folder, `${name}.control`));
  return {
    control,
    clean: new DriverProcess({ driver: tools.driver }),
    meter: new DriverProcess({ driver: tools.driver, env: shimEnvironment(tools, tools.folder, control) }),
  };
}

function shimEnvironment({ shim }: TrialTools, folder: string, { file }: ShimControl): Record<string, string> {
  return { LD_PRELOAD: shim, GENRESCOPE_ATTACK_FOLDER: folder, GENRESCOPE_ATTACK_CONTROL: file };
}

/** A trial with its fault and its outcome. */
export interface TrialOutcome extends RecoveryOutcome {
  readonly plan: TrialPlan;
  readonly faultPlan: FaultPlan;
  /** How many calls there were without a fault. */
  readonly calls: number;
  /** What the shim did; `fired` is false if the operation ended before the fault's place. */
  readonly report: ShimReport;
  readonly folder: string;
}

const NO_FAULT: FaultPlan = { at: 0, fault: 'none' };
const SILENCE_MILLISECONDS = 30_000;

/** Runs one trial; its folder stays if something is wrong. */
export async function runTrial(plan: TrialPlan, tools: TrialTools, workers: Workers): Promise<TrialOutcome> {
  const kill =
    plan.operation === 'recover' ? chooseKill(plan.random, await measure(plan, plan.killed, tools, workers)) : NO_FAULT;
  const calls =
    plan.operation === 'recover'
      ? await measureOnce(plan, `recovery ${plan.index}`, kill, tools, workers)
      : await measure(plan, plan.operation, tools, workers);
  const faultPlan = chooseFault(plan.random, calls);
  const trial = await prepare(plan, `trial-${plan.index}`, kill, tools, workers);
  const { result, report } = await perform(plan.operation, trial, faultPlan, plan, tools);
  const reported = [...(await judgeReport(plan.operation, result, report, trial)), ...crashOf(result, faultPlan)];
  const evaluation = await judgeRecovered(trial, workers.clean);
  const findings = [...reported, ...evaluation.findings];
  if (findings.length === 0) await rm(trial.folder, { recursive: true });
  return {
    plan,
    faultPlan,
    calls: calls.length,
    report,
    folder: trial.folder,
    conditions: evaluation.conditions,
    findings,
  };
}

function crashOf(result: CommandResult, { fault }: FaultPlan): Finding[] {
  return result.end === 'died' && !fault.startsWith('kill')
    ? [{ defect: 'crashed', detail: `the process ended by itself: ${result.message}` }]
    : [];
}

function sampleOf(plan: TrialPlan, tools: TrialTools): Sample {
  const sample = tools.samples.get(plan.encoding);
  if (!sample) throw new Error(`there is no sample of ${plan.encoding}`);
  return sample;
}

/** A folder in the state that the operation starts from. */
async function prepare(
  plan: TrialPlan,
  name: string,
  kill: FaultPlan,
  tools: TrialTools,
  workers: Workers,
): Promise<TrialFolder> {
  const trial = await new TrialFolder(join(tools.folder, name), plan, sampleOf(plan, tools)).fill();
  const needsWritten = plan.operation === 'undo' || (plan.operation === 'recover' && plan.killed === 'undo');
  if (needsWritten) {
    const { count } = await workers.clean.perform(commandOf('apply', trial, plan, tools), SILENCE_MILLISECONDS);
    if (count !== plan.files) throw new Error(`${plan.encoding} could not be written without a fault`);
  }
  if (plan.operation === 'recover') await perform(plan.killed, trial, kill, plan, tools);
  return trial;
}

function commandOf(
  operation: Operation,
  { root, music, paths }: TrialFolder,
  { keepModificationTime }: TrialPlan,
  { decoder }: TrialTools,
): DriverCommand {
  return operation === 'apply'
    ? { operation, root, folder: music, paths, genres: GENRES, keepModificationTime, decoder }
    : { operation, root };
}

/** One operation in a process of its own, under the shim. */
async function perform(
  operation: Operation,
  trial: TrialFolder,
  { at, fault }: FaultPlan,
  plan: TrialPlan,
  tools: TrialTools,
): Promise<{ result: CommandResult; report: ShimReport }> {
  const control = new ShimControl(`${trial.folder}.control`);
  control.arm(at, fault);
  const hurt = new DriverProcess({ driver: tools.driver, env: shimEnvironment(tools, trial.folder, control) });
  const result = await hurt.perform(commandOf(operation, trial, plan, tools), SILENCE_MILLISECONDS);
  await hurt.close();
  const report = control.read();
  await rm(control.file);
  return { result, report };
}

/** The calls of writing or undoing so many files of a format; measured once. */
function measure(
  plan: TrialPlan,
  operation: 'apply' | 'undo',
  tools: TrialTools,
  workers: Workers,
): Promise<readonly Call[]> {
  const key = `${plan.encoding} ${plan.files} ${operation}`;
  const known = tools.measured.get(key);
  if (known) return known;
  const measuring = measureOnce({ ...plan, operation }, key, NO_FAULT, tools, workers);
  tools.measured.set(key, measuring);
  return measuring;
}

/** The calls of an operation without a fault, after the same kill as the trial's. */
async function measureOnce(
  plan: TrialPlan,
  name: string,
  kill: FaultPlan,
  tools: TrialTools,
  workers: Workers,
): Promise<readonly Call[]> {
  const trial = await prepare(plan, `measure ${name}`, kill, tools, workers);
  workers.control.reset();
  const result = await workers.meter.perform(commandOf(plan.operation, trial, plan, tools), SILENCE_MILLISECONDS);
  const { calls } = workers.control.read();
  if (result.end !== 'done' || calls.length === 0)
    throw new Error(
      `The ${plan.operation} of ${plan.encoding} does not work without a fault: ` +
        `${result.end} ${result.code} ${result.message}`,
    );
  await rm(trial.folder, { recursive: true });
  return calls;
}
