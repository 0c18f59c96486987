import type { SegmentPrediction } from '../../../src-main/contract/inspection.ts';
import type { TrackStyle } from '../../../src-main/contract/styles-of-track.ts';
import { clock } from '../../../src-main/rendering/ticks.ts';
import { texts } from '../../../src-main/texts/index.ts';
import { genreName } from '../../state/format.ts';
import { genreColor, type GenreColors } from '../../state/genre-colors.ts';
import { likeliestText } from '../../state/genre-share.ts';
import { scoreText, styleName } from '../../state/track-styles.ts';

/** One genre's share of one segment, in seconds and in shares of the height. */
export interface StripBox {
  readonly key: string;
  readonly start: number;
  readonly seconds: number;
  readonly top: number;
  readonly height: number;
  readonly color: string;
}

/** Segments with the time in which each is the nearest one: they overlap. */
export interface StripColumn {
  readonly patch: SegmentPrediction;
  readonly start: number;
  readonly end: number;
}

const SMALLEST_SHARE = 0.01;

/** Cuts overlapping segments in the middle of what they share. */
export function stripColumns(patches: readonly SegmentPrediction[]): StripColumn[] {
  const edge = (left: SegmentPrediction, right: SegmentPrediction) => (left.endSeconds + right.startSeconds) / 2;
  return patches.map((patch, index) => {
    const before = patches[index - 1];
    const after = patches[index + 1];
    return {
      patch,
      start: before ? edge(before, patch) : patch.startSeconds,
      end: after ? edge(patch, after) : patch.endSeconds,
    };
  });
}

/** The segment whose middle is nearest to a moment. */
export function patchAt(patches: readonly SegmentPrediction[], seconds: number): SegmentPrediction | null {
  const distance = ({ startSeconds, endSeconds }: SegmentPrediction) =>
    Math.abs((startSeconds + endSeconds) / 2 - seconds);
  return patches.reduce<SegmentPrediction | null>(
    (nearest, patch) => (nearest === null || distance(patch) < distance(nearest) ? patch : nearest),
    null,
  );
}

/** Shares of every column, stacked from the bottom in the order of the genres. */
export function stripBoxes(
  columns: readonly StripColumn[],
  sharesOf: (patch: SegmentPrediction) => readonly number[],
  genres: readonly string[],
  colors: GenreColors,
): StripBox[] {
  return columns.flatMap(({ patch, start, end }, column) => {
    const shares = sharesOf(patch);
    let top = 1;
    return genres.flatMap((genre, index) => {
      const height = shares[index] ?? 0;
      top -= height;
      if (height < SMALLEST_SHARE) return [];
      return [
        { key: `${column} ${genre}`, start, seconds: end - start, top, height, color: genreColor(genre, colors) },
      ];
    });
  });
}

/** Columns for which the models predict different genres. */
export function disagreements(columns: readonly StripColumn[]): StripColumn[] {
  return columns.filter(({ patch }) => new Set(patch.models.map(best)).size > 1);
}

/** Which of two genres leads in a column, −1 (the other one alone) to 1 (the first alone). */
export function leadOf(shares: readonly number[], genre: number, other: number): number {
  const [a, b] = [shares[genre] ?? 0, shares[other] ?? 0];
  return a + b === 0 ? 0 : (a - b) / (a + b);
}

/**
 * How high a score's bar is, 0 to 1: its threshold is in the middle, and above it grows the logarithm, so that scores near
 * small thresholds can be told apart.
 */
export function scoreHeight(score: number, threshold: number): number {
  if (score < threshold) return score / threshold / 2;
  return 0.5 + Math.log(score / threshold) / (Math.log(1 / threshold) || 1) / 2;
}

/** A column's score of a style in words. */
export function styleColumnText({ start, end }: StripColumn, style: TrackStyle, score: number): string {
  return texts.inspector.strip.style({
    start: clock(start, 1),
    end: clock(end, 1),
    style: styleName(style),
    score: scoreText({ ...style, score }),
    threshold: scoreText({ ...style, score: style.threshold }),
  });
}

/** A column in words: its time, its three likeliest genres, and the genre of each model where they differ. */
export function columnText(
  { patch, start, end }: StripColumn,
  shares: readonly number[],
  genres: readonly string[],
  models: readonly string[],
): string {
  const differ = new Set(patch.models.map(best)).size > 1;
  const own = patch.models
    .map((model, index) =>
      texts.inspector.strip.model({ model: models[index] ?? '', genre: genreName(genres[best(model)] ?? '') }),
    )
    .join(', ');
  return texts.inspector.strip.segment({
    start: clock(start, 1),
    end: clock(end, 1),
    genres: likeliestText(shares, genres, 3),
    models: differ ? own : null,
  });
}

function best(shares: readonly number[]): number {
  return shares.indexOf(Math.max(...shares));
}
