import { basename, dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { LabelledFile } from '../../files/label-table.ts';
import { readLabelTable } from '../../files/label-table.ts';
import { sayTraining } from '../../../training/runtime/say-training.ts';
import type { RetrainWarning } from '../../contract/retrain.ts';
import { RETRAIN_MODES } from '../../contract/values.ts';
import type { NamedFile } from '../../use-cases/training/analyze-labelled.ts';
import type { RetrainProgress, RetrainRequest } from '../../use-cases/training/retrain-model.ts';
import { retrainModel } from '../../use-cases/training/retrain-model.ts';
import type { RetrainReport } from '../../use-cases/training/retrain-report.ts';
import { analysisChoice } from '../analysis-run.ts';
import type { Command } from '../command.ts';
import { ANALYSIS_OPTIONS, analysisOptionsSchema, parseOptionsAlone } from '../command.ts';
import { modelName } from '../model-name.ts';
import { counted, describeError, EXIT, print, printJson, say } from '../output.ts';
import { createProgress } from '../progress.ts';

const OPTIONS = {
  ...ANALYSIS_OPTIONS,
  labels: { type: 'string' },
  mode: { type: 'string' },
  base: { type: 'string' },
  out: { type: 'string' },
  keep: { type: 'string' },
  seed: { type: 'string' },
  resume: { type: 'boolean' },
} as const;

const optionsSchema = analysisOptionsSchema.extend({
  labels: z.string({ error: 'name the table of labels' }),
  mode: z.enum(RETRAIN_MODES).default('quick'),
  resume: z.boolean().default(false),
  base: z.string().default('ensemble'),
  out: z.string({ error: 'name the folder of the model' }),
  keep: z.enum(['all', 'none']).default('all'),
  seed: z.coerce.number().int().default(1),
});

type Options = z.infer<typeof optionsSchema>;

/** `genrescope retrain`: a model that knows its user's genres. */
export const retrain: Command = {
  summary: 'learn genres of your own from a table of labels',
  help: `Usage: genrescope retrain --labels FILE --out DIR [options]

Learns a last layer on the features of a finished model, in seconds, or goes on with all of its weights, in minutes, and
writes an ordinary model's folder. It is judged on artists and albums that it was not given, beside the model it stands on.
  --labels FILE      a CSV of path,genre[,artist[,album]]; several genres joined by ;
  --mode M           quick (default); full; scratch: all weights, from the labels alone, for thousands of them
  --resume           full, scratch: go on from the checkpoint in DIR
  --base MODEL       whose features are used (default: ensemble)
  --keep WHAT        all: its genres stay answers where nobody labelled them (default); none
  --seed N           deals the folds (default 1)
  --window W, --provider P, --jobs N, --json    as for genrescope analyze
`,
  async run(args, context) {
    const options = parseOptionsAlone(args, OPTIONS, optionsSchema);
    const files = await readLabelTable(options.labels, (path, reason) => say(`left out: ${path}: ${reason}`));
    const analysis = await analysisChoice({ ...options, model: options.base }, context);
    const teller = createTeller(options.json);
    const report = await retrainModel(
      { ...requestOf(options, files), analysis, provider: analysis.provider },
      { ...context, ffmpegPath: analysis.ffmpegPath, onProgress: teller.tell },
    ).finally(teller.finish);
    if (!report) return EXIT.cancelled;
    if (options.json) printJson(reportData(modelName(options.out), report));
    else printReport(options.out, report);
    return teller.leftOut() > 0 ? EXIT.someFailed : EXIT.ok;
  },
};

function requestOf(
  { base, mode, keep, seed, out, resume }: Options,
  files: readonly LabelledFile[],
): Omit<RetrainRequest, 'analysis' | 'provider'> {
  return {
    base,
    mode,
    seed,
    out,
    resume,
    name: modelName(out),
    against: base,
    keepsShipped: keep === 'all',
    relations: [],
    files: namedFiles(files),
    threads: 2,
    learnedAt: new Date().toISOString(),
    command: `genrescope retrain --mode ${mode} --base ${base} --keep ${keep} --seed ${seed}`,
  };
}

/** The table's files by path; what it does not say of artist and album, their tags may. */
function namedFiles(files: readonly LabelledFile[]): NamedFile[] {
  // One folder for all of them is a heap, not an album.
  const isHeap = new Set(files.map(({ path }) => dirname(path))).size === 1;
  return files
    .map(({ path, genres, artist, album }) => ({
      path,
      names: genres,
      artist: artist || null,
      album: album || null,
      folder: isHeap ? '' : dirname(path),
      features: null,
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Tells on stderr, and of the training itself on stdout where JSON is asked for, how far retraining is. */
function createTeller(json: boolean) {
  const progress = createProgress('tracks');
  let leftOut = 0;
  return {
    tell(step: RetrainProgress): void {
      if (step.kind === 'analysed' && step.done > 0) progress.step(step.done, step.total, step.failed);
      if (step.kind === 'left-out') {
        leftOut += 1;
        say(`left out: ${step.path}: ${describeError(step.error)}`);
      }
      if (step.kind === 'labels-known') {
        progress.finish();
        for (const warning of step.warnings) say(warningText(warning));
      }
      if (step.kind === 'training' && json) printJson(step.event);
      if (step.kind === 'training' && !json) sayTraining(step.event, say);
    },
    finish: () => progress.finish(),
    leftOut: () => leftOut,
  };
}

function warningText({ kind, genre, tracks }: RetrainWarning): string {
  const words = {
    'too-few': 'is left out: five are the least that can be learned from',
    'as-parent': 'counts as the genre above it',
    'one-artist': 'comes from one artist or album: how well it is recognised elsewhere cannot be told',
    'one-sided': 'is rare beside the others: label more of it',
    contradiction: 'is said of the same sound as another genre',
  } as const;
  return `${genre} (${counted(tracks, 'track')}) ${words[kind]}`;
}

function reportData(model: string, report: RetrainReport): object {
  const { genres, tracks, seconds, comparison, automatic, fresh, old, doubtful } = report;
  return {
    kind: 'judged',
    model,
    genres,
    tracks,
    seconds: Math.round(seconds * 100) / 100,
    comparison,
    automatic,
    new: fresh,
    old,
    doubtful,
  };
}

function printReport(out: string, report: RetrainReport): void {
  const { comparison, tracks, labelledGenres, seconds } = report;
  const where = `The model “${modelName(out)}” is in ${resolve(out)}.`;
  print(`${counted(tracks, 'track')} of ${counted(labelledGenres, 'genre')} learned in ${seconds.toFixed(1)} s.`);
  if (comparison.tracks === 0)
    return say(`${where} How good it is cannot be told: all labels come from one artist or album.`);
  printFigures(report);
  printDoubts(report);
  const advice = comparison.isBetter
    ? 'It is better beyond chance.'
    : 'It is not better beyond chance: keep the old one, or label more.';
  say(`${where} ${advice}`);
}

function printFigures({ comparison, fresh, old, automatic }: RetrainReport): void {
  const share = (value: number) => `${(100 * value).toFixed(1)} %`;
  const [least, most] = comparison.interval95;
  const right = `${share(fresh.accuracy)} right, before ${share(old.accuracy)}`;
  const gain = `${comparison.tracks} tracks; the gain is ${share(least)} to ${share(most)}`;
  print(`On artists and albums that were held out: ${right} (${gain}).`);
  const sure = `${automatic.tracks} of ${comparison.tracks} tracks`;
  print(
    automatic.confidence <= 1
      ? `From a confidence of ${share(automatic.confidence)} on, 95 % were right: ${sure}.`
      : 'At no confidence were 95 % right.',
  );
}

function printDoubts({ doubtful }: RetrainReport): void {
  if (doubtful.length === 0) return;
  const most = doubtful.slice(0, 3).map(({ path, suggestion }) => `${basename(path)} rather ${suggestion}`);
  print(`${counted(doubtful.length, 'label')} that it doubts; the most: ${most.join(', ')}`);
}
