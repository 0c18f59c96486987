import { createRandom } from '../../../training/random/random.ts';
import { weightSources } from './sources.ts';
import { digestOf, tryMutant } from './try-mutant.ts';
import type { WeightOutcome } from './try-mutant.ts';

/** What the process is to do. */
export interface ChildRequest {
  readonly seed: number;
  /** The first mutant's number, and the one after the last. */
  readonly first: number;
  readonly end: number;
  readonly files: readonly string[];
}

/** What it says after each mutant. */
export interface ChildReply extends WeightOutcome {
  readonly index: number;
  readonly source: string;
  readonly peakBytes: number;
}

function tell(reply: ChildReply): Promise<void> {
  return new Promise((resolve, reject) =>
    process.send?.(reply, (error: Error | null) => (error ? reject(error) : resolve())),
  );
}

async function tryMutants({ seed, first, end, files }: ChildRequest): Promise<void> {
  const sources = weightSources(files).map((source) => ({ ...source, digest: digestOf(source.original.read()) }));
  for (let index = first; index < end; index++) {
    const source = sources[index % sources.length];
    if (!source) throw new Error('there are no files to make mutants of');
    const outcome = tryMutant(source.mutant(createRandom(seed).fork(index)), source.digest);
    const peakBytes = process.resourceUsage().maxRSS * 1024;
    await tell({ ...outcome, index, source: source.name, peakBytes });
  }
}

process.once('message', (request: ChildRequest) => void tryMutants(request).then(() => process.disconnect()));
