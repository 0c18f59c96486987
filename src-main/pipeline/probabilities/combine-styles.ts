import type { StyleInfo } from '../../contract/styles.ts';

/** A model's styles, as its card has them. */
interface StyledCard {
  readonly styles?: readonly StyleInfo[] | undefined;
}

/**
 * The styles of several models: each once, as the first model that scores it tells; where several do, the threshold is
 * the mean of theirs, as their scores are averaged.
 */
export function joinStyles(cards: readonly StyledCard[]): StyleInfo[] {
  const byName = new Map<string, StyleInfo[]>();
  for (const style of cards.flatMap(({ styles = [] }) => styles))
    byName.set(style.name, [...(byName.get(style.name) ?? []), style]);
  return [...byName.values()].flatMap((alike) => {
    const [first] = alike;
    return first ? [{ ...first, threshold: mean(alike.map(({ threshold }) => threshold)) }] : [];
  });
}

/** Scores in the order of {@link joinStyles}. @param scores of each model, in the order of its own styles */
export function joinStyleScores(cards: readonly StyledCard[], scores: readonly (readonly number[])[]): number[] {
  const byName = new Map<string, number[]>();
  cards.forEach(({ styles = [] }, model) =>
    styles.forEach(({ name }, place) => byName.set(name, [...(byName.get(name) ?? []), scores[model]?.[place] ?? 0])),
  );
  return [...byName.values()].map(mean);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
