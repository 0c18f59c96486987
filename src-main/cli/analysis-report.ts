import { genresAmong, SHOWN_STYLES, stylesOfTrack } from '../contract/styles-of-track.ts';
import type { StyleInfo } from '../contract/styles.ts';
import type { AnalyzedFile, TrackAnalysis } from '../contract/track.ts';
import type { ProviderName, StyleKind } from '../contract/values.ts';
import { probabilityText } from '../texts/format.ts';

/** Who analysed. */
export interface Analyst {
  readonly name: string;
  readonly genres: readonly string[];
  readonly styles: readonly StyleInfo[];
  readonly provider: { readonly active: ProviderName | null };
}

/** The room for a line's styles: longer lists push the path to the right. */
const STYLES_WIDTH = 32;
/** After the path of a track whose channels have opposite signs. */
const SIDE_NOTE = '  (left and right have opposite signs: half their difference was analysed)';

/** A line for people: genre, confidence, path; before the path the styles that the track has, if the model scores any. */
export function analysisLine(path: string, analysis: TrackAnalysis, { styles }: Pick<Analyst, 'styles'>): string {
  const confidence = probabilityText(analysis.confidence).padStart(4);
  const note = analysis.heardChannel === 'side' ? SIDE_NOTE : '';
  const names = genresAmong(stylesOfTrack(styles, analysis.styleScores, [analysis.genre]), [analysis.genre]).map(
    ({ name }) => name,
  );
  const column = styles.length === 0 ? '' : `${names.slice(0, SHOWN_STYLES).join(', ').padEnd(STYLES_WIDTH)}  `;
  return `${analysis.genre.padEnd(12)} ${confidence}  ${column}${path}${note}`;
}

/** What is printed of a track for programs; numbers have six decimals. */
export function analysisJson(
  { path, metadata }: Pick<AnalyzedFile, 'path' | 'metadata'>,
  analysis: TrackAnalysis,
  analyst: Analyst,
) {
  const byGenre = (probabilities: readonly number[]) =>
    Object.fromEntries(analyst.genres.map((genre, index) => [genre, rounded(probabilities[index] ?? 0)]));
  return {
    path,
    status: 'ok',
    durationSeconds: metadata?.durationSeconds ?? null,
    analysedSeconds: rounded(analysis.analysedSeconds),
    heardChannel: analysis.heardChannel,
    genre: analysis.genre,
    confidence: rounded(analysis.confidence),
    probabilities: byGenre(analysis.probabilities),
    styles: scoresOf('style', analysis, analyst),
    descriptors: scoresOf('descriptor', analysis, analyst),
    timeline: analysis.timeline.map((patch) => ({ ...patch, probabilities: byGenre(patch.probabilities) })),
    model: analyst.name,
    provider: analyst.provider.active,
    ...membersOf(analysis),
  };
}

function scoresOf(kind: StyleKind, { genre, styleScores }: TrackAnalysis, { styles }: Analyst): Record<string, number> {
  const scored = stylesOfTrack(styles, styleScores, [genre]).filter((style) => style.kind === kind);
  return Object.fromEntries(scored.map(({ name, score }) => [name, rounded(score)]));
}

/** How far several models are apart; nothing of one alone. */
function membersOf({ disagreement, members }: TrackAnalysis) {
  if (disagreement === null) return {};
  return {
    disagreement: rounded(disagreement),
    members: members.map((member) => ({ ...member, confidence: rounded(member.confidence) })),
  };
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
