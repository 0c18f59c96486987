import type { Evaluation, ModelCard } from '../../src-main/pipeline/model/model-card.ts';
import type { Architecture } from '../architectures/architecture.ts';
import type { Example } from '../dataset/example.ts';
import type { Experiment, ExperimentResult, SubsetEvaluation } from '../experiment/experiment.ts';
import type { CardContents } from './write-model.ts';

/** Where training music came from. */
type DataOrigin = Pick<ModelCard['training']['data'][number], 'name' | 'origin'> & {
  readonly examples: readonly Example[];
};

/** What a card says that neither network nor figures know. */
export interface CardFacts {
  readonly name: string;
  readonly seed: number;
  readonly epochs: number;
  readonly date: string;
  readonly command: string;
  readonly split: string;
  readonly selection: string;
  readonly data: readonly DataOrigin[];
  readonly licence: string;
}

/** The card of a finished experiment. */
export function modelCardOf(
  architecture: Architecture,
  experiment: Experiment,
  result: ExperimentResult,
  facts: CardFacts,
): CardContents {
  const { genres, spec, layout } = experiment;
  const shape = experiment.options.batch.spec;
  const layers = layout.layers.map(({ kind, outputShape }) => `${kind} → ${outputShape.join('×')}`);
  const evaluation = [
    ...(result.valid ? [evaluationOf(`${facts.split} valid (used for choices)`, result.valid)] : []),
    ...(result.test ? [evaluationOf(`${facts.split} test`, result.test)] : []),
  ];
  return {
    name: facts.name,
    title: architecture.title,
    description: architecture.description,
    genres: [...genres],
    featureSpec: spec,
    temperature: result.temperature,
    network: {
      architecture: `${architecture.name}: ${layers.join('; ')}`,
      parameters: layout.parameterCount + layout.statisticCount,
      input:
        `patches [batch, …] float32, ${shape.kind}, ` +
        `one frame every ${((1000 * shape.hopLength) / shape.sampleRate).toFixed(1)} ms`,
      output: `logits [batch, ${genres.length}] float32, embedding [batch, features] float32`,
    },
    training: {
      seed: facts.seed,
      date: facts.date,
      epochs: facts.epochs,
      command: facts.command,
      selection: facts.selection,
      data: facts.data.map(({ name, origin, examples }) => ({ name, origin, tracks: countGenres(examples, genres) })),
    },
    evaluation,
    licence: facts.licence,
  };
}

function evaluationOf(split: string, figures: SubsetEvaluation): Evaluation {
  return { split, ...figures };
}

/** Tracks per genre; partial labels under their own names joined. */
function countGenres(examples: readonly Example[], genres: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { allowed } of examples) {
    const name = allowed.map((index) => genres[index]).join('|');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}
