import type { ProviderName } from '../../../src-main/contract/values.ts';
import type { Session, SessionOptions } from '../../../src-main/pipeline/model/session.ts';
import { createSession } from '../../../src-main/pipeline/model/session.ts';
import { timed } from '../timed.ts';
import { differenceOf } from './difference.ts';
import { profiled, sharesOf } from './node-providers.ts';
import type { ShippedNetwork } from './shipped-networks.ts';
import { batchOf } from './shipped-networks.ts';
import { attempt, beginTable, figure, operationsText } from './table.ts';

/** How to measure. */
export interface MeasureOptions {
  readonly provider: ProviderName;
  readonly threads: number;
  readonly rounds: number;
  /** After which no other round of a measurement begins. */
  readonly seconds: number;
}

const COMPARED_BATCH = 8;
const BATCHES = [1, 8, 32, 128];
/** A run that would take longer is left out. */
const LONGEST_RUN_SECONDS = 2;

/** Prints where every network's nodes ran, and how far its results are from the CPU's. @returns nodes that ran on it */
export async function measureNodes(networks: readonly ShippedNetwork[], options: MeasureOptions): Promise<number> {
  const { provider } = options;
  const row = beginTable(
    `Nodes on ${provider}, and results beside the CPU’s (batch ${COMPARED_BATCH}): the largest difference, and the share of the output’s largest number`,
    ['network', `${provider}`, 'CPU', 'max |Δ|', 'relative', 'operations on the CPU'],
  );
  let total = 0;
  for (const network of networks) {
    const measured = await attempt(() => compareOne(network, options));
    if ('reason' in measured) row([network.name, measured.reason]);
    else {
      const { others, cpu } = sharesOf(measured.nodes);
      const { largest, relative } = measured.difference;
      total += provider === 'cpu' ? cpu : others;
      const [differences, operations] = [[largest, relative].map(figure), operationsText(measured.nodes)];
      row([network.name, `${others}`, `${cpu}`, ...differences, provider === 'cpu' ? 'all' : operations]);
    }
  }
  return total;
}

async function compareOne(network: ShippedNetwork, { provider, threads }: MeasureOptions) {
  const [feeds, shapes] = batchOf(network, COMPARED_BATCH);
  const answerOf = (options: SessionOptions) =>
    withSession(network.network, options, (session) => session.run(feeds, shapes));
  const expected = await answerOf({ provider: 'cpu', threads });
  const { result, nodes } = await profiled((profilePrefix) => answerOf({ provider, threads, profilePrefix }));
  return { nodes, difference: differenceOf(result, expected) };
}

async function withSession<T>(
  network: Uint8Array,
  options: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await createSession(network, options);
  try {
    return await work(session);
  } finally {
    await session.release();
  }
}

/** Prints how many items a second every network takes on the CPU and on the provider. */
export async function measureSpeeds(networks: readonly ShippedNetwork[], options: MeasureOptions): Promise<void> {
  const { provider, rounds } = options;
  const title = `Items a second, medians of ${rounds} rounds (patches; rows of features of heads)`;
  const row = beginTable(title, ['network', 'batch', 'cpu', provider, 'times']);
  for (const network of networks) {
    const cpu = await attempt(() => speedsOf(network, { ...options, provider: 'cpu' }));
    const other = await attempt(() => speedsOf(network, options));
    BATCHES.forEach((batch, index) => {
      const [ours, theirs] = [cpu, other].map((each) => ('reason' in each ? each.reason : (each[index] ?? '')));
      const isBoth = typeof ours === 'number' && typeof theirs === 'number';
      row([network.name, `${batch}`, figure(ours ?? ''), figure(theirs ?? ''), isBoth ? figure(theirs / ours) : '']);
    });
  }
}

/** Items a second at every size of batch, or why there is no figure. */
function speedsOf(
  network: ShippedNetwork,
  { provider, threads, rounds, seconds }: MeasureOptions,
): Promise<(number | string)[]> {
  return withSession(network.network, { provider, threads }, async (session) => {
    const speeds: (number | string)[] = [];
    let perItem = 0;
    for (const batch of BATCHES) {
      if (perItem * batch > 1000 * LONGEST_RUN_SECONDS) {
        speeds.push(`skipped (over ${LONGEST_RUN_SECONDS} s)`);
        continue;
      }
      const [feeds, shapes] = batchOf(network, batch);
      const speed = await attempt(async () => {
        perItem = (await timed(() => session.run(feeds, shapes), rounds, seconds)) / batch;
        return 1000 / perItem;
      });
      speeds.push(typeof speed === 'number' ? speed : speed.reason);
    }
    return speeds;
  });
}
