import { basename, dirname, resolve } from 'node:path';
import { z } from 'zod';
import { filesOfTable } from '../../../training/command-line/labelled-files.ts';
import type { LabelledFile } from '../../../training/command-line/labelled-files.ts';
import { onnxCompiler } from '../../../training/command-line/onnx-runner.ts';
import type { Retrained } from '../../../training/command-line/retrain.ts';
import { basesOf, retrainQuickly } from '../../../training/command-line/retrain.ts';
import type { LabelSet, NamedTrack } from '../../../training/personal/label-set.ts';
import { labelSet } from '../../../training/personal/label-set.ts';
import { AppError } from '../../contract/app-error.ts';
import { findModelFolder } from '../../pipeline/model/model-folder.ts';
import { loadMembers } from '../../pipeline/model/recogniser.ts';
import { analyzeWithProgress, openEngine } from '../analysis-session.ts';
import type { Command, CommandContext } from '../command.ts';
import { ANALYSIS_OPTIONS, analysisOptionsSchema, parseOptionsAlone } from '../command.ts';
import { counted, describeError, EXIT, print, printJson, say } from '../output.ts';
import { modelName } from '../model-name.ts';

const OPTIONS = { ...ANALYSIS_OPTIONS, labels: { type: 'string' }, mode: { type: 'string' }, base: { type: 'string' }, out: { type: 'string' }, keep: { type: 'string' }, seed: { type: 'string' } } as const;

const optionsSchema = analysisOptionsSchema.extend({
  labels: z.string({ error: 'name the table of labels' }),
  mode: z.literal('quick', { error: 'quick is the one there is' }).default('quick'),
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

Learns a last layer on the features of a finished model, in seconds, and writes an ordinary model's folder. It is judged on
artists and albums that it was not given, beside the model that it stands on.
  --labels FILE      a CSV of path,genre[,artist[,album]]; several genres joined by ;
  --base MODEL       whose features are used (default: ensemble)
  --keep WHAT        all: its genres stay answers where nobody labelled them (default); none
  --seed N           deals the folds (default 1)
  --window W, --provider P, --jobs N, --json    as for genrescope analyze
`,
  async run(args, context) {
    const options = parseOptionsAlone(args, OPTIONS, optionsSchema);
    const bases = basesOf(options.base, await loadMembers(await findModelFolder(options.base, context.modelRoots), context.modelRoots));
    const files = await filesOfTable(options.labels, (path, reason) => say(`left out: ${path}: ${reason}`));
    const named = await hear(files, options, context);
    const labels = labelSet(named, { shipped: bases.genres, kept: options.keep === 'all' ? bases.genres : [] });
    for (const warning of labels.warnings) say(warningText(warning));
    const started = performance.now();
    const result = await retrainQuickly({
      name: modelName(options.out), bases, genres: labels.genres, tracks: labels.tracks, out: options.out, seed: options.seed,
      date: new Date().toISOString().slice(0, 10), command: `genrescope retrain --base ${options.base} --keep ${options.keep} --seed ${options.seed}`, compile: onnxCompiler('cpu', 2),
    });
    report(options, labels, result, (performance.now() - started) / 1000);
    return named.length < files.length ? EXIT.someFailed : EXIT.ok;
  },
};

/** What the base makes of every file. */
async function hear(files: readonly LabelledFile[], options: Options, context: CommandContext): Promise<NamedTrack[]> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const engine = await openEngine({ ...options, model: options.base }, context);
  const tracks: NamedTrack[] = [];
  try {
    for await (const { path, metadata, outcome } of analyzeWithProgress(engine, [...byPath.keys()], options, context)) {
      const file = byPath.get(path);
      if (!file) continue;
      if (!outcome.ok) say(`left out: ${path}: ${describeError(outcome.error)}`);
      else tracks.push({ id: path, features: outcome.analysis.embedding, names: file.genres, artist: file.artist || (metadata?.artist ?? ''), album: file.album || (metadata?.album ?? ''), folder: dirname(path) });
    }
  } finally {
    await engine.close();
  }
  if (tracks.length === 0) throw new AppError('training-data', `Of ${counted(files.length, 'labelled file')}, none can be used.`);
  return tracks.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function warningText({ kind, genre, tracks }: LabelSet['warnings'][number]): string {
  const words = {
    'too-few': 'is left out: five are the least that can be learned from',
    'one-artist': 'comes from one artist or album: how well it is recognised elsewhere cannot be told',
    'one-sided': 'is rare beside the others: label more of it',
    contradiction: 'is said of the same sound as another genre',
  } as const;
  return `${genre} (${counted(tracks, 'track')}) ${words[kind]}`;
}

function report({ json, out }: Options, { genres, tracks }: LabelSet, { card, verdict }: Retrained, seconds: number): void {
  const { comparison, automatic, fresh, old, doubtful } = verdict;
  if (json) {
    printJson({
      model: card.name, genres: card.genres, tracks: tracks.length, seconds: Math.round(seconds * 100) / 100, comparison, automatic, new: fresh, old,
      doubtful: doubtful.map(({ track, suggestion, doubt }) => ({ path: tracks[track]?.id, genres: tracks[track]?.genres.map((genre) => genres[genre]?.name), suggestion: genres[suggestion]?.name, doubt })),
    });
    return;
  }
  const share = (value: number) => `${(100 * value).toFixed(1)} %`;
  print(`${counted(tracks.length, 'track')} of ${counted(new Set(tracks.flatMap((track) => track.genres)).size, 'genre')} learned in ${seconds.toFixed(1)} s.`);
  print(`On artists and albums that were held out: ${share(fresh.accuracy)} right, before ${share(old.accuracy)} (${comparison.tracks} tracks; the gain is ${share(comparison.interval95[0])} to ${share(comparison.interval95[1])}).`);
  print(automatic.confidence <= 1 ? `From a confidence of ${share(automatic.confidence)} on, 95 % were right: ${automatic.tracks} of ${comparison.tracks} tracks.` : 'At no confidence were 95 % right.');
  if (doubtful.length > 0) print(`${counted(doubtful.length, 'label')} that it doubts; the most: ${doubtful.slice(0, 3).map(({ track, suggestion }) => `${basename(tracks[track]?.id ?? '')} rather ${genres[suggestion]?.name}`).join(', ')}`);
  say(`The model “${card.name}” is in ${resolve(out)}. ${comparison.isBetter ? 'It is better beyond chance.' : 'It is not better beyond chance: keep the old one, or label more.'}`);
}
