import { segmentsOf } from '../../../src-main/pipeline/decode/analysis-windows.ts';
import type { Decoder } from '../../../src-main/pipeline/decode/decoder.ts';
import { inputShape } from '../../../src-main/pipeline/features/feature-spec.ts';
import { createMelStream } from '../../../src-main/pipeline/features/mel-stream.ts';
import { PatchStream } from '../../../src-main/pipeline/features/patch-stream.ts';
import type { SpectrogramSpec } from '../../../src-main/pipeline/features/spectrogram-spec.ts';
import { Hearer } from '../../../src-main/pipeline/hearing/hear.ts';
import { meanEmbedding } from '../../../src-main/pipeline/probabilities/predict-member.ts';
import { readMetadata } from '../../../src-main/pipeline/scan/read-metadata.ts';
import type { GraphRunner } from '../../autodiff/graph-runner.ts';
import { rowOf, rowsJoined } from '../../runtime/run-head.ts';

/** What a network makes of a clip: means over its patches. */
export interface HeardClip {
  /** [features] */
  readonly features: Float32Array;
  /** [answers] the network's own logits. */
  readonly answers: Float32Array;
}

/** Hears the patches of a clip that an analysis of half a minute would hear. @throws AppError */
export async function hearClip(
  path: string,
  spec: SpectrogramSpec,
  network: GraphRunner,
  decoder: Decoder,
): Promise<HeardClip> {
  const { durationSeconds } = await readMetadata(path);
  const [segment = { startSeconds: 0 }] = segmentsOf('30s', durationSeconds);
  const hearer = new Hearer(path, [spec.sampleRate], decoder);
  const { result: patches } = await hearer.hearSounding(segment, async (open) => {
    const heard: Float32Array[] = [];
    const patchStream = new PatchStream(spec, ({ values }) => heard.push(values));
    const melStream = createMelStream(spec, (energies) => patchStream.push(energies));
    for await (const { samples } of open()) melStream.push(samples);
    melStream.finish();
    patchStream.finish();
    return heard;
  });
  const width = inputShape(spec).reduce((product, size) => product * size, 1);
  const { embedding, logits } = await network.run({ patches: rowsJoined(patches, width) });
  if (!embedding || !logits) throw new Error('the network gives no features');
  const meanOf = (matrix: Float32Array) =>
    meanEmbedding(patches.map((_, patch) => rowOf(matrix, patch, matrix.length / patches.length)));
  return { features: meanOf(embedding), answers: meanOf(logits) };
}
