import { DEFAULT_MODEL } from '../../contract/settings.ts';
import { basename, dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { LabelledFile } from '../../files/label-table.ts';
import { readLabelTable } from '../../files/label-table.ts';
import { sayTraining } from '../../../training/runtime/say-training.ts';
import type { RetrainWarning } from '../../contract/retrain.ts';
import { RETRAIN_MODES } from '../../contract/values.ts';
import { percent } from '../../texts/format.ts';
import { texts } from '../../texts/index.ts';
import { comparisonText, heldOutThresholdText } from '../../texts/retrain-text.ts';
import type { NamedFile } from '../../use-cases/training/analyze-labelled.ts';
import type { RetrainProgress, RetrainRequest } from '../../use-cases/training/retrain-model.ts';
import { retrainModel } from '../../use-cases/training/retrain-model.ts';
import type { RetrainReport } from '../../use-cases/training/retrain-report.ts';
import { analysisChoice } from '../analysis-run.ts';
import type { Command } from '../command.ts';
import { ANALYSIS_OPTIONS, analysisOptionsSchema, parseOptionsAlone } from '../command.ts';
import { modelName } from '../model-name.ts';
import { describeError, EXIT, print, printJson, say } from '../output.ts';
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
  labels: z.string({ error: 'give the table of labels' }),
  mode: z.enum(RETRAIN_MODES).default('quick'),
  resume: z.boolean().default(false),
  base: z.string().default(DEFAULT_MODEL),
  out: z.string({ error: 'give the folder of the new model' }),
  keep: z.enum(['all', 'none']).default('all'),
  seed: z.coerce.number().int().default(1),
});

type Options = z.infer<typeof optionsSchema>;

const DOUBTS_SHOWN = 3;

/** `genrescope retrain`: trains a new version of a model on the user's genres. */
export const retrain: Command = {
  help: `Usage: genrescope retrain --labels FILE --out DIR [options]

Trains a new version of a model on your labels, and writes it into DIR. The new and the old model are compared on tracks
of artists and albums that were held out from the training.
  --labels FILE      a CSV file with the columns path and genre, and optionally artist and album; semicolons separate
                     several genres
  --mode M           quick (default): train only the last layer, in seconds; full: train all weights, in minutes;
                     scratch: train all weights on your labels alone, which needs thousands of labels
  --resume           full, scratch: continue from the checkpoint in DIR
  --base MODEL       the name or the folder of the model that is retrained (default: ${DEFAULT_MODEL})
  --keep WHAT        all (default): keep predicting the model’s other genres; none: predict only your genres
  --seed N           seed of the held-out folds and of all random numbers (default 1)
  --window W, --provider P, --jobs N, --json    as for genrescope analyze
`,
  async run(args, context) {
    const options = parseOptionsAlone(args, OPTIONS, optionsSchema);
    const files = await readLabelTable(options.labels, (path, reason) => say(`left out: ${path}: ${reason}`));
    const analysis = await analysisChoice({ ...options, model: options.base }, context);
    const teller = createTeller(options.json);
    const report = await retrainModel(
      { ...requestOf({ ...options, base: analysis.model }, files), analysis, provider: analysis.provider },
      { ...context, modelRoots: analysis.modelRoots, ffmpegPath: analysis.ffmpegPath, onProgress: teller.tell },
    ).finally(teller.finish);
    if (!report) return EXIT.cancelled;
    if (options.json) printJson(reportData(modelName(options.out), report));
    else printReport(options, files.length, report);
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

/** The table's files by path. Where the table has no artist or album, the tags of the file are used later. */
function namedFiles(files: readonly LabelledFile[]): NamedFile[] {
  return files
    .map(({ path, genres, artist, album }) => ({
      path,
      names: genres,
      artist: artist || null,
      album: album || null,
      folder: dirname(path),
      features: null,
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Reports the progress on stderr; with JSON, the events of the training on stdout. */
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
  return texts.retrain.result.warning({ genre, tracks, warning: texts.retrain.warnings[kind] });
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

function printReport(options: Options, labelled: number, report: RetrainReport): void {
  const { out } = options;
  const { comparison, tracks, seconds } = report;
  const measured = comparison.tracks < tracks ? comparison.tracks : null;
  print(texts.retrain.result.trained({ tracks, seconds, leftOut: labelled - tracks, measured }));
  if (comparison.tracks > 0) {
    printFigures(options, report);
    printDoubts(report);
  }
  say(`The model “${modelName(out)}” is in ${resolve(out)}. ${comparisonText(comparison)}`);
}

function printFigures({ base, out }: Options, { comparison, fresh, old, automatic }: RetrainReport): void {
  const words = texts.retrain.result;
  const { tracks, oldCorrect, newCorrect, gain, interval95 } = comparison;
  const figures = (correct: number, accuracy: number) =>
    `${words.correctOf({ correct, tracks })} correct (${percent(accuracy, 1)})`;
  print(`${words.old({ model: base })}, ${figures(oldCorrect, old.accuracy)}`);
  print(`${words.new({ model: modelName(out) })}, ${figures(newCorrect, fresh.accuracy)}`);
  print(words.gain({ gain, low: interval95[0], high: interval95[1] }));
  print(heldOutThresholdText(automatic, tracks, null));
}

function printDoubts({ doubtful }: RetrainReport): void {
  if (doubtful.length === 0) return;
  const { doubtful: title, perhaps } = texts.retrain.result;
  const first = doubtful
    .slice(0, DOUBTS_SHOWN)
    .map(({ path, suggestion }) => `${basename(path)} (${perhaps} ${suggestion})`);
  const more = doubtful.length > DOUBTS_SHOWN ? ', …' : '';
  print(`${title} (${doubtful.length}): ${first.join(', ')}${more}`);
}
