import { statSync } from 'node:fs';
import { z } from 'zod';
import type { DataSource, ReadOptions } from '../../training/runtime/read-dataset.ts';
import type { FrontEndSpec } from '../../training/dataset/front-end-spec.ts';
import { readDataset } from '../../training/runtime/read-dataset.ts';
import type { Dataset } from '../../training/dataset/example.ts';
import type { SplitName } from '../../training/dataset/split.ts';
import { SPLITS } from '../../training/dataset/split.ts';
import { openDecoder } from '../pipeline/decode/open-decoder.ts';
import type { CommandContext } from './command.ts';
import { UsageError } from './command.ts';
import { say } from './output.ts';
import { createProgress } from './progress.ts';
import { userSettings } from './user-settings.ts';

/** Options of commands that work on labelled music. */
export const DATA_OPTIONS = {
  data: { type: 'string' },
  labels: { type: 'string' },
  'gtzan-logmel': { type: 'string' },
  split: { type: 'string' },
  folds: { type: 'string' },
  fold: { type: 'string' },
  seed: { type: 'string' },
  limit: { type: 'string' },
  genres: { type: 'string' },
  threads: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** See {@link DATA_OPTIONS}. */
export const dataOptionsSchema = z.object({
  data: z.string().optional(),
  labels: z.string().optional(),
  'gtzan-logmel': z.string().optional(),
  split: z.enum(SPLITS).optional(),
  folds: z.coerce.number().int().min(2).max(100).optional(),
  fold: z.coerce.number().int().nonnegative().default(0),
  seed: z.coerce.number().int().default(1),
  limit: z.coerce.number().int().positive().optional(),
  genres: z
    .string()
    .transform((list) =>
      list
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    )
    .optional(),
  threads: z.coerce.number().int().min(1).max(64).default(1),
  json: z.boolean().default(false),
});

/** See {@link dataOptionsSchema}. */
export type DataOptions = z.infer<typeof dataOptionsSchema>;

/** The help text of {@link DATA_OPTIONS}. */
export const DATA_HELP = `  --data DIR            folders named after genres, with music in any format; or a table as for --labels
  --labels FILE         a CSV file with the columns path and genre, and optionally artist; several genres are
                        separated by ; or |
  --gtzan-logmel DIR    GTZAN as log-mel pictures
  --split S             ${SPLITS.join(', ')}
                        (default: fault-filtered for GTZAN; else artist, if enough tracks have an artist tag; else
                        stratified)
  --folds K --fold I    k-fold: fold I (from 0) of K is the test set
  --seed N              seed of the split, the initial weights and all random numbers (default 1)
  --limit N             use at most N tracks of every genre
  --genres LIST         use only these genres, separated by commas
  --threads N           threads of ONNX Runtime (default 1); results are identical only for the same N`;

/** @throws UsageError unless exactly one source is named */
export function sourceOf(options: DataOptions): DataSource {
  const sources = (
    [
      [isTable(options.data) ? 'labels' : 'folders', options.data],
      ['labels', options.labels],
      ['gtzan-logmel', options['gtzan-logmel']],
    ] as const
  ).flatMap(([kind, path]) => (path === undefined ? [] : [{ kind, path }]));
  const [source] = sources;
  if (!source || sources.length > 1) throw new UsageError('Give one of --data, --labels and --gtzan-logmel.');
  return source;
}

/** Whether the name of the data is the name of a table and not of a folder. */
function isTable(data: string | undefined): boolean {
  return (
    data !== undefined &&
    /\.(?:csv|tsv|txt)$/i.test(data) &&
    !(statSync(data, { throwIfNoEntry: false })?.isDirectory() ?? false)
  );
}

/**
 * Checks the options before any music is read.
 * @returns the split of the options, else the published split for GTZAN's log-mel pictures, else null
 * @throws UsageError
 */
export function checkDataOptions(options: DataOptions): SplitName | null {
  const isGtzan = sourceOf(options).kind === 'gtzan-logmel';
  const split = options.split ?? (isGtzan ? 'fault-filtered' : null);
  if (split === 'fault-filtered' && !isGtzan)
    throw new UsageError('--split fault-filtered was published only for GTZAN. It needs --gtzan-logmel.');
  if (split === 'fault-filtered' && options.folds !== undefined)
    throw new UsageError('The fault-filtered split has no folds. Give another --split.');
  foldsOf(options);
  return split;
}

/** Reports the reading of labelled music on stderr. */
export interface ReadingTeller extends Pick<ReadOptions, 'onProgress' | 'onSkip' | 'onGenreSkip'> {
  /** Files that were left out so far. */
  leftOut(): number;
  /** Ends the progress line. */
  finish(): void;
}

/** Reports the progress and what is left out on stderr. */
export function createReadingTeller(): ReadingTeller {
  const progress = createProgress('tracks read');
  let leftOut = 0;
  return {
    onProgress: (done, total) => progress.step(done, total, leftOut),
    onSkip(path, reason) {
      leftOut += 1;
      say(`left out: ${path}: ${reason}`);
    },
    onGenreSkip: (genre) => say(`left out: ${genre}: no track of this genre can be used`),
    leftOut: () => leftOut,
    finish: () => progress.finish(),
  };
}

/**
 * Reads the labelled music of the options; reports the progress and what is left out on stderr.
 * @returns the data, and the number of files that were left out
 * @throws AppError as {@link readDataset}
 */
export async function openDataset(
  options: DataOptions,
  frontEnd: FrontEndSpec,
  context: CommandContext,
): Promise<{ readonly dataset: Dataset; readonly leftOut: number }> {
  const { ffmpegPath } = await userSettings(context);
  const decoder = await openDecoder(ffmpegPath, context.workerFolder);
  const teller = createReadingTeller();
  const { seed, limit = null, genres = null } = options;
  try {
    const reading = { ...teller, frontEnd, decoder, limit, genres, seed, signal: context.signal };
    return { dataset: await readDataset(sourceOf(options), reading), leftOut: teller.leftOut() };
  } finally {
    teller.finish();
  }
}

/** The fold that the options name, if any. @throws UsageError */
export function foldsOf({ folds, fold }: DataOptions): { folds?: { count: number; fold: number } } {
  if (folds === undefined) return {};
  if (fold >= folds) throw new UsageError(`--fold must be between 0 and ${folds - 1}.`);
  return { folds: { count: folds, fold } };
}
