import type { ArchitectureGroup, TrainingSplit } from '../../contract/values.ts';
import { count, decimal, percent, plural, whole } from '../format.ts';
import { after, files, genres, remaining, tracks, tracksOf } from './common.ts';

const epochs = (amount: number): string => count(amount, { one: 'epoch', other: 'epochs' });
/** “, 2 files left out”; nothing for none. */
const leftOut = (amount: number): string => (amount > 0 ? `, ${files(amount)} left out` : '');

/** Training a model from labelled folders. */
export const training = {
  title: 'Train a model',
  description:
    'The model learns from folders named after genres. Your files are only read. Training continues when this window is closed.',
  start: 'Train',
  another: 'Train Another',
  use: 'Use This Model',
  status: ({ summary }: { summary: string }) => `Training: ${summary}`,
  course: 'Course of the training',
  progress: 'Training progress',
  summaries: {
    looking: 'Looking for music',
    reading: ({ done, total, leftOut: skipped }: { done: number; total: number; leftOut: number }) =>
      `Reading ${tracksOf(done, total)}${leftOut(skipped)}`,
    epoch: (course: { epoch: number; epochs: number; etaSeconds: number | null; leftOut: number }) =>
      `Epoch ${course.epoch} of at most ${course.epochs}${after(remaining(course.etaSeconds))}${leftOut(course.leftOut)}`,
    stopping: 'Stopping after this step',
    interruptedAtOnce: 'Interrupted before the first epoch ended. Resume starts from the beginning.',
    interrupted: ({ epoch }: { epoch: number }) => `Interrupted after epoch ${epoch}. The trained epochs are kept.`,
    done: ({ model }: { model: string }) => `“${model}” is trained and among your models.`,
    failed: 'The training failed.',
  },
  leftOutGenres: ({ genres: names }: { genres: readonly string[] }) =>
    `Left out, because none of their tracks can be used: ${names.join(', ')}.`,
  outcome: ({ accuracy, tracks: amount }: { accuracy: number; tracks: number }) =>
    `${percent(accuracy)} of ${count(amount, { one: 'test track', other: 'test tracks' })} correct`,
  interval: ({ low, high, macroF1 }: { low: number; high: number; macroF1: number }) =>
    ` (95% confidence interval: ${percent(low)} to ${percent(high)}, macro F1 ${decimal(macroF1, 2)})`,
  tooFewTestTracks: ' There are too few test tracks to tell how good the model is.',
  afterEpoch: ({ epoch, accuracy, loss }: { epoch: number; accuracy: number; loss: number }) =>
    `After epoch ${epoch}: ${percent(accuracy)} of the validation tracks correct, loss ${decimal(loss, 2)}`,
  testTracks: 'Test tracks',
  validationTracks: 'Validation tracks',
  curves: {
    title: 'Learning curves',
    summary: ({ first, last, best }: { first: number; last: number; best: number }) =>
      `Loss ${decimal(first, 2)} in the first epoch, ${decimal(last, 2)} in the last. At best, ${percent(best)} of the validation tracks are correct.`,
    epoch: 'epoch',
    loss: 'loss',
    correct: 'correct',
    validationLoss: 'validation loss',
    validationCorrect: 'validation correct',
    unknown: '–',
  },
  confusion: {
    title: ({ tracks: what }: { tracks: string }) => `${what}: labels and predictions`,
    table: 'Confusion matrix',
    axes: 'Label ↓ Prediction →',
    show: ({ amount, label, predicted }: { amount: number; label: string; predicted: string }) =>
      `Show ${amount} of ${label} predicted as ${predicted}`,
  },
  setup: {
    music: 'Music',
    choose: 'Choose Folder…',
    counting: 'Counting…',
    found: ({ genres: genreCount, tracks: trackCount }: { genres: number; tracks: number }) =>
      `${genres(genreCount)}, ${tracks(trackCount)}`,
    genresFound: 'Genres found',
    noGenres: 'This folder has no subfolders with music. Choose the folder that contains one folder for each genre.',
    notEnough: ({ fewest }: { fewest: number }) => `Training needs at least two genres with ${fewest} tracks each.`,
    fewTracks: ({ genres: names, fewest }: { genres: readonly string[]; fewest: number }) =>
      `${names.join(', ')}: fewer than ${fewest} tracks. The model learns ${plural(names.length, { one: 'this genre', other: 'these genres' })} ` +
      'poorly, and the accuracy cannot be measured.',
    empty: {
      title: 'One folder for each genre',
      text: 'Choose the folder that contains them: Music/Jazz/…, Music/Techno/…',
    },
    network: 'Network',
    testTracks: 'Test tracks',
    networkGroups: {
      recommended: 'Recommended',
      ours: 'Larger networks of ours',
      field: 'Networks of other projects, for comparison',
      sound: 'Large networks, for far more music',
    } satisfies Record<ArchitectureGroup, string>,
    recommendedHint:
      'Recommended: it trains quickest, and on GTZAN it was right most often for artists that it had not heard (70%; the next best 59%).',
    splits: {
      automatic: 'Automatic',
      artist: 'No artist in both sets',
      stratified: 'Equal shares of every genre',
      'random-tracks': 'Random',
    } satisfies Record<TrainingSplit, string>,
    splitHints: {
      automatic:
        'No artist in both sets where tags name at least four artists of each genre, since a network also learns how an artist sounds. Otherwise equal shares of every genre.',
      artist: 'The accuracy then holds for artists that the model has not heard. Every genre needs several artists.',
      stratified:
        'The accuracy is too high where an artist is in both sets: the model also learns how an artist sounds.',
      'random-tracks':
        'The accuracy is too high where an artist is in both sets, and rare genres may have no test tracks.',
    } satisfies Record<TrainingSplit, string>,
    epochs: 'Epochs',
    epochsHint: 'How often the network sees all tracks. Leave it empty for the network’s default.',
    epochsInvalid: 'Enter a whole number from 1 to 10,000, or leave the field empty.',
    name: 'Name',
    nameHint: 'The name of the model in the settings.',
    nameIllFormed: 'Use lowercase letters, digits, dots and dashes.',
    nameTaken: 'A model that comes with the app has this name. Choose another name.',
    nameReplaces: 'This replaces your model of the same name.',
  },
  genreTracks: whole,
  confirmDiscard: {
    title: 'Discard this training?',
    detail: ({ epochs: amount }: { epochs: number }) =>
      `The result of ${epochs(amount)} is deleted. Your music does not change.`,
    action: 'Discard',
  },
  messages: {
    trained: ({ model }: { model: string }) => `“${model}” is trained.`,
    trainedHint: 'It is among your models. Training → Train From Labelled Folders… shows its accuracy.',
    used: ({ model }: { model: string }) => `“${model}” is now in use.`,
  },
  confirmAnalyse: {
    title: ({ model }: { model: string }) => `“${model}” is now in use`,
    detail: 'Tracks that the other model analysed keep its predictions until they are analysed again.',
    action: 'Analyse Again',
  },
};
