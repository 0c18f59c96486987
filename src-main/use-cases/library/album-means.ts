import type { FilePrediction } from './plan-file.ts';

/** Where a track belongs, by its tags and its place. */
export interface AlbumPlace {
  readonly folder: string;
  readonly album: string;
}

interface Sum {
  readonly genres: Float64Array;
  readonly styles: Float64Array;
  tracks: number;
}

/**
 * Mean predictions of albums. An album is what has one album text in one folder; predictions of two models are not
 * mixed.
 */
export class AlbumMeans {
  readonly #sums = new Map<string, Sum>();

  /** Adds what a model says of a track. A track without an album counts nowhere. */
  add(place: AlbumPlace, prediction: FilePrediction): void {
    const key = keyOf(place, prediction);
    if (key === null) return;
    const { probabilities, styleScores } = prediction;
    const sum = this.#sums.get(key) ?? {
      genres: new Float64Array(probabilities.length),
      styles: new Float64Array(styleScores.length),
      tracks: 0,
    };
    for (const [index, value] of probabilities.entries()) sum.genres[index]! += value;
    for (let index = 0; index < styleScores.length; index++) sum.styles[index]! += styleScores[index] ?? 0;
    sum.tracks += 1;
    this.#sums.set(key, sum);
  }

  /** The mean of the album of a track, as its own model predicts; null where the track has no album. */
  of(place: AlbumPlace, prediction: FilePrediction): FilePrediction | null {
    const key = keyOf(place, prediction);
    const sum = key === null ? undefined : this.#sums.get(key);
    if (!sum) return null;
    const mean = (values: Float64Array) => Array.from(values, (value) => value / sum.tracks);
    return { ...prediction, probabilities: mean(sum.genres), styleScores: mean(sum.styles) };
  }
}

function keyOf({ folder, album }: AlbumPlace, { model, genres, styles }: FilePrediction): string | null {
  const title = album.trim();
  return title === '' ? null : JSON.stringify([folder, title, model, genres, styles.map(({ name }) => name)]);
}
