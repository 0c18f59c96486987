import { AppError } from '../../src-main/contract/app-error.ts';
import type { LoadedModel } from '../../src-main/pipeline/model/model-folder.ts';
import type { HeadSizes } from '../retrain/base-answers.ts';
import { runnerOf } from './onnx-runner.ts';

/** A head's ONNX file, and what its card says of it. */
export interface HeadFile {
  /** Of the model. */
  readonly name: string;
  readonly file: Uint8Array;
  readonly sizes: HeadSizes;
}

/** The head of a model; null where its network makes genres itself. */
export function headFileOf({ card, head: file }: Pick<LoadedModel, 'card' | 'head'>): HeadFile | null {
  const { name, genres, styles = [], head } = card;
  if (!file || !head) return null;
  return { name, file, sizes: { features: head.features, genres: genres.length, styles: styles.length } };
}

/** What a head makes of a track's features: logits. */
export interface HeadLogits {
  /** [genres] */
  readonly logits: Float32Array;
  /** [styles]; empty where it scores none */
  readonly styles: Float32Array;
}

/** What a head says of tracks. @throws AppError model-invalid where it does not fit features or card */
export async function runHead({ name, file, sizes }: HeadFile, tracks: readonly Float32Array[]): Promise<HeadLogits[]> {
  if (tracks.length === 0) return [];
  const features = rowsJoined(tracks, sizes.features);
  const runner = await runnerOf(file, { features: [-1, sizes.features] }, 'cpu', 1);
  try {
    const { logits, styles = new Float32Array(0) } = await runner.run({ features });
    if (logits?.length !== tracks.length * sizes.genres || styles.length !== tracks.length * sizes.styles)
      throw new AppError('model-invalid', `The head of ${name} does not answer as its card says.`);
    return tracks.map((_, track) => ({
      logits: rowOf(logits, track, sizes.genres),
      styles: rowOf(styles, track, sizes.styles),
    }));
  } finally {
    await runner.release();
  }
}

/** Rows of one length as one matrix. @throws AppError model-invalid where one has another length */
export function rowsJoined(rows: readonly Float32Array[], width: number): Float32Array {
  const matrix = new Float32Array(rows.length * width);
  rows.forEach((row, index) => {
    if (row.length !== width)
      throw new AppError('model-invalid', `${row.length} features, of which a head takes ${width}.`);
    matrix.set(row, index * width);
  });
  return matrix;
}

/** One row of a matrix. */
export function rowOf(matrix: Float32Array, row: number, width: number): Float32Array {
  return matrix.slice(row * width, (row + 1) * width);
}
