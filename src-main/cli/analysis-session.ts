import { availableParallelism } from 'node:os';
import type { z } from 'zod';
import type { ErrorData } from '../contract/app-error.ts';
import { readSettings } from '../library/settings-store.ts';
import type { AnalyzedFile, Engine } from '../pipeline/engine.ts';
import { startEngine } from '../pipeline/engine.ts';
import { walkFolder } from '../pipeline/scan/walk-folder.ts';
import type { analysisOptionsSchema, CommandContext } from './command.ts';
import { createProgress } from './progress.ts';


/** Everything under `inputs` that may be music, and what could not be looked into. */
export async function listFiles(inputs: readonly string[], signal: AbortSignal): Promise<{ paths: string[]; failures: { path: string; error: ErrorData }[] }> {
  const paths: string[] = [];
  const failures: { path: string; error: ErrorData }[] = [];
  for (const input of inputs) {
    for await (const event of walkFolder(input, signal)) {
      if (event.kind === 'file') paths.push(event.file.path);
      else failures.push(event);
    }
  }
  return { paths: [...new Set(paths)], failures };
}

/** Starts the engine with the options, else the user's settings. @throws AppError */
export async function openEngine(options: z.infer<typeof analysisOptionsSchema>, context: CommandContext): Promise<Engine> {
  const settings = await readSettings(context.paths.settings);
  return startEngine({
    ...context,
    model: options.model ?? settings.model,
    provider: options.provider ?? settings.provider,
    ffmpegPath: settings.ffmpegPath,
    threads: 1,
  });
}

/** Analyses `paths` with progress on stderr. */
export async function* analyzeWithProgress(
  engine: Engine,
  paths: readonly string[],
  options: z.infer<typeof analysisOptionsSchema>,
  context: CommandContext,
): AsyncGenerator<AnalyzedFile> {
  const settings = await readSettings(context.paths.settings);
  const progress = createProgress('tracks');
  let done = 0;
  let failed = 0;
  const window = options.window ?? settings.window;
  // One more than cores: while a decoder starts, another one works.
  const jobs = options.jobs ?? availableParallelism() + 1;
  try {
    for await (const file of engine.analyze(paths, { window, jobs, signal: context.signal })) {
      done += 1;
      if (!file.outcome.ok) failed += 1;
      progress.step(done, paths.length, failed);
      yield file;
    }
  } finally {
    progress.finish();
  }
}
