import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import type { Example } from '../dataset/example.ts';
import { embeddingsOf, inferenceGraph } from '../evaluation/predict.ts';
import type { CompileGraph } from '../autodiff/graph-runner.ts';
import type { Bases } from './bases.ts';

/** What an analysis would keep of every example: the bases' features, mean over its patches. */
export async function hearExamples(
  { members, spec }: Bases,
  examples: readonly Example[],
  compile: CompileGraph,
): Promise<Float32Array[]> {
  const runners = await Promise.all(
    members.map(({ architecture, state, layout }) => {
      const genreCount = layout.parameters.find(({ name }) => name === 'genres.bias')?.shape[0] ?? 0;
      return compile(inferenceGraph(architecture.network(genreCount), state, inputShape(spec)));
    }),
  );
  const features: Float32Array[] = [];
  for (const example of examples) {
    const parts: number[] = [];
    for (const runner of runners) parts.push(...(await embeddingsOf(runner, spec, example)).mean);
    features.push(Float32Array.from(parts));
  }
  await Promise.all(runners.map((runner) => runner.release()));
  return features;
}
