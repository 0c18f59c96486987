/** A dense layer from features to logits: what follows a network's last features. */
export interface Head {
  /** [features, genres] */
  readonly weights: Float32Array;
  /** [genres] */
  readonly bias: Float32Array;
}

/** A head that is believed in before anything was learned. */
export interface Prior extends Head {
  /**
   * [genres] λ of Σ CE + λ/2·‖θ − θ₀‖² over standardised inputs, in tracks. Biases are held as well: how often a genre was
   * labelled says little of how often it occurs.
   */
  readonly strengths: readonly number[];
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
