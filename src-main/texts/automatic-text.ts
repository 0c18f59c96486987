import type { AutomaticTagging } from '../contract/automatic.ts';
import { FEWEST_PROOFS } from '../contract/automatic.ts';
import { texts } from './index.ts';

/** The confidence from which a model is correct in at least 95% of cases, as a sentence. */
export function automaticText({
  confidence,
  accuracy,
  tracks,
  proofs,
  fresh,
  analysed,
  covered,
}: AutomaticTagging): string {
  if (proofs < FEWEST_PROOFS) return texts.automatic.unknown({ proofs, fewest: FEWEST_PROOFS });
  if (confidence > 1) return texts.automatic.none({ proofs, fresh });
  const coverage = analysed > 0 ? covered / analysed : null;
  return texts.automatic.from({ confidence, accuracy, tracks, proofs, fresh, coverage });
}
