import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { filesOfTable } from '../../../training/runtime/labelled-files.ts';
import type { LabelledFile } from '../../../training/runtime/labelled-files.ts';
import { onnxCompiler } from '../../../training/runtime/onnx-runner.ts';
import { readAudioPicture } from '../../../training/runtime/read-audio.ts';
import type { RetrainOptions } from '../../../training/runtime/retrain-options.ts';
import { basesOf } from '../../../training/runtime/bases.ts';
import { retrainLastLayer } from '../../../training/runtime/retrain-last-layer.ts';
import type { HeardTrack } from '../../../training/runtime/train-all-weights.ts';
import { retrainAllWeights } from '../../../training/runtime/retrain-all-weights.ts';
import { trainingProvider } from '../../../training/runtime/training-provider.ts';
import { sayTraining } from '../../../training/runtime/say-training.ts';
import type { CrossValidation } from '../../../training/retrain/cross-validate.ts';
import type { LabelSet, NamedTrack } from '../../../training/retrain/label-set.ts';
import type { LabelledTrack } from '../../../training/retrain/labelled-track.ts';
import { labelSet } from '../../../training/retrain/label-set.ts';
import { AppError } from '../../contract/app-error.ts';
import { openDecoder } from '../../pipeline/decode/open-decoder.ts';
import { findModelFolder } from '../../pipeline/model/model-folder.ts';
import { loadMembers } from '../../pipeline/model/recogniser.ts';
import { analyzeWithProgress, openEngine } from '../analysis-run.ts';
import type { Command, CommandContext } from '../command.ts';
import { ANALYSIS_OPTIONS, analysisOptionsSchema, parseOptionsAlone } from '../command.ts';
import { counted, describeError, EXIT, print, printJson, say } from '../output.ts';
import { modelName } from '../model-name.ts';
import { userSettings } from '../user-settings.ts';
import { RETRAIN_MODES } from '../../contract/values.ts';

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
    const bases = basesOf(
      options.base,
      await loadMembers(await findModelFolder(options.base, context.modelRoots), context.modelRoots),
    );
    const files = await filesOfTable(options.labels, (path, reason) => say(`left out: ${path}: ${reason}`));
    const named = await hear(files, options, context);
    const labels = labelSet(named, {
      shipped: bases.genres,
      kept: options.keep === 'all' && options.mode !== 'scratch' ? bases.genres : [],
    });
    for (const warning of labels.warnings) say(warningText(warning));
    const started = performance.now();
    const request: RetrainOptions = {
      name: modelName(options.out),
      bases,
      genres: labels.genres,
      tracks: labels.tracks,
      out: options.out,
      against: bases.name,
      seed: options.seed,
      compile: onnxCompiler('cpu', 2),
      learnedAt: new Date().toISOString(),
      date: new Date().toISOString().slice(0, 10),
      command: `genrescope retrain --mode ${options.mode} --base ${options.base} --keep ${options.keep} --seed ${options.seed}`,
    };
    const judgement =
      options.mode === 'quick'
        ? { evaluation: (await retrainLastLayer(request)).evaluation, held: labels.tracks }
        : await retrainWithAllWeights(request, { ...options, mode: options.mode }, context);
    if (!judgement) return EXIT.cancelled;
    report(options, labels, judgement, (performance.now() - started) / 1000);
    return named.length < files.length ? EXIT.someFailed : EXIT.ok;
  },
};

/** An evaluation, and the tracks that its doubts count. */
interface Judgement {
  readonly evaluation: CrossValidation;
  readonly held: readonly LabelledTrack[];
}

/** @returns null where it was stopped */
async function retrainWithAllWeights(
  request: RetrainOptions,
  { resume, json, mode, provider }: Options & { readonly mode: 'full' | 'scratch' },
  context: CommandContext,
): Promise<Judgement | null> {
  const settings = await userSettings(context);
  const decoder = await openDecoder(settings.ffmpegPath, context.workerFolder);
  const tracks: HeardTrack[] = [];
  for (const track of request.tracks)
    tracks.push({
      ...track,
      picture: (await readAudioPicture(track.id, request.bases.spec.hopLength, decoder, context.signal)).picture,
    });
  for await (const event of retrainAllWeights({
    ...request,
    tracks,
    mode,
    resume,
    provider: await trainingProvider(provider ?? settings.provider),
    threads: 2,
    batchWorkerFile: join(context.workerFolder, 'batches.worker.js'),
    signal: context.signal,
  })) {
    if (event.kind === 'evaluated') return event;
    if (json) printJson(event);
    else sayTraining(event, say);
  }
  return null;
}

/** What the base makes of every file. */
async function hear(files: readonly LabelledFile[], options: Options, context: CommandContext): Promise<NamedTrack[]> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  // One folder for all of them is a heap, not an album.
  const loose = new Set(files.map(({ path }) => dirname(path))).size === 1;
  const engine = await openEngine({ ...options, model: options.base }, context);
  const tracks: NamedTrack[] = [];
  try {
    for await (const { path, metadata, outcome } of analyzeWithProgress(engine, [...byPath.keys()], options, context)) {
      const file = byPath.get(path);
      if (!file) continue;
      if (!outcome.ok) say(`left out: ${path}: ${describeError(outcome.error)}`);
      else
        tracks.push({
          id: path,
          features: outcome.analysis.embedding,
          names: file.genres,
          artist: file.artist || (metadata?.artist ?? ''),
          album: file.album || (metadata?.album ?? ''),
          folder: loose ? '' : dirname(path),
        });
    }
  } finally {
    await engine.close();
  }
  if (tracks.length === 0)
    throw new AppError('training-data', `Of ${counted(files.length, 'labelled file')}, none can be used.`);
  return tracks.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function warningText({ kind, genre, tracks }: LabelSet['warnings'][number]): string {
  const words = {
    'too-few': 'is left out: five are the least that can be learned from',
    'as-parent': 'counts as the genre above it',
    'one-artist': 'comes from one artist or album: how well it is recognised elsewhere cannot be told',
    'one-sided': 'is rare beside the others: label more of it',
    contradiction: 'is said of the same sound as another genre',
  } as const;
  return `${genre} (${counted(tracks, 'track')}) ${words[kind]}`;
}

function report(
  { json, out }: Options,
  { genres, tracks }: LabelSet,
  { evaluation, held }: Judgement,
  seconds: number,
): void {
  const { comparison, automatic, fresh, old, doubtful } = evaluation;
  if (json) {
    printJson({
      kind: 'judged',
      model: modelName(out),
      genres: genres.map(({ name }) => name),
      tracks: tracks.length,
      seconds: Math.round(seconds * 100) / 100,
      comparison,
      automatic,
      new: fresh,
      old,
      doubtful: doubtful.map(({ track, suggestion, doubt }) => ({
        path: held[track]?.id,
        genres: held[track]?.genres.map((genre) => genres[genre]?.name),
        suggestion: genres[suggestion]?.name,
        doubt,
      })),
    });
    return;
  }
  const share = (value: number) => `${(100 * value).toFixed(1)} %`;
  print(
    `${counted(tracks.length, 'track')} of ${counted(new Set(tracks.flatMap((track) => track.genres)).size, 'genre')} learned in ${seconds.toFixed(1)} s.`,
  );
  if (comparison.tracks === 0)
    return say(
      `The model “${modelName(out)}” is in ${resolve(out)}. How good it is cannot be told: all labels come from one artist or album.`,
    );
  print(
    `On artists and albums that were held out: ${share(fresh.accuracy)} right, before ${share(old.accuracy)} (${comparison.tracks} tracks; the gain is ${share(comparison.interval95[0])} to ${share(comparison.interval95[1])}).`,
  );
  print(
    automatic.confidence <= 1
      ? `From a confidence of ${share(automatic.confidence)} on, 95 % were right: ${automatic.tracks} of ${comparison.tracks} tracks.`
      : 'At no confidence were 95 % right.',
  );
  if (doubtful.length > 0)
    print(
      `${counted(doubtful.length, 'label')} that it doubts; the most: ${doubtful
        .slice(0, 3)
        .map(({ track, suggestion }) => `${basename(held[track]?.id ?? '')} rather ${genres[suggestion]?.name}`)
        .join(', ')}`,
    );
  say(
    `The model “${modelName(out)}” is in ${resolve(out)}. ${comparison.isBetter ? 'It is better beyond chance.' : 'It is not better beyond chance: keep the old one, or label more.'}`,
  );
}
