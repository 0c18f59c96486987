import type { SaliencyMap, SegmentPrediction, TrackPredictions } from '../contract/inspection.ts';
import { displayGenre } from '../contract/genre-names.ts';
import { hertzOfMelRow } from '../rendering/mel-rows.ts';
import { decimal, percent } from '../texts/format.ts';

/** What speaks for a genre or a style along a track. */
export interface Explanation {
  readonly path: string;
  /** Of the genre or the style. */
  readonly name: string;
  readonly predictions: TrackPredictions;
  /** One segment after the other. */
  readonly maps: readonly SaliencyMap[];
}

/** A band of frequencies with its share of the positive saliency. */
interface Band {
  readonly minHertz: number;
  readonly maxHertz: number;
  readonly share: number;
}

const BANDS_TOLD = 3;
const BAND_GROUPS = 8;
const SCORE_DECIMALS = 3;

/** What is printed for programs. */
export function explanationJson({ path, name, predictions, maps }: Explanation) {
  const { styles, styleScores, patches, ...rest } = predictions;
  const byName = (scores: Float32Array) =>
    Object.fromEntries(styles.map((style, index) => [style.name, Number(scores[index]?.toFixed(6))]));
  return {
    path,
    genre: name,
    ...rest,
    styles: byName(styleScores),
    patches: patches.map(({ styleScores: scores, ...patch }) => ({ ...patch, styles: byName(scores) })),
    evidence: maps.map((map) => ({
      startSeconds: map.startSeconds,
      endSeconds: map.endSeconds,
      bands: strongestBands(map),
    })),
  };
}

/** What is printed for people. */
export function explanationLines({ name, predictions, maps }: Explanation): string[] {
  const score = scoreOf(name, predictions);
  const genre = displayGenre(name);
  return [
    `${genre}: ${score(predictions)} for the whole track`,
    ...predictions.patches.map((patch) => `  ${times(patch)}: ${score(patch)}`),
    `Frequencies that speak most for ${genre}, with their share of the saliency:`,
    ...maps.map((map) => `  ${times(map)}: ${strongestBands(map).map(bandText).join(', ')}`),
  ];
}

/** A genre's probability, or a style's score, in words. */
function scoreOf(
  name: string,
  { genres, styles }: TrackPredictions,
): (of: Pick<SegmentPrediction, 'probabilities' | 'styleScores'>) => string {
  const place = genres.indexOf(name);
  if (place >= 0) return ({ probabilities }) => percent(probabilities[place] ?? 0);
  const style = styles.findIndex((each) => each.name === name);
  return ({ styleScores }) => decimal(styleScores[style] ?? 0, SCORE_DECIMALS);
}

function times({ startSeconds, endSeconds }: Pick<SaliencyMap, 'startSeconds' | 'endSeconds'>): string {
  return `${startSeconds.toFixed(1)} to ${endSeconds.toFixed(1)} s`;
}

/** The frequencies with most of a map's positive saliency. */
function strongestBands(map: SaliencyMap): Band[] {
  const { rows, frames, values } = map;
  const hertzOf = hertzOfMelRow(map);
  const groups = Array.from({ length: BAND_GROUPS }, (_, group) => {
    const [from, to] = [group / BAND_GROUPS, (group + 1) / BAND_GROUPS];
    const support = values
      .subarray(Math.round(from * rows) * frames, Math.round(to * rows) * frames)
      .reduce((sum, value) => sum + Math.max(0, value), 0);
    const [minHertz, maxHertz] = [hertzOf(from * (rows + 1) - 1), hertzOf(to * (rows + 1) - 1)];
    return { minHertz: Math.round(minHertz), maxHertz: Math.round(maxHertz), support };
  });
  const total = groups.reduce((sum, { support }) => sum + support, 0) || 1;
  return groups
    .map(({ support, ...band }) => ({ ...band, share: support / total }))
    .sort((a, b) => b.share - a.share)
    .slice(0, BANDS_TOLD);
}

function bandText({ minHertz, maxHertz, share }: Band): string {
  return `${minHertz}–${maxHertz} Hz ${percent(share)}`;
}
