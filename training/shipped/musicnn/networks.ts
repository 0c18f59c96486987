import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EFFICIENTAT_SPEC, MUSICNN_SPEC } from '../../../src-main/pipeline/features/known-specs.ts';
import type { SpectrogramSpec } from '../../../src-main/pipeline/features/spectrogram-spec.ts';
import { readEfficientat } from '../../imported/efficientat-weights.ts';
import type { ImportedNetwork } from '../../imported/imported-network.ts';
import { readMusicnn } from '../../imported/musicnn-weights.ts';

/** Six patches of three seconds in a half-minute: hardly less often right than ten, in less than two thirds of the time. */
export const SPARSE_MUSICNN_SPEC: SpectrogramSpec = { ...MUSICNN_SPEC, patchHopFrames: 337 };
/** Of a teacher, which may take its time. */
export const TEACHER_SPEC = EFFICIENTAT_SPEC;

/** musicnn of its authors' checkpoint, with all of its filters. @throws AppError weights-invalid */
export async function openMusicnn(folder: string): Promise<ImportedNetwork> {
  const index = await readFile(join(folder, '.index'));
  const data = await readFile(join(folder, '.data-00000-of-00001'));
  return readMusicnn({ index, data });
}

/** EfficientAT's mn04 of its authors' file. @throws AppError weights-invalid */
export async function openTeacher(file: string): Promise<ImportedNetwork> {
  return readEfficientat(await readFile(file));
}
