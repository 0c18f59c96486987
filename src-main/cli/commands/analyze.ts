import type { z } from 'zod';
import type { ErrorData } from '../../contract/app-error.ts';
import type { AnalyzedFile } from '../../contract/track.ts';
import type { Engine } from '../../pipeline/engine.ts';
import { readFacts } from '../../pipeline/model/recogniser.ts';
import { analysisJson, analysisLine } from '../analysis-report.ts';
import type { FileList } from '../analysis-run.ts';
import { analysisChoice, analyzeWithProgress, listFiles, openEngine, sayLeftOut } from '../analysis-run.ts';
import type { Command, CommandContext } from '../command.ts';
import { ANALYSIS_HELP, ANALYSIS_OPTIONS, analysisOptionsSchema, parseOptions, UsageError } from '../command.ts';
import { counted, describeError, EXIT, print, printExactJson, printJson, say } from '../output.ts';
import type { ShardList } from '../shards/list-shard.ts';
import { listShard } from '../shards/list-shard.ts';
import { MOST_SHARDS, shardOptionSchema } from '../shards/shard.ts';
import { shardHeader, shardLine } from '../shards/shard-lines.ts';

const OPTIONS = { ...ANALYSIS_OPTIONS, shard: { type: 'string' } } as const;
const optionsSchema = analysisOptionsSchema.extend({
  shard: shardOptionSchema.optional(),
});

/** `genrescope analyze`: predicts the genre of tracks. Changes no file. */
export const analyze: Command = {
  help: `Usage: genrescope analyze PATH... [options]

Prints the predicted genre of every track, its confidence, and the styles that reach their thresholds. --json prints the
probabilities of all genres and the scores of all styles and descriptors, 0 to 1.

${ANALYSIS_HELP}
  --shard I/N        only the files of one folder that fall to shard I of N (up to ${MOST_SHARDS}) by a hash of their path in
                     it, the same on every machine. With --json, lines also hold what “genrescope library import” needs
`,
  async run(args, context) {
    const { options, positionals } = parseOptions(args, OPTIONS, optionsSchema);
    if (positionals.length === 0) throw new UsageError('Give a file or a folder.');
    const part = options.shard ? await listShard(positionals, options.shard, context) : null;
    const list = part ?? (await listFiles(positionals, context));
    const failed = await analyzeListed(list, part, options, context);
    const total = list.paths.length + list.failures.length;
    if (!options.json) say(summary(total, failed));
    return failed > 0 ? EXIT.someFailed : EXIT.ok;
  },
};

/** @param part the list where it is a shard's @returns how many files failed */
async function analyzeListed(
  list: FileList,
  part: ShardList | null,
  options: z.infer<typeof optionsSchema>,
  context: CommandContext,
): Promise<number> {
  const choice = await analysisChoice(options, context);
  const { model, modelRoots: roots, window } = choice;
  // An empty shard is told as well, so that it is not missed.
  if (part && options.json) printExactJson(shardHeader(part, await readFacts(model, roots), window));
  sayLeftOut(list, options);
  for (const { path, error } of list.failures) report(options.json, path, error);
  let failed = list.failures.length;
  if (list.paths.length === 0) return failed;
  const engine = await openEngine(choice, context);
  try {
    for await (const file of analyzeWithProgress(engine, list.paths, { ...choice, digests: part !== null }, context)) {
      if (!file.outcome.ok) failed += 1;
      if (part && options.json) printExactJson(shardLine(file, part, engine.recogniser, window));
      else printFile(options.json, file, engine);
    }
    return failed;
  } finally {
    await engine.close();
  }
}

function summary(total: number, failed: number): string {
  if (total === 0) return 'No music files were found.';
  return failed > 0
    ? `${total - failed} of ${counted(total, 'file')} analysed, ${failed} failed.`
    : `${counted(total, 'file')} analysed.`;
}

function printFile(json: boolean, { path, metadata, outcome }: AnalyzedFile, { recogniser }: Engine): void {
  if (!outcome.ok) return report(json, path, outcome.error);
  if (json) printJson(analysisJson({ path, metadata }, outcome.analysis, recogniser));
  else print(analysisLine(path, outcome.analysis, recogniser));
}

function report(json: boolean, path: string, error: ErrorData): void {
  if (json) printJson({ path, status: 'error', error });
  else print(`${'failed'.padEnd(12)}       ${path}: ${describeError(error)}`);
}
