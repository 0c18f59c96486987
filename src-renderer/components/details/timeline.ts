import type { TimelinePatch } from '../../../src-main/contract/track.ts';
import { texts } from '../../../src-main/texts/index.ts';
import { genreName } from '../../state/format.ts';
import { genreColor, REST_COLOR, type GenreColors } from '../../state/genre-colors.ts';
import { likeliestText, ranked } from '../../state/genre-share.ts';

/** One colour of the strip: an SVG path of boxes, one column per patch, in a drawing one unit high. */
export interface TimelineBand {
  readonly name: string;
  readonly color: string;
  readonly path: string;
}

const NAMED_BANDS = 5;
const COLUMN = 0.88;

/** The strip's bands from the bottom up: the genres that matter most in this track, then all others together. */
export function timelineBands(
  timeline: readonly TimelinePatch[],
  genres: readonly string[],
  colors: GenreColors,
): readonly TimelineBand[] {
  const named = ranked(meanProbabilities(timeline, genres.length), genres)
    .slice(0, NAMED_BANDS)
    .map(({ genre }) => genre);
  const heights = named.map((genre) => timeline.map((patch) => patch.probabilities[genres.indexOf(genre)] ?? 0));
  const bands = named.map((genre, place) => ({
    name: genreName(genre),
    color: genreColor(genre, colors),
    path: bandPath(heights[place] ?? [], heights.slice(0, place)),
  }));
  const rest = timeline.map((_, column) => Math.max(0, 1 - sumAt(heights, column)));
  return genres.length > named.length
    ? [...bands, { name: texts.details.timeline.other, color: REST_COLOR, path: bandPath(rest, heights) }]
    : bands;
}

/** Where the music jumps: the columns that do not go on where the one before ended. */
export function timelineJumps(timeline: readonly TimelinePatch[]): readonly number[] {
  const jumps: number[] = [];
  for (const [column, patch] of timeline.entries()) {
    const before = timeline[column - 1];
    if (before && patch.startSeconds > before.endSeconds + 0.5) jumps.push(column);
  }
  return jumps;
}

/** One patch in words: its time and its three likeliest genres. */
export function patchText(patch: TimelinePatch, genres: readonly string[]): string {
  return texts.details.timeline.segment({ ...patch, genres: likeliestText(patch.probabilities, genres, 3) });
}

/** The whole strip in words, for those who do not see it. */
export function timelineSummary(timeline: readonly TimelinePatch[], genres: readonly string[]): string {
  const first = timeline[0];
  const last = timeline.at(-1);
  if (!first || !last) return texts.details.timeline.none;
  const wins = new Map<string, number>();
  for (const patch of timeline) {
    const top = ranked(patch.probabilities, genres)[0];
    if (top) wins.set(top.genre, (wins.get(top.genre) ?? 0) + 1);
  }
  const order = [...wins].sort((a, b) => b[1] - a[1]);
  return texts.details.timeline.summary({
    segments: timeline.length,
    startSeconds: first.startSeconds,
    endSeconds: last.endSeconds,
    wins: order.map(([genre, segments]) => ({ genre: genreName(genre), segments })),
  });
}

function meanProbabilities(timeline: readonly TimelinePatch[], size: number): number[] {
  return Array.from(
    { length: size },
    (_, index) => timeline.reduce((sum, patch) => sum + (patch.probabilities[index] ?? 0), 0) / (timeline.length || 1),
  );
}

function bandPath(heights: readonly number[], below: readonly (readonly number[])[]): string {
  return heights
    .map((height, column) => {
      if (height < 0.004) return '';
      const top = 1 - sumAt(below, column) - height;
      return `M${column} ${top.toFixed(3)}h${COLUMN}v${height.toFixed(3)}h-${COLUMN}z`;
    })
    .join('');
}

function sumAt(rows: readonly (readonly number[])[], column: number): number {
  return rows.reduce((sum, row) => sum + (row[column] ?? 0), 0);
}
