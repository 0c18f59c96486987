import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** Where the nodes of a network ran. */
export interface NodeProviders {
  /** Nodes by ONNX Runtime's name of the provider. */
  readonly counts: ReadonlyMap<string, number>;
  /** Nodes that ran on the CPU, by type of operation. */
  readonly onCpu: ReadonlyMap<string, number>;
}

const CPU = 'CPUExecutionProvider';
/** Of ONNX Runtime's profile; other events are of whole runs. */
const eventSchema = z.object({
  cat: z.string(),
  name: z.string(),
  args: z.object({ provider: z.string().optional(), op_name: z.string().optional() }).optional(),
});
const KERNEL = '_kernel_time';

/** @param profile what ONNX Runtime wrote; a node that ran several times counts once */
function nodeProvidersOf(profile: unknown): NodeProviders {
  const nodes = new Map<string, { provider: string; operation: string }>();
  for (const { cat, name, args } of z.array(eventSchema).parse(profile))
    if (cat === 'Node' && name.endsWith(KERNEL) && args?.provider)
      nodes.set(`${args.provider} ${name}`, { provider: args.provider, operation: args.op_name ?? name });
  const all = [...nodes.values()];
  const onCpu = all.filter(({ provider }) => provider === CPU);
  return {
    counts: counted(all.map(({ provider }) => provider)),
    onCpu: counted(onCpu.map(({ operation }) => operation)),
  };
}

function counted(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map([...counts].sort(([, a], [, b]) => b - a));
}

/** Nodes on the CPU, and on all other providers. */
export function sharesOf({ counts }: NodeProviders): { readonly others: number; readonly cpu: number } {
  const cpu = counts.get(CPU) ?? 0;
  return { cpu, others: [...counts.values()].reduce((sum, count) => sum + count, 0) - cpu };
}

/**
 * Says where nodes ran.
 * @param work runs a session that was created with the given `profilePrefix`, and releases it
 */
export async function profiled<T>(
  work: (profilePrefix: string) => Promise<T>,
): Promise<{ readonly result: T; readonly nodes: NodeProviders }> {
  const folder = await mkdtemp(join(tmpdir(), 'genrescope-profile-'));
  try {
    const result = await work(join(folder, 'profile'));
    const [file = ''] = await readdir(folder);
    return { result, nodes: nodeProvidersOf(JSON.parse(await readFile(join(folder, file), 'utf8'))) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
