import './disable-telemetry.ts';
import * as onnx from 'onnxruntime-node';
import { AppError } from '../../contract/app-error.ts';
import type { ProviderChoice } from '../../contract/values.ts';
import type { Tensors } from '../../contract/tensors.ts';
import type { ProviderReport } from '../../contract/scan.ts';
import { requireSelfContained } from './require-self-contained.ts';
import { withinSeconds } from './run-clock.ts';
import type { RunLimits } from './run-limits.ts';
import { RUN_LIMITS, secondsForRun } from './run-limits.ts';
import { obstacleTo, providersToTry, RUNTIME_NAMES } from './execution-providers.ts';

/** A network that is ready to run. `run` blocks its thread while it computes. */
export interface Session {
  readonly provider: ProviderReport;
  /** Shapes of the feeds are [length / Π(rest), …rest] with `rest` from `shapes`. */
  run(feeds: Tensors, shapes: Readonly<Record<string, readonly number[]>>): Promise<Tensors>;
  release(): Promise<void>;
}

/** How to run a network. */
export interface SessionOptions {
  readonly provider: ProviderChoice;
  readonly threads: number;
  /** {@link RUN_LIMITS} where nothing is said; null for graphs of our own, which end. */
  readonly limits?: RunLimits | null;
  /** Where the session's profile goes, which names the provider of every node: PREFIX_TIME.json, written on release. */
  readonly profilePrefix?: string;
}

/**
 * Creates a session on the first provider that works. Loading and running have a time limit, after which the whole
 * process is ended, see {@link withinSeconds}.
 * @throws AppError provider-unavailable; model-invalid where the network is damaged or would read other files
 */
export async function createSession(network: Uint8Array, options: SessionOptions): Promise<Session> {
  requireSelfContained(network);
  const { limits = RUN_LIMITS } = options;
  const attempts: ProviderReport['attempts'][number][] = [];
  for (const provider of providersToTry(options.provider, process.platform)) {
    const reason = await obstacleTo(provider);
    if (reason) {
      attempts.push({ provider, reason });
      continue;
    }
    try {
      const load = () =>
        onnx.InferenceSession.create(network, {
          executionProviders: [RUNTIME_NAMES[provider]],
          intraOpNumThreads: options.threads,
          interOpNumThreads: 1,
          enableMemPattern: false,
          logSeverityLevel: 4,
          ...(options.profilePrefix && { enableProfiling: true, profileFilePrefix: options.profilePrefix }),
        });
      const session = await (limits ? withinSeconds(limits.loadSeconds, load) : load());
      return wrap(session, { active: provider, attempts }, limits);
    } catch (error) {
      attempts.push({ provider, reason: error instanceof Error ? firstLine(error.message) : String(error) });
    }
  }
  throw new AppError(
    'provider-unavailable',
    attempts.map(({ provider, reason }) => `${provider}: ${reason}`).join('; '),
  );
}

/** ONNX Runtime's version. */
export function runtimeVersion(): string {
  return onnx.env.versions.common;
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/^.*?was false\. /, '').slice(0, 300);
}

function wrap(session: onnx.InferenceSession, provider: ProviderReport, limits: RunLimits | null): Session {
  return {
    provider,
    async run(feeds, shapes) {
      const tensors = Object.entries(feeds).map(
        ([name, data]) => [name, toTensor(data, shapes[name] ?? [data.length])] as const,
      );
      const run = () => session.run(Object.fromEntries(tensors));
      const results = await (limits ? withinSeconds(secondsForRun(feeds, limits), run) : run());
      return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, toFloats(name, tensor)]));
    },
    release: () => session.release(),
  };
}

/** A leading -1 stands for whatever the data's length leaves. */
function toTensor(data: Float32Array, shape: readonly number[]): onnx.Tensor {
  const rest = shape.slice(1).reduce((product, size) => product * size, 1);
  return new onnx.Tensor('float32', data, shape[0] === -1 ? [data.length / rest, ...shape.slice(1)] : shape);
}

function toFloats(name: string, tensor: onnx.Tensor): Float32Array {
  if (!(tensor.data instanceof Float32Array))
    throw new AppError('model-invalid', `The network’s output ${name} is not float32.`);
  return tensor.data;
}
