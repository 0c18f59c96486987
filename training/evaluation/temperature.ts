/** A track's mean logits and its one true genre. */
export interface LabelledLogits {
  readonly logits: ArrayLike<number>;
  readonly genre: number;
}

/**
 * The temperature that makes the labels most likely (Guo et al. 2017), by golden-section search over its logarithm:
 * the negative log-likelihood has one minimum.
 */
export function fitTemperature(tracks: readonly LabelledLogits[]): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let low = Math.log(0.05);
  let high = Math.log(20);
  for (let step = 0; step < 60; step++) {
    const left = high - ratio * (high - low);
    const right = low + ratio * (high - low);
    if (negativeLogLikelihood(tracks, Math.exp(left)) < negativeLogLikelihood(tracks, Math.exp(right))) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}

/** {@link fitTemperature} by labels of one genre: one that allows several does not say how sure to be of one. */
export function fitTemperatureToSingles(
  tracks: readonly { readonly logits: ArrayLike<number>; readonly allowed: readonly number[] }[],
): number {
  return fitTemperature(
    tracks.flatMap(({ logits, allowed: [genre, ...others] }) =>
      genre === undefined || others.length > 0 ? [] : [{ logits, genre }],
    ),
  );
}

/** Mean −log p(genre) at a temperature. */
export function negativeLogLikelihood(tracks: readonly LabelledLogits[], temperature: number): number {
  const losses = tracks.map(({ logits, genre }) => {
    const scaled = Array.from(logits, (logit) => logit / temperature);
    const largest = Math.max(...scaled);
    const logTotal = largest + Math.log(scaled.reduce((sum, value) => sum + Math.exp(value - largest), 0));
    return logTotal - (scaled[genre] as number);
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / Math.max(1, tracks.length);
}
