import type { Proof } from '../../src-main/contract/automatic.ts';
import type { RetrainMode } from '../../src-main/contract/values.ts';
import { inputShape } from '../../src-main/pipeline/features/feature-spec.ts';
import type { RetrainFacts } from '../../src-main/pipeline/model/model-card.ts';
import { inputCount } from '../retrain/base-answers.ts';
import type { CrossValidation } from '../retrain/cross-validate.ts';
import { retrainedLayout, retrainedName } from '../retrain/retrained-network.ts';
import type { BaseHead } from './base-head.ts';
import type { Bases } from './bases.ts';
import { labelsHash } from './labels-hash.ts';
import type { RetrainOptions } from './retrain-options.ts';
import type { CardContents, HeadFile } from './write-model.ts';

/** The card of a last layer that was learned on the bases. */
export function lastLayerCard(
  options: Omit<RetrainOptions, 'compile'>,
  temperature: number,
  evaluation: CrossValidation,
): CardContents {
  const { name, bases, genres, seed, date, command } = options;
  return {
    name,
    title: `Your genres, on ${bases.name}`,
    description: `A last layer of its own on the features of ${bases.facts.map((base) => base.name).join(' and ')}, learned from labels.`,
    genres: genres.map((genre) => genre.name),
    featureSpec: bases.spec,
    temperature,
    ...networkAndStyles(options),
    training: {
      seed,
      date,
      epochs: 1,
      command,
      selection: 'None: the prior’s strength is fixed. Evaluated by five folds that share no artist and no album.',
      data: [{ name: 'labels', origin: 'Given by the user', tracks: tracksByGenre(options) }],
    },
    evaluation: [{ split: 'held-out artists and albums, 5 folds', ...evaluation.fresh }],
    licence: 'The user’s own.',
    personal: retrainFacts(options, 'quick', evaluation),
  };
}

/** What a card says of the labels that its model learned from, and how much better it is than the model before. */
export function retrainFacts(
  { learnedAt, bases, tracks, genres, against }: Omit<RetrainOptions, 'compile'>,
  mode: RetrainMode,
  { comparison, automatic, proofs }: CrossValidation,
): RetrainFacts {
  return {
    mode,
    learnedAt,
    bases: [...bases.facts],
    labelsHash: labelsHash(tracks, genres),
    against,
    comparison: { ...comparison, interval95: [...comparison.interval95] },
    automatic,
    proofs: proofColumns(proofs),
  };
}

/** What a card says of a head with another last layer for so many genres. */
export function headFacts({ sizes, parameters }: BaseHead, genreCount: number): HeadFile['facts'] {
  const { features, styles } = sizes;
  return {
    features,
    parameters: parameters + (inputCount(sizes) + 1) * genreCount,
    input: `features [batch, ${features}] float32`,
    output: `logits [batch, ${genreCount}] float32${styles > 0 ? `, styles [batch, ${styles}] float32` : ''}`,
  };
}

/** What a card says of the network, and of the styles that pass through a head. */
function networkAndStyles({
  bases,
  genres,
}: Pick<RetrainOptions, 'bases' | 'genres'>): Pick<CardContents, 'network' | 'styles'> {
  if (!bases.head) return { network: networkFacts(bases, genres.length) };
  const { networkFacts: network, styles } = bases.head;
  return { network, ...(styles.length > 0 && { styles: [...styles] }) };
}

function networkFacts({ members, spec, featureCount }: Bases, genreCount: number): CardContents['network'] {
  const layout = retrainedLayout(members, genreCount, inputShape(spec));
  return {
    architecture: `${retrainedName(members.map(({ architecture }) => architecture))}: the sum of their logits`,
    parameters: layout.parameterCount + layout.statisticCount,
    input: 'patches [batch, …] float32, as the bases take them',
    output: `logits [batch, ${genreCount}] float32, embedding [batch, ${featureCount}] float32`,
  };
}

function tracksByGenre({ tracks, genres }: Pick<RetrainOptions, 'tracks' | 'genres'>): Record<string, number> {
  return Object.fromEntries(
    genres.map(({ name }, index) => [name, tracks.filter((track) => track.genres.includes(index)).length]),
  );
}

/** More would make a card too large, and prove no more. */
const MOST_PROOFS = 20_000;

/** As a card keeps them: how sure, and whether it was right. Of very many, every so manieth. */
function proofColumns(proofs: readonly Proof[]): RetrainFacts['proofs'] {
  const step = Math.max(1, Math.ceil(proofs.length / MOST_PROOFS));
  const kept = proofs.filter((_, index) => index % step === 0);
  return {
    confidence: kept.map(({ confidence }) => Math.round(confidence * 1e4) / 1e4),
    isRight: kept.map(({ isRight }) => isRight),
  };
}
