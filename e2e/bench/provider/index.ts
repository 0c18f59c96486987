import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { PROVIDERS } from '../../../src-main/contract/values.ts';
import { obstacleTo } from '../../../src-main/pipeline/model/execution-providers.ts';
import { runtimeVersion } from '../../../src-main/pipeline/model/session.ts';
import { ARCHITECTURES } from '../../../training/architectures/index.ts';
import type { MeasureOptions } from './measure-networks.ts';
import { measureNodes, measureSpeeds } from './measure-networks.ts';
import { measureTraining } from './measure-training.ts';
import { shippedNetworks } from './shipped-networks.ts';
import { attempt } from './table.ts';

/**
 * `npm run bench:provider -- [--provider cuda|webgpu|…] [--threads N] [--rounds N] [--seconds N] [--part networks|training]
 * [--only NAME,…] [--models FOLDER]`: whether a GPU really runs the shipped networks and training steps, whether its
 * results are the CPU's, and what it is worth beside the CPU. Ends with status 1 where the provider cannot run or ran
 * nothing. `--only` takes beginnings of names.
 */
const { values } = parseArgs({
  options: {
    provider: { type: 'string', default: 'cuda' },
    threads: { type: 'string', default: `${availableParallelism()}` },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    part: { type: 'string' },
    only: { type: 'string' },
    models: { type: 'string', default: join('resources', 'models') },
  },
});
const positive = z.coerce.number().positive();
const settings = z
  .object({
    provider: z.enum(PROVIDERS),
    threads: positive,
    rounds: positive,
    seconds: positive,
    part: z.enum(['networks', 'training']).optional(),
  })
  .parse(values);
const names = values.only?.split(',');
const isAsked = ({ name }: { readonly name: string }) => !names || names.some((each) => name.startsWith(each));

async function measureShipped(options: MeasureOptions): Promise<number> {
  const networks = await attempt(() => shippedNetworks(values.models));
  if ('reason' in networks) {
    console.log(`\nNo network was measured: ${networks.reason}`);
    return 0;
  }
  const nodes = await measureNodes(networks.filter(isAsked), options);
  await measureSpeeds(networks.filter(isAsked), options);
  return nodes;
}

async function measureAll({ part, ...options }: typeof settings): Promise<void> {
  const { provider, threads } = options;
  const began = performance.now();
  console.log(`ONNX Runtime ${runtimeVersion()}: ${provider} beside the CPU with ${threads} threads`);
  const shipped = part === 'training' ? 0 : await measureShipped(options);
  const training = part === 'networks' ? 0 : await measureTraining(ARCHITECTURES.filter(isAsked), options);
  console.log(`\n${((performance.now() - began) / 1000).toFixed(0)} s in all`);
  if (shipped + training > 0) return;
  console.log(`Nothing ran on ${provider}.`);
  process.exitCode = 1;
}

const obstacle = await obstacleTo(settings.provider);
if (obstacle === null) await measureAll(settings);
else {
  console.log(`${settings.provider} cannot run here: ${obstacle}`);
  process.exitCode = 1;
}
