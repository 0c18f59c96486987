import { inputCount } from '../retrain/base-answers.ts';
import { basePrediction, mapPrediction } from '../retrain/base-prediction.ts';
import { originsOf } from '../retrain/genre-origins.ts';
import type { Prior } from '../retrain/head.ts';
import type { LabelledTrack, TrackInputs } from '../retrain/labelled-track.ts';
import { priorHead, priorOfAnswers } from '../retrain/prior-head.ts';
import type { UserGenre } from '../retrain/user-genres.ts';
import { inputsOf } from './base-head.ts';
import type { Bases } from './bases.ts';

/** Everything that the bases can name: their genres, and the styles of a head. What is no genre has a blank name. */
export function knownNames({ genres, head }: Pick<Bases, 'genres' | 'head'>): string[] {
  return [...genres, ...(head?.styles ?? []).map(({ kind, name }) => (kind === 'style' ? name : ''))];
}

/** What every track gives a last layer. @throws AppError base-unsuitable */
export async function withInputs<Track extends LabelledTrack>(
  { head }: Pick<Bases, 'head'>,
  tracks: readonly Track[],
): Promise<(Track & TrackInputs)[]> {
  if (!head) return tracks.map((track) => ({ ...track, inputs: track.features }));
  const inputs = await inputsOf(
    head,
    tracks.map(({ features }) => features),
  );
  return tracks.map((track, index) => ({ ...track, inputs: inputs[index] as Float32Array }));
}

/** What the bases say over the user's genres, as a head over the inputs of {@link withInputs}. */
export function priorOf(bases: Pick<Bases, 'genres' | 'head' | 'members'>, genres: readonly UserGenre[]): Prior {
  const origins = originsOf(knownNames(bases), genres);
  return bases.head ? priorOfAnswers(bases.head.sizes, origins) : priorHead(bases.members, origins);
}

/** What the bases say of every track over the user's genres, see mapPrediction. */
export function predictionsOfBases(
  bases: Pick<Bases, 'genres' | 'head' | 'members'>,
  tracks: readonly TrackInputs[],
  genres: readonly UserGenre[],
): number[][] {
  const origins = originsOf(knownNames(bases), genres);
  return tracks.map(({ inputs }) => mapPrediction(answersTo(bases, inputs), origins));
}

/** Probabilities of the bases' genres, and scores of a head's styles after them. */
function answersTo({ head, members }: Pick<Bases, 'head' | 'members'>, inputs: Float32Array): number[] {
  if (!head) return basePrediction(members, inputs);
  return Array.from(inputs.subarray(head.sizes.features, inputCount(head.sizes)), Math.exp);
}
