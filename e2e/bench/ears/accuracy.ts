import { join } from 'node:path';
import type { Decoder } from '../../../src-main/pipeline/decode/decoder.ts';
import type { SpectrogramSpec } from '../../../src-main/pipeline/features/spectrogram-spec.ts';
import type { Evaluation } from '../../../src-main/pipeline/model/model-card.ts';
import { loadCard } from '../../../src-main/pipeline/model/model-folder.ts';
import { shippedHeadOf } from '../../../src-main/pipeline/model/shipped-head.ts';
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

/**
 * Accuracies in the same folds of what ships, from its cards: of the default, of the default of earlier versions, and of
 * mn04's head alone and beside the default. @throws AppError
 */
export async function accuraciesOfShipped(
  models: string,
): Promise<Record<'default' | 'ensemble' | 'mn04' | 'joined', Accuracy>> {
  const head = await shippedHeadOf('efficientat-mn04', [models]);
  if (!head) throw new Error('there is no head for mn04');
  const [shipped, ensemble] = [await loadCard(join(models, 'musicnn')), await loadCard(join(models, 'ensemble'))];
  return {
    default: accuracyIn(shipped.evaluation, KNOWN_FAMILIES),
    ensemble: accuracyIn(ensemble.evaluation, OUTSIDE_SPLIT),
    mn04: accuracyIn(head.facts.evaluation, KNOWN_FAMILIES),
    joined: accuracyIn(head.facts.ensemble.evaluation, KNOWN_FAMILIES),
  };
}

function accuracyIn(evaluation: readonly Evaluation[], split: string): Accuracy {
  const found = evaluation.find((each) => each.split.startsWith(split));
  if (!found) throw new Error(`a card has no evaluation in folds: ${split}`);
  return accuracyOf(found);
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
  return accuracyIn(evaluationsOf(judged, FAMILIES, RARE_FAMILIES), KNOWN_FAMILIES);
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
