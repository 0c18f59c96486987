import { resolve } from 'node:path';
import { z } from 'zod';
import type { ErrorData } from '../../contract/app-error.ts';
import { AppError, throwIfCancelled, toErrorData } from '../../contract/app-error.ts';
import { texts } from '../../texts/index.ts';
import type { ChangeKind } from '../../contract/values.ts';
import type { Settings } from '../../contract/settings.ts';
import type { TagOptions } from '../../contract/tags.ts';
import { automaticTagging } from '../../library/automatic-tagging.ts';
import { settingsSchema } from '../../contract/settings.ts';
import { LabelStore } from '../../library/label-store.ts';
import { RetrainStore } from '../../library/retrain-store.ts';
import { openDecoder } from '../../pipeline/decode/open-decoder.ts';
import type { LeftOut } from '../../contract/left-out.ts';
import type { AnalyzedFile } from '../../pipeline/engine.ts';
import { retrainFactsOf } from '../../pipeline/model/model-folder.ts';
import { applyBatch } from '../../tags/batches.ts';
import type { GenreChange } from '../../tags/batches.ts';
import type { GenreMap } from '../../tags/genres-from-probabilities.ts';
import { decideByLabels, decideGenres } from '../../tags/genres-from-probabilities.ts';
import { analyzeWithProgress, listFiles, openEngine, sayLeftOut } from '../analysis-run.ts';
import type { WritingRules } from '../../contract/tags.ts';
import { rulesOf } from '../../tags/writing-rules.ts';
import type { Command, CommandContext } from '../command.ts';
import { ANALYSIS_HELP, ANALYSIS_OPTIONS, analysisOptionsSchema, parseOptions, UsageError } from '../command.ts';
import { readGenreMap } from '../genre-map.ts';
import { withLibrary } from '../labelled-library.ts';
import { counted, describeError, EXIT, finishWithoutReaders, print, printJson, say } from '../output.ts';
import { currentGenres, ownLabels } from '../own-labels.ts';
import { createProgress } from '../progress.ts';
import { repairJournal } from '../repair-journal.ts';
import { sayHardLinks, saySeparator } from '../writing-preview.ts';
import { tellLibrary } from '../tell-library.ts';
import { userSettings } from '../user-settings.ts';
import { TAG_MODES } from '../../contract/values.ts';

const OPTIONS = {
  ...ANALYSIS_OPTIONS,
  write: { type: 'boolean' },
  automatic: { type: 'boolean' },
  'min-confidence': { type: 'string' },
  'max-genres': { type: 'string' },
  mode: { type: 'string' },
  map: { type: 'string' },
  labels: { type: 'string' },
  'new-times': { type: 'boolean' },
  'hard-links': { type: 'string' },
  separator: { type: 'string' },
  'lose-attributes': { type: 'boolean' },
} as const;

const optionsSchema = analysisOptionsSchema.extend({
  write: z.boolean().default(false),
  automatic: z.boolean().default(false),
  'min-confidence': z.coerce.number().min(0).max(1).optional(),
  'max-genres': z.coerce.number().int().min(1).max(3).optional(),
  mode: z.enum(TAG_MODES).optional(),
  map: z.string().optional(),
  labels: z.string().optional(),
  'new-times': z.boolean().default(false),
  'hard-links': settingsSchema.shape.hardLinks.optional(),
  separator: settingsSchema.shape.genreSeparator.optional(),
  'lose-attributes': z.boolean().default(false),
});

type Options = z.infer<typeof optionsSchema>;

interface Plan {
  readonly path: string;
  readonly kind: ChangeKind;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Whose prediction it is; empty for the user's own labels. */
  readonly model: string;
}

const WRITING_KINDS: ReadonlySet<ChangeKind> = new Set(['add', 'replace', 'append']);

/** `genrescope tag`: preview, and with `--write` the real thing. */
export const tag: Command = {
  summary: 'preview genre tags, or write them with --write; can be undone',
  help: `Usage: genrescope tag FOLDER [--write] [options]

Without --write nothing is touched: every file is listed with its old and new genres. Tracks that you labelled,
in the app or by genrescope labels import, get your labels, whatever they sound like.
  --write              write; “genrescope undo” brings the original bytes back
  --min-confidence P   write nothing less sure than this, 0 to 1 (default: the setting, else 0.6)
  --automatic          write only what your labels show to be right at least 95 % of the time
  --max-genres N       up to 3; further genres must be half as likely as the first (default 1)
  --mode M             fill: only files without a genre (default); replace; append
  --map FILE           JSON from genre to your own name, or to null to drop it:
                       {"hiphop":"Hip-Hop","metal":"Rock/Metal","rock":"Rock/Metal","pop":null}
  --labels FILE        a CSV of path,genre whose labels count before those of your library; several genres joined by ;
  --new-times          let files have a new modification time (default: keep the old one)
  --hard-links R       write: a file with several names is written in place, so that all of them have the new genre
                       (default); leave: it is left alone
  --separator S        how several genres share a field for one text: standard (ID3v2.4: zero bytes; ID3v2.3 and INFO:
                       semicolons), nul, slash, semicolon, comma, or frames (several fields)
  --lose-attributes    write files even where their extended attributes cannot be kept
${ANALYSIS_HELP}
`,
  async run(args, context) {
    const { options, positionals } = parseOptions(args, OPTIONS, optionsSchema);
    const [folder] = positionals;
    if (folder === undefined || positionals.length > 1) throw new UsageError('name one folder or file');
    if (options.automatic && options['min-confidence'] !== undefined)
      throw new UsageError('say --automatic or --min-confidence, not both');
    const settings = await userSettings(context);
    const map = options.map === undefined ? settings.genreMap : await readGenreMap(options.map);
    const labelsOf = await ownLabels(options.labels, context, options.write);
    if (options.write) {
      await repairJournal(context.paths.journal);
      finishWithoutReaders();
    }
    const list = await listFiles([folder], context.signal);
    const { paths, failures } = list;
    sayLeftOut(list, options);
    for (const { path, error } of failures) report(options.json, path, error);
    const labelled: Labelled[] = [];
    const open: string[] = [];
    for (const path of paths) {
      const labels = await labelsOf(path);
      if (labels) labelled.push({ path, labels });
      else open.push(path);
    }
    const session: Session = { options, settings, map, context, plans: [], failed: failures.length };
    await planLabelled(labelled, session);
    if (open.length > 0 || labelled.length === 0) await planAnalysed(open, session);
    await sayRules(session, list.leftOut);
    if (options.write) await write(resolve(folder), session);
    else if (!options.json)
      say(
        `Preview: ${session.plans.filter(({ kind }) => WRITING_KINDS.has(kind)).length} of ${counted(session.plans.length, 'file')} would be written. Nothing was touched; --write writes.`,
      );
    return session.failed > 0 ? EXIT.someFailed : EXIT.ok;
  },
};

interface Labelled {
  readonly path: string;
  readonly labels: readonly string[];
}

/** What a run works with, and what has come of it. */
interface Session {
  readonly options: Options;
  readonly settings: Settings;
  readonly map: GenreMap;
  readonly context: CommandContext;
  readonly plans: Plan[];
  failed: number;
}

/** Labels need no analysis: a track gets its label whatever its sound. */
async function planLabelled(files: readonly Labelled[], session: Session): Promise<void> {
  const { options, settings, context } = session;
  for (const { path, labels } of files) {
    throwIfCancelled(context.signal);
    try {
      const before = await currentGenres(path);
      addPlan(session, {
        path,
        before,
        model: '',
        ...decideByLabels(labels, before, { mode: options.mode ?? settings.tagMode }),
      });
    } catch (error) {
      fail(session, path, toErrorData(error));
    }
  }
}

/** What the model thinks of the other tracks. */
async function planAnalysed(paths: readonly string[], session: Session): Promise<void> {
  const { options, settings, map, context } = session;
  const engine = await openEngine(options, context);
  try {
    const { recogniser } = engine;
    const tagging = await tagOptions(recogniser.name, options, settings, context);
    for await (const { path, metadata, outcome } of analyzeWithProgress(engine, paths, options, context)) {
      if (outcome.ok)
        addPlan(session, {
          path,
          model: recogniser.name,
          ...decide(
            metadata,
            { genres: recogniser.genres, probabilities: outcome.analysis.probabilities },
            tagging,
            map,
          ),
        });
      else fail(session, path, outcome.error);
    }
  } finally {
    await engine.close();
  }
}

function decide(
  metadata: AnalyzedFile['metadata'],
  prediction: Parameters<typeof decideGenres>[0],
  tagging: TagOptions,
  map: GenreMap,
): Pick<Plan, 'before' | 'kind' | 'after'> {
  const before = metadata?.genres ?? [];
  return { before, ...decideGenres(prediction, before, tagging, map) };
}

function addPlan({ options, plans }: Session, plan: Plan): void {
  plans.push(plan);
  printPlan(options, plan);
}

function fail(session: Session, path: string, error: ErrorData): void {
  session.failed += 1;
  report(session.options.json, path, error);
}

async function tagOptions(
  model: string,
  options: Options,
  settings: Settings,
  context: CommandContext,
): Promise<TagOptions> {
  const isAutomatic = options.automatic || (settings.isAutomatic && options['min-confidence'] === undefined);
  return {
    minConfidence: isAutomatic
      ? await automaticConfidence(model, options, settings, context)
      : (options['min-confidence'] ?? settings.minConfidence),
    maxGenres: options['max-genres'] ?? settings.maxGenres,
    mode: options.mode ?? settings.tagMode,
  };
}

/** By the held-out labels of the model and those that came after it; 1.01 where nothing is sure enough. */
async function automaticConfidence(
  model: string,
  { json }: Options,
  { genreMap }: Settings,
  context: CommandContext,
): Promise<number> {
  const learned = await retrainFactsOf(model, context.modelRoots);
  const { confidence, tracks } = await withLibrary(context, (database) =>
    automaticTagging(new RetrainStore(database), {
      model,
      learned,
      relations: new LabelStore(database).summary().genres,
      genreMap,
      root: '',
    }),
  );
  if (!json)
    say(
      confidence <= 1
        ? `From a confidence of ${confidence.toFixed(2)} on, at least 95 % of ${counted(tracks, 'labelled track')} were right.`
        : 'Your labels do not show at which confidence 95 % are right: nothing is sure enough.',
    );
  return confidence;
}

function printPlan({ json, write: writes }: Options, { path, kind, before, after }: Plan): void {
  if (json)
    return printJson({
      path,
      status: writes && WRITING_KINDS.has(kind) ? 'planned' : 'preview',
      change: kind,
      before,
      after,
    });
  const list = (genres: readonly string[]) => genres.join('; ') || '(none)';
  if (WRITING_KINDS.has(kind)) print(`${list(before)} → ${list(after)}  ${path}`);
  else print(`${list(before)}, ${kind}  ${path}`);
}

function report(json: boolean, path: string, error: Parameters<typeof describeError>[0]): void {
  if (json) printJson({ path, status: 'error', error });
  else print(`failed: ${path}: ${describeError(error)}`);
}

async function write(folder: string, session: Session): Promise<void> {
  const { options, settings, context } = session;
  const changes: GenreChange[] = session.plans
    .filter(({ kind }) => WRITING_KINDS.has(kind))
    .map(({ path, after, model }) => ({ path, genres: after, model }));
  if (changes.length === 0) {
    if (!options.json) say('Nothing to write.');
    return;
  }
  const progress = createProgress('files');
  let done = 0;
  let failed = 0;
  const written = new Set<string>();
  const result = await applyBatch(changes, folder, {
    root: context.paths.journal,
    decoder: await openDecoder(settings.ffmpegPath, context.workerFolder),
    rules: rulesFor(options, settings),
    signal: context.signal,
    onFile({ path, failure, notes }) {
      done += 1;
      if (failure) failed += 1;
      else written.add(path);
      progress.step(done, changes.length, failed);
      if (failure) report(options.json, path, failure.error);
      else if (options.json) printJson({ path, status: 'written', ...(notes.length > 0 ? { notes } : {}) });
      else for (const note of notes) say(`${path}: ${texts.notices.tagNotes[note]}`);
    },
  });
  progress.finish();
  session.failed += failed;
  await tellLibrary(
    changes.filter(({ path }) => written.has(path)),
    true,
    context,
  );
  if (options.json)
    printJson({ status: 'batch', batch: result.batchId, written: result.written, failed: result.failures.length });
  else
    say(
      `${counted(result.written, 'file')} written${failed > 0 ? `, ${failed} left as they were` : ''}.${result.batchId === null ? '' : ` Undo with: genrescope undo ${result.batchId}`}`,
    );
  if (result.cancelled) throw new AppError('cancelled');
}

function rulesFor(options: Options, settings: Settings): WritingRules {
  const rules = rulesOf(settings);
  return {
    keepModificationTime: options['new-times'] ? false : rules.keepModificationTime,
    hardLinks: options['hard-links'] ?? rules.hardLinks,
    separator: options.separator ?? rules.separator,
    mayLoseAttributes: options['lose-attributes'] || rules.mayLoseAttributes,
  };
}

/** What a preview says of the files that would be written beside their genres. */
async function sayRules({ options, settings, plans }: Session, leftOut: readonly LeftOut[]): Promise<void> {
  const rules = rulesFor(options, settings);
  const writing = plans.filter(({ kind }) => WRITING_KINDS.has(kind));
  await sayHardLinks(
    writing.map(({ path }) => path),
    leftOut,
    rules,
    options.json,
  );
  if (!options.json)
    saySeparator(
      writing.map(({ after }) => after),
      rules,
    );
}
