/** A dense layer from features to logits: what follows a network's last features. */
export interface Head {
  /** [features, genres] */
  readonly weights: Float32Array;
  /** [genres] */
  readonly bias: Float32Array;
}

/** Logits [genres] of one track. */
export function applyHead({ weights, bias }: Head, features: ArrayLike<number>): number[] {
  const genres = bias.length;
  return Array.from(bias, (start, genre) => {
    let sum = start;
    for (let feature = 0; feature < features.length; feature++)
      sum += (features[feature] as number) * (weights[feature * genres + genre] as number);
    return sum;
  });
}
