/** A model whose analyses keep features. */
interface Keyed {
  readonly name: string;
  readonly specHash: string;
  readonly featuresKey: string;
}

/** Spec hashes of the analyses whose features a model can predict; empty for a model that is not among them. */
export function analysesPredictableBy(model: string, catalogue: readonly Keyed[]): ReadonlySet<string> {
  const wanted = catalogue.find(({ name }) => name === model)?.featuresKey;
  return new Set(catalogue.filter(({ featuresKey }) => featuresKey === wanted).map(({ specHash }) => specHash));
}

/**
 * What a version stands on: a model that came before all of the user's and can be retrained, with the same features as
 * the current one if there is one.
 */
export function baseFor(
  current: string,
  catalogue: readonly (Keyed & { readonly isRetrained: boolean; readonly isBase: boolean })[],
  otherwise: string,
): string {
  const own = catalogue.find(({ name }) => name === current);
  if (own && !own.isRetrained && own.isBase) return current;
  return (
    catalogue.find((each) => !each.isRetrained && each.isBase && each.featuresKey === own?.featuresKey)?.name ??
    otherwise
  );
}
