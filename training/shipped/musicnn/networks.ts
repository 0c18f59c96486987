import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EFFICIENTAT_SPEC, MUSICNN_SPEC } from '../../../src-main/pipeline/features/known-specs.ts';
import type { SpectrogramSpec } from '../../../src-main/pipeline/features/spectrogram-spec.ts';
import { inferenceGraph } from '../../evaluation/predict.ts';
import { importEfficientat, isEfficientatWeight } from '../../imported/efficientat-weights.ts';
import type { ImportedNetwork } from '../../imported/imported-network.ts';
import { importMusicnn, isMusicnnWeight } from '../../imported/musicnn-weights.ts';
import { withoutSilentFilters } from '../../imported/without-silent-filters.ts';
import { encodeModel } from '../../onnx/encode-model.ts';
import { readPytorchState } from '../../weights/pytorch-state.ts';
import { readTensorflowCheckpoint } from '../../weights/tensorflow-checkpoint.ts';

/** Six patches of three seconds in a half-minute: as right as ten in the folds, in less than two thirds of the time. */
export const SPARSE_MUSICNN_SPEC: SpectrogramSpec = { ...MUSICNN_SPEC, patchHopFrames: 337 };
/** Of a teacher, which may take its time. */
export const TEACHER_SPEC = EFFICIENTAT_SPEC;

/** musicnn of its authors' checkpoint, without the filters that hear nothing. @throws AppError weights-invalid */
export async function openMusicnn(folder: string): Promise<ImportedNetwork> {
  const index = await readFile(join(folder, '.index'));
  const data = await readFile(join(folder, '.data-00000-of-00001'));
  return withoutSilentFilters(importMusicnn(readTensorflowCheckpoint({ index, data }, isMusicnnWeight)));
}

/** EfficientAT's mn04 of its authors' file. @throws AppError weights-invalid */
export async function openTeacher(file: string): Promise<ImportedNetwork> {
  return importEfficientat(readPytorchState(await readFile(file), isEfficientatWeight));
}

/** The network as a file: `patches` → `logits` and `embedding`. */
export function networkFile({ network, state, inputShape }: ImportedNetwork): Uint8Array {
  return encodeModel(inferenceGraph(network, state, inputShape), 'genrescope');
}
