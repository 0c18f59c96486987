import type { FeatureHead } from '../../feature-head/feature-head.ts';
import type { StyleInfo } from '../../../src-main/contract/styles.ts';
import { HEAD_EPOCHS, HEADS } from '../../feature-head/train-feature-head.ts';
import type { ImportedNetwork } from '../../imported/imported-network.ts';
import type { Head } from '../../retrain/head.ts';
import type { CardContents, HeadFile } from '../../runtime/write-model.ts';
import type { SplitFigures } from './judge-genres.ts';
import { FAMILIES } from './fit-genres.ts';
import type { LabelledClip } from './labelled-clips.ts';
import { SPARSE_MUSICNN_SPEC } from './networks.ts';

/** What the card is written from. */
export interface MusicnnFacts {
  readonly network: ImportedNetwork;
  readonly clips: readonly LabelledClip[];
  readonly styles: readonly StyleInfo[];
  readonly correlations: ReadonlyMap<string, number>;
  readonly temperature: number;
  readonly evaluation: readonly SplitFigures[];
  readonly seed: number;
  readonly command: string;
}

/** Everything that the model's card says, apart from its files. */
export function musicnnCard(facts: MusicnnFacts): CardContents {
  const { layout } = facts.network;
  const layers = layout.layers.map(({ kind, outputShape }) => `${kind} → ${outputShape.join('×')}`);
  const tags = layout.layers.at(-1)?.outputShape[0] ?? 0;
  const milliseconds = (1000 * SPARSE_MUSICNN_SPEC.hopLength) / SPARSE_MUSICNN_SPEC.sampleRate;
  return {
    name: 'musicnn',
    title: 'musicnn with our genres and styles',
    description:
      'musicnn by Pons & Serra, which has heard the Million Song Dataset, as it is; a head of our own tells genres and ' +
      'styles from the 200 values of its last layer but one, mean over the patches of a track.',
    genres: [...FAMILIES],
    styles: facts.styles.map((style) => ({ ...style })),
    featureSpec: SPARSE_MUSICNN_SPEC,
    temperature: facts.temperature,
    network: {
      architecture: `musicnn-small: ${layers.join('; ')}`,
      parameters: layout.parameterCount + layout.statisticCount,
      input: `patches [batch, …] float32, spectrogram, one frame every ${milliseconds.toFixed(1)} ms`,
      output: `logits [batch, ${tags}] float32 of musicnn’s own tags, embedding [batch, features] float32`,
    },
    training: {
      seed: facts.seed,
      date: new Date().toISOString().slice(0, 10),
      epochs: HEAD_EPOCHS,
      command: facts.command,
      selection: selectionOf(facts),
      data: dataOf(facts),
    },
    evaluation: [...facts.evaluation],
    licence:
      'ISC for the network’s weights, musicnn 0.1.0, © 2019 Music Technology Group, Universitat Pompeu Fabra (see NOTICE); ' +
      'MIT for the head. The training recordings belong to their owners and are not included.',
  };
}

/** The head's file with what the card says of it. */
export function headFile(bytes: Uint8Array, { hidden, genres }: FeatureHead, styles: Head): HeadFile {
  const layers = [hidden, genres, styles];
  const features = hidden.weights.length / hidden.bias.length;
  return {
    bytes,
    facts: {
      features,
      parameters: layers.reduce((sum, { weights, bias }) => sum + weights.length + bias.length, 0),
      input: `features [batch, ${features}] float32, means over a track’s patches`,
      output: `logits [batch, ${genres.bias.length}] float32, styles [batch, ${styles.bias.length}] float32`,
    },
  };
}

function selectionOf({ correlations, styles }: MusicnnFacts): string {
  const known = new Set(styles.map(({ name }) => name));
  const taught = [...correlations].map(([name, r]) => `${name} ${r.toFixed(2)}${known.has(name) ? '' : ' (left out)'}`);
  return (
    `The network is its authors’, without the filters that have no weights: the same function. ${HEADS} heads, whose ` +
    'logits are averaged, are trained from other beginnings and merged into one; the settings, what is taken from the ' +
    'logits of folk, latin and rnb, and the temperature come from the folds. Styles that are calibrated were fitted to ' +
    'AllMusic’s genres; descriptors, and styles that musicnn has a tag for, are that tag’s own weights.' +
    (taught.length === 0
      ? ''
      : ' Other styles were fitted to what EfficientAT’s mn04 answers to the clips; correlation with it on artists left ' +
        `out: ${taught.join(', ')}.`)
  );
}

const ORIGINS = {
  single: [
    '30-second clips',
    'Panda et al. 2018 (AllMusic genres; pop_rock counts as any of pop, rock, metal, disco) and Aljanaki et al. 2016 ' +
      '(Magnatune); without artists of GTZAN’s test subset',
  ],
  several: ['30-second clips of several genres', 'Panda et al. 2018, any of whose AllMusic genres counts'],
  gtzan: [
    'GTZAN, fault-filtered train subset, clips that exist as sound',
    'Tzanetakis & Cook 2002; split by Kereliuk, Sturm & Larsen 2015',
  ],
} as const satisfies Record<LabelledClip['source'], readonly [string, string]>;

function dataOf({ clips }: MusicnnFacts): CardContents['training']['data'] {
  return (['single', 'several', 'gtzan'] as const).map((source) => {
    const tracks: Record<string, number> = {};
    for (const clip of clips) {
      const label = clip.genres.filter((name) => FAMILIES.includes(name)).join('|');
      if (clip.source === source && label !== '') tracks[label] = (tracks[label] ?? 0) + 1;
    }
    const [name, origin] = ORIGINS[source];
    return { name, origin, tracks };
  });
}
