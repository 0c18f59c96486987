import type { Architecture } from '../../../training/architectures/architecture.ts';
import { compilerWith } from '../../../training/runtime/onnx-runner.ts';
import { timed } from '../timed.ts';
import type { PreparedSteps } from '../training-steps.ts';
import { BATCH, prepareSteps } from '../training-steps.ts';
import type { MeasureOptions } from './measure-networks.ts';
import { profiled, sharesOf } from './node-providers.ts';
import { attempt, beginTable, figure, operationsText } from './table.ts';

const STEPS_TOGETHER = 8;
/** A run that would take longer is left out. */
const LONGEST_RUN_SECONDS = 6;

/** Steps a second, and the loss of the first of them. */
interface StepSpeed {
  readonly speed: number;
  readonly firstLoss: number;
}

/** Prints what training steps of every architecture do on the CPU and on the provider. @returns nodes that ran on it */
export async function measureTraining(
  architectures: readonly Architecture[],
  options: MeasureOptions,
): Promise<number> {
  const { provider, rounds, seconds } = options;
  const row = beginTable(
    `Training steps a second, batch ${BATCH}, with 1 and ${STEPS_TOGETHER} steps a run; medians of at most ${rounds} runs or ${seconds} s; ` +
      `skipped where a run would take over ${LONGEST_RUN_SECONDS} s; the first step’s nodes, and its loss beside the CPU’s`,
    [
      'architecture',
      ...['cpu', provider].flatMap((each) => [1, STEPS_TOGETHER].map((steps) => `${each} ${steps}`)),
      'times',
      'max |Δ loss|',
      `nodes ${provider}`,
      'nodes CPU',
      'operations on the CPU',
    ],
  );
  let total = 0;
  for (const architecture of architectures) {
    const { cells, reasons, used } = await measureOne(architecture, options);
    row([architecture.name, ...cells]);
    for (const [what, reason] of reasons) console.log(`  ${what}: ${reason}`);
    total += used;
  }
  return total;
}

async function measureOne(architecture: Architecture, options: MeasureOptions) {
  const reasons: [string, string][] = [];
  const take = async <T>(what: string, work: () => Promise<T>): Promise<T | null> => {
    const done = await attempt(work);
    if (typeof done !== 'object' || done === null || !('reason' in done)) return done as T;
    reasons.push([what, done.reason]);
    return null;
  };
  const speeds: (StepSpeed | 'skipped' | null)[] = [];
  for (const provider of ['cpu', options.provider] as const) {
    const measure = (steps: number) =>
      take(`${provider}, ${steps}`, () => speedOf(prepareSteps(architecture, steps), { ...options, provider }));
    const single = await measure(1);
    const isTooLong = single !== null && STEPS_TOGETHER / single.speed > LONGEST_RUN_SECONDS;
    speeds.push(single, isTooLong ? 'skipped' : await measure(STEPS_TOGETHER));
  }
  const nodes = await take(`${options.provider}, nodes`, () => nodesOf(prepareSteps(architecture, 1), options));
  const [cpu, , other] = speeds.map((each) => (each === 'skipped' ? null : each));
  const [best, bestOther] = [speeds.slice(0, 2), speeds.slice(2)].map(fastest);
  const ratio = (bestOther ?? NaN) / (best ?? NaN);
  const { others, cpu: onCpu } = nodes ? sharesOf(nodes) : { others: 0, cpu: 0 };
  const cells = [
    ...speeds.map((each) => figure(each === null ? '–' : each === 'skipped' ? each : each.speed)),
    Number.isFinite(ratio) ? figure(ratio) : '–',
    cpu && other ? figure(Math.abs(cpu.firstLoss - other.firstLoss)) : '–',
    ...(nodes
      ? [`${others}`, `${onCpu}`, options.provider === 'cpu' ? 'all' : operationsText(nodes)]
      : ['–', '–', '–']),
  ];
  return { cells, reasons, used: options.provider === 'cpu' ? onCpu : others };
}

/** NaN where nothing was measured. */
function fastest(speeds: readonly (StepSpeed | 'skipped' | null)[]): number {
  const measured = speeds.filter((each) => each !== null && each !== 'skipped').map(({ speed }) => speed);
  return measured.length > 0 ? Math.max(...measured) : NaN;
}

async function speedOf(
  { graph, stepsPerRun, start }: PreparedSteps,
  { provider, threads, rounds, seconds }: MeasureOptions,
): Promise<StepSpeed> {
  const runner = await compilerWith({ provider, threads })(graph);
  try {
    const take = start(runner);
    const losses: number[] = [];
    const milliseconds = await timed(async () => losses.push(...(await take())), rounds, seconds);
    return { speed: (1000 * stepsPerRun) / milliseconds, firstLoss: losses[0] ?? NaN };
  } finally {
    await runner.release();
  }
}

async function nodesOf({ graph, start }: PreparedSteps, { provider, threads }: MeasureOptions) {
  const { nodes } = await profiled(async (profilePrefix) => {
    const runner = await compilerWith({ provider, threads, profilePrefix })(graph);
    try {
      await start(runner)();
    } finally {
      await runner.release();
    }
  });
  return nodes;
}
