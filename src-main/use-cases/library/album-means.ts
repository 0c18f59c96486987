import type { FilePrediction } from './plan-file.ts';

/** Where a track belongs, by its tags and its place. */
export interface AlbumPlace {
  readonly folder: string;
  readonly album: string;
}

interface Sum {
  readonly model: string;
  readonly names: readonly string[];
  readonly genres: Float64Array;
  readonly styles: Float64Array;
  tracks: number;
}

/**
 * Mean predictions of albums. An album is what has one album text in one folder; predictions of two models are not
 * mixed.
 */
export class AlbumMeans {
  /** Of each album, one of each model that its tracks were analysed by. */
  readonly #sums = new Map<string, Sum[]>();

  /** Adds what a model says of a track. A track without an album counts nowhere. */
  add(place: AlbumPlace, prediction: FilePrediction): void {
    const key = keyOf(place);
    if (key === null) return;
    const { probabilities, styleScores } = prediction;
    const sum = this.#sumOf(key, prediction) ?? this.#begin(key, prediction);
    addTo(sum.genres, probabilities);
    addTo(sum.styles, styleScores);
    sum.tracks += 1;
  }

  /** The mean of the album of a track, as its own model predicts; null where the track has no album. */
  of(place: AlbumPlace, prediction: FilePrediction): FilePrediction | null {
    const key = keyOf(place);
    const sum = key === null ? undefined : this.#sumOf(key, prediction);
    if (!sum) return null;
    const mean = (values: Float64Array) => Array.from(values, (value) => value / sum.tracks);
    return { ...prediction, probabilities: mean(sum.genres), styleScores: mean(sum.styles) };
  }

  #begin(key: string, { model, genres, styleScores }: FilePrediction): Sum {
    const sum = {
      model,
      names: genres,
      genres: new Float64Array(genres.length),
      styles: new Float64Array(styleScores.length),
      tracks: 0,
    };
    this.#sums.set(key, [...(this.#sums.get(key) ?? []), sum]);
    return sum;
  }

  #sumOf(key: string, { model, genres, styleScores }: FilePrediction): Sum | undefined {
    return this.#sums
      .get(key)
      ?.find(
        (sum) =>
          sum.model === model &&
          sum.styles.length === styleScores.length &&
          sum.names.length === genres.length &&
          sum.names.every((name, index) => name === genres[index]),
      );
  }
}

function addTo(sum: Float64Array, values: ArrayLike<number>): void {
  for (const [index, before] of sum.entries()) sum[index] = before + (values[index] ?? 0);
}

function keyOf({ folder, album }: AlbumPlace): string | null {
  const title = album.trim();
  return title === '' ? null : `${folder}\0${title}`;
}
