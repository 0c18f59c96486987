import type { AutomaticTagging, HeldOutFacts } from '../contract/automatic.ts';
import { automaticThreshold, heldOutProofs } from '../contract/automatic.ts';
import { isLabelled } from '../contract/genre-meaning.ts';
import type { GenreRelation } from '../contract/labels.ts';
import type { Settings } from '../contract/settings.ts';
import type { RetrainStore } from './retrain-store.ts';

/** Whose predictions are asked about, and what is known. */
export interface AutomaticQuestion {
  readonly model: string;
  /** What its card says of its held-out labels; null where it did not learn from any. */
  readonly heldOut: HeldOutFacts | null;
  readonly relations: readonly GenreRelation[];
  readonly genreMap: Settings['genreMap'];
  /** The open folder. */
  readonly root: string;
}

/** From which confidence on a model is right 95% of the time, by all labels that it did not learn from. */
export function automaticTagging(
  store: RetrainStore,
  { model, heldOut, relations, genreMap, root }: AutomaticQuestion,
): AutomaticTagging {
  const held = heldOutProofs(heldOut);
  const fresh = store.newlyLabelled(model, heldOut?.learnedAt ?? '').map(({ predicted, confidence, names }) => {
    const written = Object.hasOwn(genreMap, predicted) ? genreMap[predicted] : null;
    return { confidence, isRight: isLabelled(written == null ? [predicted] : [predicted, written], names, relations) };
  });
  const threshold = automaticThreshold([...held, ...fresh]);
  return {
    ...threshold,
    ...store.coverage(root, model, threshold.confidence),
    proofs: held.length + fresh.length,
    fresh: fresh.length,
  };
}
