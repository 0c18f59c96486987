import { join } from 'node:path';
import type { Decoder } from '../../../src-main/pipeline/decode/decoder.ts';
import type { SpectrogramSpec } from '../../../src-main/pipeline/features/spectrogram-spec.ts';
import type { Evaluation } from '../../../src-main/pipeline/model/model-card.ts';
import { loadCard } from '../../../src-main/pipeline/model/model-folder.ts';
import { onnxCompiler } from '../../../training/runtime/onnx-runner.ts';
import type { GenreClip } from '../../../training/shipped/musicnn/fit-genres.ts';
import { FAMILIES, fitGenres, RARE_FAMILIES } from '../../../training/shipped/musicnn/fit-genres.ts';
import type { HearingPlace } from '../../../training/shipped/musicnn/heard-clips.ts';
import { hearClips } from '../../../training/shipped/musicnn/heard-clips.ts';
import { evaluationsOf } from '../../../training/shipped/musicnn/judge-genres.ts';
import type { LabelledClip } from '../../../training/shipped/musicnn/labelled-clips.ts';
import { readLabelledClips } from '../../../training/shipped/musicnn/labelled-clips.ts';
import { OUTSIDE_SPLIT } from '../../../training/shipped/outside-folds.ts';
import type { Candidate } from './candidates.ts';
import type { Ear } from './ears.ts';
import { joined } from './listening.ts';
import { judgeLinear } from './linear-head.ts';

/** Of tracks that were not learned from. */
export interface Accuracy {
  readonly correct: number;
  readonly tracks: number;
  readonly interval95: readonly [number, number];
  /** Mean over labels; null where it was not measured. */
  readonly recall: number | null;
}

/** Where clips and what was heard of them lie. */
export interface AccuracyPlace {
  readonly data: string;
  readonly cache: string;
  readonly decoder: Decoder;
}

/** How the evaluation of the families that the ensemble knows begins. */
const KNOWN_FAMILIES = 'The same without';
const SEED = 1;
const THREADS = 1;

/** What a card or a training found, as the table has it. */
function accuracyOf({ correct, tracks, interval95, macroRecall }: Omit<Evaluation, 'split'>): Accuracy {
  return { correct, tracks, interval95: interval95 ?? [NaN, NaN], recall: macroRecall ?? null };
}

/** The ensemble's accuracy in the same folds, from its card. @throws AppError */
export async function accuracyOfEnsemble(models: string): Promise<Accuracy> {
  const { evaluation } = await loadCard(join(models, 'ensemble'));
  const outside = evaluation.find(({ split }) => split === OUTSIDE_SPLIT);
  if (!outside) throw new Error('the ensemble’s card has no evaluation in folds');
  return accuracyOf(outside);
}

/** A candidate's accuracy by heads of the training's recipe, each learned without a fold. @throws AppError */
export async function accuracyInFolds(
  candidate: Candidate,
  place: AccuracyPlace,
  say: (line: string) => void,
): Promise<Accuracy> {
  const clips = await hearAll(candidate.ears, await readLabelledClips(place.data), { ...place, threads: THREADS }, say);
  const options = { seed: SEED, compile: onnxCompiler('cpu', THREADS), say };
  if (candidate.family === 'linear') return accuracyOf(judgeLinear(clips));
  const { judged } = await fitGenres(clips, options);
  const evaluation = evaluationsOf(judged, FAMILIES, RARE_FAMILIES);
  const known = evaluation.find(({ split }) => split.startsWith(KNOWN_FAMILIES));
  if (!known) throw new Error('the training judged no clips of known families');
  return accuracyOf(known);
}

/** Every clip with the features of all networks, one after the other. */
async function hearAll(
  ears: readonly Ear[],
  clips: readonly LabelledClip[],
  place: HearingPlace,
  say: (line: string) => void,
): Promise<GenreClip[]> {
  const heard: Awaited<ReturnType<typeof hearClips>>[] = [];
  for (const { network, spec } of ears) {
    const listener = { network, spec: spec as SpectrogramSpec };
    heard.push(
      await hearClips(
        clips.map(({ path }) => path),
        listener,
        place,
        (done, total) => done % 100 === 0 && say(`heard ${done} of ${total} clips`),
      ),
    );
  }
  return clips.map((clip) => ({
    ...clip,
    features: joined(heard.map((ear) => ear.get(clip.path)?.features ?? new Float32Array(0))),
  }));
}
