import { percent } from '../../../src-main/texts/format.ts';
import { markdownTable } from '../../../training/shipped/results-file.ts';
import type { Accuracy } from './accuracy.ts';
import type { Candidate } from './candidates.ts';
import { LIMIT } from './candidates.ts';
import type { Cost } from './rounds.ts';
import type { NetworkTimes } from './time-networks.ts';
import type { StageTime } from './time-stages.ts';
import type { AnalysisTime } from './whole-analysis.ts';

/** Everything that was measured. */
export interface Figures {
  readonly networks: NetworkTimes;
  readonly stages: ReadonlyMap<Candidate, StageTime>;
  readonly analyses: readonly AnalysisTime[];
  /** By a candidate's title. */
  readonly accuracies: ReadonlyMap<string, Accuracy>;
  readonly withRandomWeights: readonly string[];
  readonly rounds: number;
  readonly music: 'given' | 'made';
}

const HEADING = '# Accuracy against milliseconds';
const HEADER = [
  'networks',
  'patches',
  'networks and head, ms',
  'of the limit',
  'front end, ms',
  'decoding, ms',
  'accuracy in folds',
  '95% interval',
  'macro recall',
];

const tenths = (value: number): string => value.toFixed(1);
const both = ({ elapsed, busy }: Cost): string => `${tenths(elapsed)} (${tenths(busy)})`;
const held = (ratio: number): string => (ratio <= LIMIT ? 'kept' : 'not kept');

function accuracyCells(accuracy: Accuracy | undefined): string[] {
  if (!accuracy) return ['', '', ''];
  const { correct, tracks, interval95, recall } = accuracy;
  const [low, high] = interval95.map((share) => percent(share, 1));
  return [
    `${percent(correct / tracks, 1)} (${correct} of ${tracks})`,
    `${low} to ${high}`,
    recall === null ? '' : percent(recall, 1),
  ];
}

function rowOf(candidate: Candidate, { networks, stages, accuracies }: Figures): string[] {
  const time = networks.candidates.get(candidate);
  const stage = stages.get(candidate);
  if (!time || !stage) throw new Error(`${candidate.title} was not measured`);
  const cells = [
    candidate.title,
    time.patches.join(', '),
    both(time.cost),
    `${(time.ratio.busy / LIMIT).toFixed(2)}`,
    both(stage.frontEnd),
    both(stage.decoding),
    ...accuracyCells(accuracies.get(candidate.title)),
  ];
  return candidate.ships
    ? cells.map((cell, place) => (place === 0 ? `**${cell}** (ships)` : cell && `**${cell}**`))
    : cells;
}

function analysisLines({ jobs, ours, ensemble, ratio }: AnalysisTime): string {
  const speed = ({ elapsed }: Cost) => `${tenths(1000 / elapsed)} tracks a second`;
  return (
    `- ${jobs} at once: ${speed(ours)}, ${tenths(ours.busy)} ms of the processor a track; the ensemble ` +
    `${speed(ensemble)}, ${tenths(ensemble.busy)} ms. The default takes ${ratio.elapsed.toFixed(2)} times its time ` +
    `and ${ratio.busy.toFixed(2)} times its processor time; at most ${LIMIT}: ${held(ratio.elapsed)}.`
  );
}

/** RESULTS.md’s section about networks that hear. */
export function earsSection(figures: Figures): string {
  const { networks, analyses, withRandomWeights, rounds, music } = figures;
  const candidates = [...networks.candidates.keys()];
  const shipped = candidates.find(({ ships }) => ships);
  const ratio = (shipped && networks.candidates.get(shipped)?.ratio) ?? { elapsed: NaN, busy: NaN };
  const random =
    withRandomWeights.length > 0
      ? ` ${withRandomWeights.join(' and ')} had random weights of the same shapes, which take the same time.`
      : ' musicnn and mn04 had their authors’ weights.';
  return `${HEADING}

Written by \`npm run bench:ears\`. Times are of 30 seconds of a track (MP3, 192 kbit/s, ${
    music === 'given' ? 'real music' : 'generated'
  }), with one thread of ONNX Runtime
on the CPU: medians of ${rounds} rounds, every one of which runs all candidates in turn; in brackets, what the processor
was busy for. The limit is ${LIMIT} times one patch of three seconds of musicnn as published, which takes
${both(networks.onePatch)} ms here: column *of the limit* is the median of the rounds’ ratios of processor time. The head alone takes
${networks.head.busy.toFixed(2)} ms.${random} Accuracies are of clips of other collections in eight folds by artist, each predicted
by a head that was learned without its fold; those of what ships are its cards’, with mn04 of the mean of both models’
probabilities. The folds were used for choices.

${markdownTable([HEADER, ...candidates.map((candidate) => rowOf(candidate, figures))])}

![Accuracy in folds over milliseconds of the networks](../docs/ears.png)

The default’s networks take ${ratio.busy.toFixed(2)} times one patch of musicnn as published (${ratio.elapsed.toFixed(2)} by the clock), at
most ${LIMIT}: ${held(ratio.busy)}. Analyses of whole files, as \`genrescope analyze\` runs them:

${analyses.map(analysisLines).join('\n')}
`;
}
