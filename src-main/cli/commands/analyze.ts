import type { ErrorData } from '../../contract/app-error.ts';
import type { AnalyzedFile } from '../../contract/track.ts';
import type { Engine } from '../../pipeline/engine.ts';
import { analysisJson, analysisLine } from '../analysis-report.ts';
import { analyzeWithProgress, listFiles, openEngine, sayLeftOut } from '../analysis-run.ts';
import type { Command } from '../command.ts';
import { ANALYSIS_HELP, ANALYSIS_OPTIONS, analysisOptionsSchema, parseOptions, UsageError } from '../command.ts';
import { counted, describeError, EXIT, print, printJson, say } from '../output.ts';

/** `genrescope analyze`: predicts the genre of tracks. Changes no file. */
export const analyze: Command = {
  help: `Usage: genrescope analyze PATH... [options]

Prints the predicted genre of every track, its confidence, and the styles that reach their thresholds. --json prints the
probabilities of all genres and the scores of all styles and descriptors, 0 to 1.

${ANALYSIS_HELP}
`,
  async run(args, context) {
    const { options, positionals } = parseOptions(args, ANALYSIS_OPTIONS, analysisOptionsSchema);
    if (positionals.length === 0) throw new UsageError('Give a file or a folder.');
    const list = await listFiles(positionals, context);
    const { paths, failures } = list;
    sayLeftOut(list, options);
    for (const { path, error } of failures) report(options.json, path, error);
    let failed = failures.length;
    if (paths.length > 0) {
      const engine = await openEngine(options, context);
      try {
        for await (const file of analyzeWithProgress(engine, paths, options, context)) {
          if (!file.outcome.ok) failed += 1;
          printFile(options.json, file, engine);
        }
      } finally {
        await engine.close();
      }
    }
    if (!options.json) say(summary(paths.length + failures.length, failed));
    return failed > 0 ? EXIT.someFailed : EXIT.ok;
  },
};

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
