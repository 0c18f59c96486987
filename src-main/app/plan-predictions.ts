import { AppError } from '../contract/app-error.ts';
import type { StyleInfo } from '../contract/styles.ts';
import type { LibraryDatabase } from '../library/database.ts';
import type { PlanRow } from '../library/plan-rows.ts';
import { planRowsBelow } from '../library/plan-rows.ts';
import { AlbumMeans } from '../use-cases/library/album-means.ts';
import type { FilePrediction } from '../use-cases/library/plan-file.ts';

/** What models' cards say of the styles that they score, by `specHash`. */
export type StylesByModel = ReadonlyMap<string, readonly StyleInfo[]>;

/** What the library keeps of a model's prediction; null where the track was not analysed. */
export function predictionOf(track: PlanRow, styles: StylesByModel): FilePrediction | null {
  const { genres, probabilities, model, styles_spec: spec, style_scores: styleScores } = track;
  if (!genres || !probabilities) return null;
  const scored = styleScores && styles.get(spec ?? '');
  return { model: model ?? '', genres, probabilities, styles: scored ?? [], styleScores: styleScores ?? [] };
}

/** Mean predictions of all albums below a folder; labelled tracks count by their labels alone. @throws AppError cancelled */
export async function albumMeansBelow(
  database: LibraryDatabase,
  root: string,
  styles: StylesByModel,
  signal: AbortSignal,
): Promise<AlbumMeans> {
  const means = new AlbumMeans();
  for await (const tracks of planRowsBelow(database, root)) {
    if (signal.aborted) throw new AppError('cancelled');
    for (const track of tracks) {
      const prediction = track.labels.length === 0 ? predictionOf(track, styles) : null;
      if (prediction) means.add(track, prediction);
    }
  }
  return means;
}
