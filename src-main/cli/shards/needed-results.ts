import { AppError } from '../../contract/app-error.ts';
import type { TrackAnalysis } from '../../contract/track.ts';
import type { AnalysisWindow } from '../../contract/values.ts';
import type { RecogniserFacts } from '../../pipeline/model/recogniser.ts';
import type { AnalysisKind, ResultsHeader } from './results-format.ts';

/** Which results the library needs: those of its model as it is here, and of its window. */
export interface NeededResults extends RecogniserFacts {
  readonly window: AnalysisWindow;
}

/** @param place file and line @throws AppError results-of-other-model */
export function requireNeeded(given: AnalysisKind, needed: NeededResults, place: string): void {
  const { name, specHash, window } = needed;
  if (given.model === name && given.specHash === specHash && given.window === window) return;
  const wanted = kindText({ model: name, specHash, window });
  throw new AppError('results-of-other-model', `${place}: made by ${kindText(given)}; the library needs ${wanted}`);
}

/** The same for a header, which also says what the numbers of its lines stand for. @throws AppError results-of-other-model */
export function requireNeededHeader(header: ResultsHeader, needed: NeededResults, place: string): void {
  requireNeeded(header, needed, place);
  const isAlike =
    isEqual(header.genres, needed.genres) &&
    isEqual(
      header.styles,
      needed.styles.map(({ name }) => name),
    );
  if (!isAlike)
    throw new AppError(
      'results-of-other-model',
      `${place}: ${header.model} tells other genres and styles apart there than it does here`,
    );
}

/** Whether an analysis has as many numbers as its model gives. */
export function fitsModel(analysis: TrackAnalysis, { genres, styles }: NeededResults): boolean {
  const lists = [analysis.probabilities, ...analysis.timeline.map(({ probabilities }) => probabilities)];
  const features = analysis.embeddingSizes.reduce((sum, size) => sum + size, 0);
  return (
    genres.includes(analysis.genre) &&
    lists.every(({ length }) => length === genres.length) &&
    analysis.styleScores.length === styles.length &&
    analysis.embedding.length === features
  );
}

function kindText({ model, specHash, window }: AnalysisKind): string {
  return `${model} (${specHash.slice(0, 12)}), window ${window}`;
}

function isEqual(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((name, index) => name === others[index]);
}
