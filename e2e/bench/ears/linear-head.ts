import type { Metrics } from '../../../training/evaluation/metrics.ts';
import { measure } from '../../../training/evaluation/metrics.ts';
import { foldsOf } from '../../../training/feature-head/out-of-fold.ts';
import { fitTeacherProbe } from '../../../training/feature-head/probes.ts';
import { applyHead } from '../../../training/retrain/head.ts';
import type { GenreClip } from '../../../training/shipped/musicnn/fit-genres.ts';
import { allowedFamilies, FAMILIES, RARE_FAMILIES } from '../../../training/shipped/musicnn/fit-genres.ts';
import { areAll } from '../../../training/shipped/musicnn/judge-genres.ts';

const PENALTY = 300;

/**
 * What a linear head is worth in the same folds: least squares with a penalty, a clip of several genres shared among
 * them.
 */
export function judgeLinear(clips: readonly GenreClip[]): Metrics {
  const targetsOf = ({ genres }: GenreClip) => FAMILIES.map((name) => (genres.includes(name) ? 1 / genres.length : 0));
  const labelled = clips.filter(({ genres }) => allowedFamilies(genres).length > 0);
  const judged = labelled.filter(({ source, genres }) => source === 'single' && !areAll(RARE_FAMILIES, genres));
  const predictions = foldsOf(judged).flatMap((held) => {
    const others = labelled.filter(({ fold }) => fold !== held);
    const head = fitTeacherProbe(
      others.map(({ features }) => features),
      others.map(targetsOf),
      PENALTY,
    );
    return judged
      .filter(({ fold }) => fold === held)
      .map(({ features, genres }) => ({
        probabilities: applyHead(head, features),
        allowed: allowedFamilies(genres),
      }));
  });
  return measure(predictions, FAMILIES.length);
}
