import { median } from '../median.ts';
import { ownMilliseconds } from './processor-time.ts';

/** Milliseconds of one piece of work. */
export interface Cost {
  readonly elapsed: number;
  /** Of the processor. */
  readonly busy: number;
}

/** What one piece of work took. @param processorTime ms so far */
async function costOf(work: () => Promise<unknown>, processorTime: () => number = ownMilliseconds): Promise<Cost> {
  const [started, busy] = [performance.now(), processorTime()];
  await work();
  return { elapsed: performance.now() - started, busy: processorTime() - busy };
}

/**
 * Does every work once in every round, in turn, so that whatever else the machine does hits all alike; once before, so
 * that all are warm. Every second round goes the other way round.
 * @returns costs [work][round]
 */
export async function inTurn(
  works: readonly (() => Promise<unknown>)[],
  rounds: number,
  processorTime?: () => number,
): Promise<Cost[][]> {
  const costs: Cost[][] = works.map(() => []);
  for (const work of works) await work();
  for (let round = 0; round < rounds; round++) {
    const order = [...works.entries()];
    if (round % 2 === 1) order.reverse();
    for (const [index, work] of order) costs[index]?.push(await costOf(work, processorTime));
  }
  return costs;
}

/** Medians of what rounds took. */
export const medianCost = (costs: readonly Cost[]): Cost => ({
  elapsed: median(costs.map(({ elapsed }) => elapsed)),
  busy: median(costs.map(({ busy }) => busy)),
});

/** Medians of the ratios within each round. @param against costs of the same rounds */
export const medianRatio = (costs: readonly Cost[], against: readonly Cost[]): Cost =>
  medianCost(
    costs.map(({ elapsed, busy }, round) => ({
      elapsed: elapsed / (against[round]?.elapsed ?? NaN),
      busy: busy / (against[round]?.busy ?? NaN),
    })),
  );
