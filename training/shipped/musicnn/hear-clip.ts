import { segmentsOf } from '../../../src-main/pipeline/decode/analysis-windows.ts';
import type { Decoder } from '../../../src-main/pipeline/decode/decoder.ts';
import { createMelStream } from '../../../src-main/pipeline/features/mel-stream.ts';
import { PatchStream } from '../../../src-main/pipeline/features/patch-stream.ts';
import type { SpectrogramSpec } from '../../../src-main/pipeline/features/spectrogram-spec.ts';
import { Hearer } from '../../../src-main/pipeline/hearing/hear.ts';
import { readMetadata } from '../../../src-main/pipeline/scan/read-metadata.ts';
import type { GraphRunner } from '../../autodiff/graph-runner.ts';

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
  const { embedding, logits } = await network.run({ patches: rowAfterRow(patches) });
  if (!embedding || !logits) throw new Error('the network gives no features');
  return { features: meanOfRows(embedding, patches.length), answers: meanOfRows(logits, patches.length) };
}

function rowAfterRow(rows: readonly Float32Array[]): Float32Array {
  const width = rows[0]?.length ?? 0;
  const whole = new Float32Array(rows.length * width);
  rows.forEach((row, index) => whole.set(row, index * width));
  return whole;
}

/** @param values [rows, columns] */
function meanOfRows(values: Float32Array, rows: number): Float32Array {
  const columns = values.length / rows;
  const sums = new Float64Array(columns);
  values.forEach((value, index) => (sums[index % columns] = (sums[index % columns] as number) + value));
  return Float32Array.from(sums, (sum) => sum / rows);
}
