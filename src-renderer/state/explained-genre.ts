/** What is known when a genre to explain is sought. */
export interface ExplanationChoice {
  /** Whether saliency is shown at all. */
  readonly isOn: boolean;
  /** The genre, style or descriptor that the user chose on this track. */
  readonly chosen: string | null;
  /** All names that the model scores; empty while it listens. */
  readonly known: readonly string[];
  /** The genre that the model predicts for this track; null while it listens. */
  readonly predicted: string | null;
}

/**
 * The genre whose saliency is shown; null for none.
 *
 * Who has saliency on and goes to the next track asks “why this genre?” again. A genre that was chosen on another track may
 * be one that nobody would ask of here, at 4%; so what was chosen holds for its track alone, and every other track explains
 * what the model predicts for it. On the same track the choice stays, with another model too if that one knows the name.
 */
export function explainedGenre({ isOn, chosen, known, predicted }: ExplanationChoice): string | null {
  if (!isOn) return null;
  return chosen !== null && (predicted === null || known.includes(chosen)) ? chosen : predicted;
}
