import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Architecture, Recipe } from '../../training/architectures/architecture.ts';
import { ARCHITECTURES } from '../../training/architectures/index.ts';
import { matMul } from '../../training/autodiff/functions/index.ts';
import { Graph } from '../../training/autodiff/graph.ts';
import { onnxCompiler } from '../../training/runtime/onnx-runner.ts';
import type { TensorFlow } from './tensorflow-models.ts';
import { tensorFlowModel } from './tensorflow-models.ts';
import { timed } from './timed.ts';
import { BATCH, prepareSteps } from './training-steps.ts';

/**
 * `npm run bench:train -- [--threads N] [--rounds N] [--only NAME] [--no-peer]`: milliseconds of one training step of
 * every architecture, as it is trained and, like the peer's, with Adam alone (no weight decay, clipping or averaging),
 * beside TensorFlow.js on the same model in the same run and beside what a 2048³ matrix product says
 * of this processor's arithmetic. TensorFlow.js is fetched from npm into the cache on first use; it is no dependency.
 */
const { values } = parseArgs({
  options: {
    threads: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '7' },
    only: { type: 'string' },
    'no-peer': { type: 'boolean' },
  },
});
const threads = Number(values.threads);
const rounds = Number(values.rounds);
const PEER_VERSION = '4.22.0';
const compile = onnxCompiler('cpu', threads);

/** GFLOP/s of a 2048³ product. */
async function arithmeticLimit(): Promise<number> {
  const graph = new Graph();
  const size = 2048;
  graph.output('product', matMul(graph.input('a', [size, size]), graph.input('b', [size, size])));
  const runner = await compile(graph);
  const feeds = { a: new Float32Array(size * size).fill(0.5), b: new Float32Array(size * size).fill(0.25) };
  const milliseconds = await timed(() => runner.run(feeds), rounds);
  await runner.release();
  return (2 * size ** 3) / milliseconds / 1e6;
}

/** Multiply-adds of one step, as floating-point operations: matrix products and convolutions, forward and backward. */
function stepGigaflops(graph: Graph, repeats = 1): number {
  let total = 0;
  for (const node of graph.nodes) {
    const [left, right] = node.inputs;
    const [output] = node.outputs;
    if (!output || !left) continue;
    const outputs = output.shape.reduce((a, b) => a * b, 1);
    if (node.operation === 'MatMul') total += 2 * outputs * (left.shape.at(-1) ?? 0);
    else if (node.operation === 'Conv' && right) total += 2 * outputs * right.shape.slice(1).reduce((a, b) => a * b, 1);
    else if (node.operation === 'ConvTranspose' && right)
      total += 2 * left.shape.reduce((a, b) => a * b, 1) * right.shape.slice(1).reduce((a, b) => a * b, 1);
    else if ('body' in node.attributes)
      total +=
        1e9 *
        stepGigaflops(
          node.attributes.body,
          left.shape.length > 0 ? (node.inputs[node.attributes.carryCount]?.shape[0] ?? 1) : 1,
        );
  }
  return (repeats * total) / 1e9;
}

const ADAM_ALONE = {
  optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 },
  clipNorm: null,
  averagingRate: 1,
} as const;

async function measureOurs(
  architecture: Architecture,
  changes: Partial<Recipe> = {},
): Promise<{ milliseconds: number; gigaflops: number }> {
  const { graph, stepsPerRun, start } = prepareSteps(architecture, null, changes);
  const runner = await compile(graph);
  const milliseconds = (await timed(start(runner), rounds)) / stepsPerRun;
  await runner.release();
  return { milliseconds, gigaflops: stepGigaflops(graph) / stepsPerRun };
}

/** Fetches the peer once, beside the cached runtimes. */
async function loadPeer(): Promise<TensorFlow> {
  const folder = join(homedir(), '.cache', 'genrescope', `bench-tensorflow-${PEER_VERSION}`);
  if (!existsSync(join(folder, 'node_modules', '@tensorflow', 'tfjs-backend-wasm'))) {
    mkdirSync(folder, { recursive: true });
    console.log(`Fetching TensorFlow.js ${PEER_VERSION} from npm (once)…`);
    const packages = ['tfjs', 'tfjs-backend-wasm'].map((name) => `@tensorflow/${name}@${PEER_VERSION}`);
    execFileSync('npm', ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--silent', ...packages], {
      stdio: 'inherit',
    });
  }
  const require = createRequire(join(folder, 'package.json'));
  const peer = require('@tensorflow/tfjs') as TensorFlow;
  const wasm = require('@tensorflow/tfjs-backend-wasm') as {
    setWasmPaths(path: string): void;
    setThreadsCount(count: number): void;
  };
  wasm.setThreadsCount(threads);
  return peer;
}

async function measurePeer(peer: TensorFlow, architecture: Architecture): Promise<string> {
  for (const backend of ['wasm', 'cpu']) {
    await peer.setBackend(backend);
    await peer.ready();
    const step = tensorFlowModel(peer, architecture.name, backend === 'cpu' ? 2 : BATCH);
    if (!step) return 'no such model';
    try {
      // The plain JavaScript back end takes minutes for a whole batch of pictures: two examples, counted up.
      const milliseconds = await timed(step.run, backend === 'cpu' ? 1 : rounds);
      step.dispose();
      return backend === 'cpu'
        ? `${((milliseconds * BATCH) / 2).toFixed(0)} (cpu: a step of 2, times 16)`
        : `${milliseconds.toFixed(1)} (wasm)`;
    } catch (error) {
      step.dispose();
      const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      console.log(`  ${architecture.name}: ${backend} cannot: ${reason}`);
    }
  }
  return 'cannot';
}

const limit = await arithmeticLimit();
console.log(
  `2048³ matrix product with ${threads} threads: ${limit.toFixed(0)} GFLOP/s; batch ${BATCH}; medians of ${rounds}`,
);
const peer = values['no-peer'] ? null : await loadPeer();
for (const architecture of ARCHITECTURES.filter(({ name }) => values.only === undefined || values.only === name)) {
  const { milliseconds, gigaflops } = await measureOurs(architecture);
  const alone = (await measureOurs(architecture, ADAM_ALONE)).milliseconds;
  const theirs = peer ? await measurePeer(peer, architecture) : 'not asked';
  const [ratio, ratioAlone] = [Number.parseFloat(theirs) / milliseconds, Number.parseFloat(theirs) / alone];
  const reached = (100 * gigaflops) / limit / (milliseconds / 1000);
  const comparison = `${ratio.toFixed(0)} times ours, ${ratioAlone.toFixed(0)} times Adam alone`;
  console.log(
    `${architecture.name.padEnd(16)} ${milliseconds.toFixed(1).padStart(7)} ms/step ` +
      `(${alone.toFixed(1)} with Adam alone); ` +
      `${gigaflops.toFixed(2)} GFLOP, ${reached.toFixed(0)}% of the limit; ` +
      `TensorFlow.js ${theirs}${Number.isFinite(ratio) ? `: ${comparison}` : ''}`,
  );
}
