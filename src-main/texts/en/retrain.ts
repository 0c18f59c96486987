import { FEWEST_LABELS } from '../../contract/retrain.ts';
import type { RetrainMode, RetrainWarningKind } from '../../contract/values.ts';
import { count, decimal, percent, whole } from '../format.ts';
import { after, genres, labels, remaining, tracks, tracksOf } from './common.ts';

/** A difference of shares in percentage points with its sign: “+3”, “−2”. */
const points = (share: number): string => `${share >= 0 ? '+' : '−'}${decimal(Math.abs(100 * share), 0)}`;

/** Facts on the confidence from which a model is correct in at least 95% of cases. */
interface Threshold {
  readonly confidence: number;
  readonly accuracy: number;
  readonly tracks: number;
  readonly proofs: number;
  /** Labels that are newer than the model. */
  readonly fresh: number;
  /** Share of the open folder's unlabelled, analysed tracks that reach the confidence; null where there are none. */
  readonly coverage: number | null;
}

/** “24 labels”, and how many of them the model cannot know. */
function labelsUsed({ proofs, fresh }: Pick<Threshold, 'proofs' | 'fresh'>): string {
  const newer = fresh > 0 && fresh < proofs ? `, ${whole(fresh)} of them newer than the model` : '';
  return `${labels(proofs)}${newer}`;
}

/** The confidence from which a model is correct in at least 95% of cases. */
export const automatic = {
  unknown: ({ proofs, fewest }: { proofs: number; fewest: number }) =>
    `Not known yet: this needs ${fewest} labelled tracks that the model was not trained on (${whole(proofs)} so far).`,
  none: (threshold: Pick<Threshold, 'proofs' | 'fresh'>) =>
    `The model does not reach 95% at any confidence, measured on ${labelsUsed(threshold)}. Review every track.`,
  from: (threshold: Threshold) => {
    const correct = `${percent(threshold.accuracy)} of ${tracks(threshold.tracks)} are correct`;
    const coverage =
      threshold.coverage === null ? '' : ` ${percent(threshold.coverage)} of this folder’s unlabelled tracks reach it.`;
    return `From a confidence of ${percent(threshold.confidence)}, ${correct}, measured on ${labelsUsed(threshold)}.${coverage}`;
  },
};

/** Retraining on the user's labels. */
export const retrain = {
  title: 'Retrain the model',
  description:
    'Trains a new version of the model on your labels. The model in use changes only when you choose the new version; every version is kept.',
  progress: 'Retraining progress',
  analysing: ({ done, total }: { done: number; total: number }) =>
    `Analysing labelled tracks: ${tracksOf(done, total)}`,
  epoch: (course: { epoch: number; epochs: number; accuracy: number | null; etaSeconds: number | null }) => {
    const correct = course.accuracy === null ? '' : `, ${percent(course.accuracy)} of the held-out tracks correct`;
    return `Epoch ${course.epoch} of ${course.epochs}${correct}${after(remaining(course.etaSeconds))}`;
  },
  comparing: 'Comparing the models…',
  retraining: 'Retraining…',
  interrupted: 'The retraining was interrupted. Resume continues it with the labels that it started with.',
  status: {
    interrupted: 'Retraining was interrupted',
    epoch: ({ epoch, epochs }: { epoch: number; epochs: number }) => `Retraining: epoch ${epoch} of ${epochs}`,
    retraining: 'Retraining…',
  },
  labelled: (amount: number) => `${tracks(amount)} labelled`,
  needTwoGenres: ({ fewest }: { fewest: number }) =>
    `Label at least ${fewest} tracks of each of two genres. Select tracks in the table, press L, and type a genre or use the number keys.`,
  genreTracks: ({ name, tracks: amount }: { name: string; tracks: number }) => `${name} (${whole(amount)})`,
  tooFew: ({ fewest, genres: names }: { fewest: number; genres: readonly string[] }) =>
    `Left out, because a genre needs ${fewest} tracks: ${names.join(', ')}`,
  asParent: ({ genres: names }: { genres: readonly string[] }) =>
    `Too few tracks, trained as the parent genre: ${names.join(', ')}`,
  trainedAs: ({ name, tracks: amount, parent }: { name: string; tracks: number; parent: string }) =>
    `${name} (${whole(amount)}) as ${parent}`,
  mode: 'Training mode',
  modes: { quick: 'Quick', full: 'Full', scratch: 'From scratch' } satisfies Record<RetrainMode, string>,
  modeHints: {
    quick: 'Trains only the last layer, on the features of the earlier analysis. This takes seconds.',
    full:
      'Trains all weights in the background. This takes minutes, can be stopped, and continues after a restart. ' +
      'With fifty or more labels per genre it is as good as Quick or slightly better.',
    scratch:
      'Trains all weights on your labels alone. This takes an hour or more and needs thousands of labels. ' +
      'The model then knows only the genres that you labelled.',
  } satisfies Record<RetrainMode, string>,
  scratchNeeds: ({ labels: amount }: { labels: number }) => ` “From scratch” needs ${whole(amount)} labels.`,
  keepShipped: 'Keep predicting the model’s other genres',
  start: 'Retrain',
  again: 'Retrain Again',
  useNew: 'Use the New Model',
  keepOld: 'Keep the Old Model',
  result: {
    unmeasurable: 'The new model cannot be measured: all labels come from one artist or album.',
    tooFew: 'Too few held-out tracks to tell which model is better. Add more labels.',
    better: 'The new model is significantly better.',
    notBetter: 'The new model is not significantly better. Keep the old model, or add more labels.',
    trained: (result: {
      tracks: number;
      seconds: number;
      leftOut: number;
      /** Held-out tracks, where they are not all. */
      measured: number | null;
    }) => {
      const trained = `Trained on ${count(result.tracks, { one: 'labelled track', other: 'labelled tracks' })} in ${decimal(result.seconds, 1)} s`;
      const leftOut =
        result.leftOut > 0
          ? `. ${tracks(result.leftOut)} left out, because the genre is too rare or the file cannot be read`
          : '';
      const measured = result.measured === null ? 'Each track was' : `${whole(result.measured)} of them were`;
      return `${trained}${leftOut}. ${measured} predicted by a model that was trained on no track of the same artist or album.`;
    },
    table: 'Old and new model',
    onLabels: 'On your labels',
    correct: 'Correct',
    accuracy: 'Accuracy',
    old: ({ model }: { model: string }) => `Old: ${model}`,
    new: ({ model }: { model: string }) => `New: ${model}`,
    correctOf: ({ correct, tracks: total }: { correct: number; tracks: number }) =>
      `${whole(correct)} of ${whole(total)}`,
    gain: ({ gain, low, high }: { gain: number; low: number; high: number }) =>
      `The gain is ${points(gain)} percentage points (95% confidence interval: ${points(low)} to ${points(high)}).`,
    warning: ({ genre, tracks: amount, warning }: { genre: string; tracks: number; warning: string }) =>
      `${genre} (${tracks(amount)}): ${warning}`,
    inFolder: 'In this folder',
    otherFolder: 'Another folder was open during the retraining. Retrain again to see what would change in this one.',
    notAnalysed:
      'This model cannot use the features of the earlier analysis. Analyse the folder with it to see what would change.',
    wouldChange: ({ changed, tracks: total }: { changed: number; tracks: number }) =>
      `${whole(changed)} of ${count(total, { one: 'analysed track', other: 'analysed tracks' })} would change genre.`,
    threshold: (threshold: { confidence: number; tracks: number; heldOut: number; coverage: number | null }) => {
      const coverage =
        threshold.coverage === null
          ? ''
          : ` ${percent(threshold.coverage)} of the folder’s unlabelled tracks reach it.`;
      const measured = `${whole(threshold.tracks)} of ${whole(threshold.heldOut)} tracks`;
      const from = `From a confidence of ${percent(threshold.confidence)}`;
      return `${from}, at least 95% of the held-out tracks are correct (${measured}).${coverage}`;
    },
    thresholdUnknown: ({ fewest }: { fewest: number }) =>
      `At least ${fewest} held-out tracks are needed to find the confidence from which 95% are correct.`,
    noThreshold: 'The model does not reach 95% at any confidence. Review its predictions before you write tags.',
    mostChanged: 'Changes with the highest confidence',
    becomes: 'becomes',
    doubtful: 'Labels to check',
    doubtfulHint:
      'A model that was not trained on these tracks predicts another genre. ' +
      'Press K to keep a label, or C to change it. A label that you keep is not listed again.',
    doubtfulList: 'Doubtful labels',
    perhaps: 'perhaps',
    heldOut: 'Held-out tracks',
  },
  changes: {
    change: ({ before, verb, after: genre }: { before: string; verb: string; after: string }) =>
      `${before} ${verb} ${genre}`,
    keep: 'Keep',
    keepKey: 'K',
    keepLabel: ({ genre, name }: { genre: string; name: string }) => `Keep ${genre} for ${name}`,
    replace: 'Change',
    replaceKey: 'C',
    replaceLabel: ({ genre, name }: { genre: string; name: string }) => `Change ${name} to ${genre}`,
    showAll: (amount: number) => `Show all ${whole(amount)}`,
  },
  warnings: {
    'too-few': `left out, because a genre needs ${FEWEST_LABELS} tracks.`,
    'as-parent': 'too few tracks, trained as the parent genre.',
    'one-artist': 'all tracks come from one artist or album, so the accuracy for other artists cannot be measured.',
    'artists-unknown':
      'neither artist nor album is known of these, so each counts as by another artist; the accuracy for new artists may be lower than measured.',
    'one-sided': 'rare compared with the other genres. Label more tracks.',
    contradiction: 'the same recording has another genre, too.',
  } satisfies Record<RetrainWarningKind, string>,
  versions: {
    title: 'Versions',
    inUse: 'In use',
    current: ({ model, before }: { model: string; before: string | null }) =>
      `In use: ${model}${before === null ? '' : `, before: ${before}`}`,
    facts: (version: { date: string; labels: number; genres: number; accuracy: number }) =>
      `${version.date} · ${labels(version.labels)}, ${genres(version.genres)} · ${percent(version.accuracy)} correct on held-out labels`,
    undo: 'Undo Its Tags…',
    undoLabel: ({ model }: { model: string }) => `Undo the tags of ${model}`,
    undoHint: 'Restores the original bytes of the files that were tagged by this version',
    export: 'Export…',
    exportLabel: ({ model }: { model: string }) => `Export ${model}`,
    use: 'Use',
    useLabel: ({ model }: { model: string }) => `Use ${model}`,
    goBack: ({ model }: { model: string }) => `Go Back to ${model}`,
  },
  messages: {
    trained: ({ model }: { model: string }) => `“${model}” is trained on your labels.`,
    trainedHint: 'Training → Retrain Model… compares it with the model in use.',
    used: ({ model }: { model: string }) => `“${model}” is now in use.`,
    usedHint: 'Review shows what it would write. Training → Retrain Model… goes back to the old model.',
    usedAgain: ({ model }: { model: string }) => `“${model}” is in use again.`,
    exported: ({ folder }: { folder: string }) => `Exported ${folder}`,
    imported: ({ model }: { model: string }) => `“${model}” was added to your models.`,
    importedHint: 'Choose it in the settings.',
  },
};
