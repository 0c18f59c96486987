import { availableParallelism } from 'node:os';
import type { z } from 'zod';
import type { ErrorData } from '../contract/app-error.ts';
import { texts } from '../texts/index.ts';
import type { AnalyzedFile } from '../contract/track.ts';
import type { Engine } from '../pipeline/engine.ts';
import { startEngine } from '../pipeline/engine.ts';
import type { LeftOut } from '../contract/left-out.ts';
import { walkFolder } from '../pipeline/scan/walk-folder.ts';
import type { analysisOptionsSchema, CommandContext } from './command.ts';
import { modelChoice } from './model-choice.ts';
import { counted, print, printJson, say } from './output.ts';
import { createProgress } from './progress.ts';
import { userSettings } from './user-settings.ts';

type AnalysisOptions = z.infer<typeof analysisOptionsSchema>;

/** What a walk through folders has found. */
export interface FileList {
  readonly paths: readonly string[];
  readonly failures: readonly { readonly path: string; readonly error: ErrorData }[];
  readonly leftOut: readonly LeftOut[];
}

/** Everything under `inputs` that may be music, what could not be looked into, and what is left out. */
export async function listFiles(inputs: readonly string[], context: CommandContext): Promise<FileList> {
  const { followLinks } = await userSettings(context);
  const paths: string[] = [];
  const leftOut: LeftOut[] = [];
  const failures: { path: string; error: ErrorData }[] = [];
  for (const input of inputs) {
    for await (const event of walkFolder(input, { followLinks }, context.signal)) {
      if (event.kind === 'file') paths.push(event.file.path);
      else if (event.kind === 'unreadable') failures.push(event);
      else leftOut.push(event.leftOut);
    }
  }
  return { paths: [...new Set(paths)], failures, leftOut };
}

/** Says how much was left out, or lists it where that was asked for. */
export function sayLeftOut(
  { leftOut }: FileList,
  options: { readonly json: boolean; readonly 'left-out': boolean },
): void {
  if (options['left-out']) {
    for (const { path, reason } of leftOut) {
      if (options.json) printJson({ path, status: 'left-out', reason });
      else print(`left out: ${path}: ${texts.notices.leftOutReasons[reason]}`);
    }
  } else if (leftOut.length > 0 && !options.json)
    say(`${counted(leftOut.length, 'file or folder', 'files and folders')} left out; --left-out lists them.`);
}

/** How files are analysed: as the options say, else as the user's settings do. */
export async function analysisChoice(options: AnalysisOptions, context: CommandContext) {
  const settings = await userSettings(context);
  return {
    ...(await modelChoice(options.model ?? settings.model, context.modelRoots)),
    provider: options.provider ?? settings.provider,
    window: options.window ?? settings.window,
    ffmpegPath: settings.ffmpegPath,
    // One more than cores: while a decoder starts, another one works.
    jobs: options.jobs ?? availableParallelism() + 1,
  };
}

/** See {@link analysisChoice}. */
export type AnalysisChoice = Awaited<ReturnType<typeof analysisChoice>>;

/** Starts the engine as it was chosen. @throws AppError */
export function openEngine(choice: AnalysisChoice, context: CommandContext): Promise<Engine> {
  return startEngine({ ...context, ...choice, threads: 1 });
}

/** Analyses `paths` with progress on stderr. `digests`: tells by what the analysed sound is known again, too. */
export async function* analyzeWithProgress(
  engine: Engine,
  paths: readonly string[],
  { window, jobs, digests = false }: Pick<AnalysisChoice, 'window' | 'jobs'> & { readonly digests?: boolean },
  { signal }: CommandContext,
): AsyncGenerator<AnalyzedFile> {
  const progress = createProgress('tracks');
  let done = 0;
  let failed = 0;
  try {
    for await (const file of engine.analyze(paths, { window, jobs, signal, digests })) {
      done += 1;
      if (!file.outcome.ok) failed += 1;
      progress.step(done, paths.length, failed);
      yield file;
    }
  } finally {
    progress.finish();
  }
}
