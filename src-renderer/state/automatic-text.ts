import type { AutomaticTagging } from '../../src-main/contract/automatic.ts';
import { FEWEST_PROOFS } from '../../src-main/contract/automatic.ts';
import { count, percent, whole } from './format.ts';

/** What is known of the confidence from which on a model is right 95 % of the time. */
export function automaticText({
  confidence,
  accuracy,
  tracks,
  proofs,
  fresh,
  analysed,
  covered,
}: AutomaticTagging): string {
  if (proofs < FEWEST_PROOFS)
    return `Not known: ${count(proofs, 'track')} labelled that the model did not learn from; ${FEWEST_PROOFS} are needed.`;
  const news = fresh > 0 && fresh < proofs ? `, ${whole(fresh)} of them newer than the model` : '';
  if (confidence > 1)
    return `At no confidence are 95 % right, by ${count(proofs, 'label')}${news}: every track is for you to review.`;
  const coverage = analysed > 0 ? ` Covers ${percent(covered / analysed)} of this folder.` : '';
  return `From ${percent(confidence)} on: ${percent(accuracy)} of ${count(tracks, 'track')} were right, by ${count(proofs, 'label')}${news}.${coverage}`;
}
