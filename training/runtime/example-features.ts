import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import { patchInput } from '../../src-main/pipeline/features/patch-input.ts';
import type { Example } from '../dataset/example.ts';
import { cropOf, patchStarts } from '../dataset/example.ts';
import { inferenceGraph } from '../evaluation/predict.ts';
import type { CompileGraph } from '../autodiff/graph-runner.ts';
import type { Bases } from './bases.ts';

/** What an analysis would keep of every example: the bases' features, mean over patches that overlap by half. */
export async function hearExamples(
  { members, spec }: Bases,
  examples: readonly Example[],
  compile: CompileGraph,
): Promise<Float32Array[]> {
  const size = inputShape(spec).reduce((product, length) => product * length, 1);
  const input = patchInput(spec);
  const runners = await Promise.all(
    members.map(({ architecture, state, layout }) => {
      const genreCount = layout.parameters.find(({ name }) => name === 'genres.bias')?.shape[0] ?? 0;
      return compile(inferenceGraph(architecture.network(genreCount), state, inputShape(spec)));
    }),
  );
  const features: Float32Array[] = [];
  for (const example of examples) {
    const starts = patchStarts(example.frames, spec.patchFrames, spec.patchHopFrames);
    const patches = new Float32Array(starts.length * size);
    starts.forEach((start, index) =>
      patches.set(input(cropOf(example, start, spec.patchFrames), example.peak), index * size),
    );
    const parts: number[] = [];
    for (const runner of runners) {
      const { embedding = new Float32Array(0) } = await runner.run({ patches });
      const width = embedding.length / starts.length;
      parts.push(
        ...Array.from(
          { length: width },
          (_, feature) =>
            starts.reduce((sum, _start, patch) => sum + (embedding[patch * width + feature] as number), 0) /
            starts.length,
        ),
      );
    }
    features.push(Float32Array.from(parts));
  }
  await Promise.all(runners.map((runner) => runner.release()));
  return features;
}
