import type { ErrorData } from '../../contract/app-error.ts';
import { genresAmong, stylesOfTrack } from '../../contract/styles-of-track.ts';
import type { AnalyzedFile, TrackAnalysis } from '../../contract/track.ts';
import type { StyleKind } from '../../contract/values.ts';
import type { Engine } from '../../pipeline/engine.ts';
import type { Recogniser } from '../../pipeline/model/recogniser.ts';
import { percent } from '../../texts/format.ts';
import { analyzeWithProgress, listFiles, openEngine, sayLeftOut } from '../analysis-run.ts';
import type { Command } from '../command.ts';
import { ANALYSIS_HELP, ANALYSIS_OPTIONS, analysisOptionsSchema, parseOptions, UsageError } from '../command.ts';
import { counted, describeError, EXIT, print, printJson, say } from '../output.ts';

/** Most styles on the line of a track, and the room for them: longer lists push the path to the right. */
const SHOWN_STYLES = 3;
const STYLES_WIDTH = 32;
/** After the path of a track whose channels have opposite signs. */
const SIDE_NOTE = '  (left and right have opposite signs: half their difference was analysed)';

/** `genrescope analyze`: predicts the genre of tracks. Changes no file. */
export const analyze: Command = {
  summary: 'predict the genre of files and folders; changes nothing',
  help: `Usage: genrescope analyze PATH... [options]

Prints the predicted genre of every track, its confidence, and the styles that reach their thresholds. --json prints the
probabilities of all genres and the scores of all styles and descriptors, 0 to 1.

${ANALYSIS_HELP}
`,
  async run(args, context) {
    const { options, positionals } = parseOptions(args, ANALYSIS_OPTIONS, analysisOptionsSchema);
    if (positionals.length === 0) throw new UsageError('Give a file or a folder.');
    const list = await listFiles(positionals, context.signal);
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
  const { analysis } = outcome;
  if (!json) {
    const confidence = percent(analysis.confidence).padStart(4);
    const note = analysis.heardChannel === 'side' ? SIDE_NOTE : '';
    const styles = recogniser.styles.length === 0 ? '' : `${styleNames(analysis, recogniser).padEnd(STYLES_WIDTH)}  `;
    return print(`${analysis.genre.padEnd(12)} ${confidence}  ${styles}${path}${note}`);
  }
  const byStyle = (kind: StyleKind) =>
    Object.fromEntries(
      stylesOfTrack(recogniser.styles, analysis.styleScores)
        .filter((style) => style.kind === kind)
        .map(({ name, score }) => [name, rounded(score)]),
    );
  const byGenre = (probabilities: readonly number[]) =>
    Object.fromEntries(recogniser.genres.map((genre, index) => [genre, rounded(probabilities[index] ?? 0)]));
  printJson({
    path,
    status: 'ok',
    durationSeconds: metadata?.durationSeconds ?? null,
    analysedSeconds: rounded(analysis.analysedSeconds),
    heardChannel: analysis.heardChannel,
    genre: analysis.genre,
    confidence: rounded(analysis.confidence),
    probabilities: byGenre(analysis.probabilities),
    styles: byStyle('style'),
    descriptors: byStyle('descriptor'),
    timeline: analysis.timeline.map((patch) => ({ ...patch, probabilities: byGenre(patch.probabilities) })),
    model: recogniser.name,
    provider: recogniser.provider.active,
    ...(analysis.disagreement === null
      ? {}
      : {
          disagreement: rounded(analysis.disagreement),
          members: analysis.members.map((member) => ({ ...member, confidence: rounded(member.confidence) })),
        }),
  });
}

/** The styles that reach their thresholds, at most SHOWN_STYLES, those of the predicted genre first. */
function styleNames({ genre, styleScores }: TrackAnalysis, { styles }: Recogniser): string {
  return genresAmong(stylesOfTrack(styles, styleScores), [genre])
    .slice(0, SHOWN_STYLES)
    .map(({ name }) => name)
    .join(', ');
}

function report(json: boolean, path: string, error: ErrorData): void {
  if (json) printJson({ path, status: 'error', error });
  else print(`${'failed'.padEnd(12)}       ${path}: ${describeError(error)}`);
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
