import { existsSync } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../contract/app-error.ts';
import type { ChangeKind, Settings, TagOptions } from '../../contract/types.ts';
import { automaticTagging } from '../../library/automatic-tagging.ts';
import { LabelStore } from '../../library/label-store.ts';
import { PersonalStore } from '../../library/personal-store.ts';
import { TrackStore } from '../../library/track-store.ts';
import { genreMapSchema, readSettings } from '../../library/settings-store.ts';
import type { AnalyzedFile, Engine } from '../../pipeline/engine.ts';
import { personalFactsOf } from '../../pipeline/model/model-folder.ts';
import { applyBatch } from '../../tags/batches.ts';
import type { GenreChange } from '../../tags/batches.ts';
import type { GenreMap } from '../../tags/genres-from-probabilities.ts';
import { decideByLabels, decideGenres } from '../../tags/genres-from-probabilities.ts';
import { analyzeWithProgress, listFiles, openEngine } from '../analysis-session.ts';
import type { Command, CommandContext } from '../command.ts';
import { ANALYSIS_HELP, ANALYSIS_OPTIONS, analysisOptionsSchema, parseOptions, UsageError } from '../command.ts';
import { withLibrary } from '../labelled-library.ts';
import { counted, describeError, EXIT, print, printJson, say } from '../output.ts';
import { createProgress } from '../progress.ts';
import { settleJournal } from '../settle-journal.ts';

const OPTIONS = {
  ...ANALYSIS_OPTIONS,
  write: { type: 'boolean' }, automatic: { type: 'boolean' }, 'min-confidence': { type: 'string' }, 'max-genres': { type: 'string' }, mode: { type: 'string' },
  map: { type: 'string' }, 'new-times': { type: 'boolean' },
} as const;

const optionsSchema = analysisOptionsSchema.extend({
  write: z.boolean().default(false),
  automatic: z.boolean().default(false),
  'min-confidence': z.coerce.number().min(0).max(1).optional(),
  'max-genres': z.coerce.number().int().min(1).max(3).optional(),
  mode: z.enum(['replace', 'fill', 'append']).optional(),
  map: z.string().optional(),
  'new-times': z.boolean().default(false),
});

type Options = z.infer<typeof optionsSchema>;

interface Plan {
  readonly path: string;
  readonly kind: ChangeKind;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Whether the user's own labels decided. */
  readonly isLabel: boolean;
}

const WRITING_KINDS: ReadonlySet<ChangeKind> = new Set(['add', 'replace', 'append']);

/** `genrescope tag`: preview, and with `--write` the real thing. */
export const tag: Command = {
  summary: 'preview genre tags, or write them with --write; can be undone',
  help: `Usage: genrescope tag FOLDER [--write] [options]

Without --write nothing is touched: every file is listed with its old and new genres. Tracks that you labelled
in the app get your labels.
  --write              write; “genrescope undo” brings the original bytes back
  --min-confidence P   write nothing less sure than this, 0 to 1 (default: the setting, else 0.6)
  --automatic          write only what your labels show to be right at least 95 % of the time
  --max-genres N       up to 3; further genres must be half as likely as the first (default 1)
  --mode M             fill: only files without a genre (default); replace; append
  --map FILE           JSON from genre to your own name, or to null to drop it:
                       {"hiphop":"Hip-Hop","metal":"Rock/Metal","rock":"Rock/Metal","pop":null}
  --new-times          let files have a new modification time (default: keep the old one)
${ANALYSIS_HELP}
`,
  async run(args, context) {
    const { options, positionals } = parseOptions(args, OPTIONS, optionsSchema);
    const [folder] = positionals;
    if (folder === undefined || positionals.length > 1) throw new UsageError('name one folder or file');
    if (options.automatic && options['min-confidence'] !== undefined) throw new UsageError('say --automatic or --min-confidence, not both');
    const settings = await readSettings(context.paths.settings);
    const map = options.map === undefined ? settings.genreMap : await readGenreMap(options.map);
    if (options.write) await settleJournal(context.paths.journal);
    const { paths, failures } = await listFiles([folder], context.signal);
    for (const { path, error } of failures) report(options.json, path, error);
    const engine = await openEngine(options, context);
    try {
      const tagging = await tagOptions(options, settings, engine, context);
      const own = await ownLabels(context);
      const plans: Plan[] = [];
      let failed = failures.length;
      for await (const file of analyzeWithProgress(engine, paths, options, context)) {
        if (!file.outcome.ok) {
          failed += 1;
          report(options.json, file.path, file.outcome.error);
          continue;
        }
        const plan = planFile(file, engine, { options: tagging, map, labels: await own(file.path) });
        plans.push(plan);
        printPlan(options, plan);
      }
      if (options.write) failed += await write(plans, resolve(folder), { options, settings, engine, context });
      else if (!options.json) say(`Preview: ${plans.filter(({ kind }) => WRITING_KINDS.has(kind)).length} of ${counted(plans.length, 'file')} would be written. Nothing was touched; --write writes.`);
      return failed > 0 ? EXIT.someFailed : EXIT.ok;
    } finally {
      await engine.close();
    }
  },
};

async function tagOptions(options: Options, settings: Settings, engine: Engine, context: CommandContext): Promise<TagOptions> {
  const isAutomatic = options.automatic || (settings.isAutomatic && options['min-confidence'] === undefined);
  return {
    minConfidence: isAutomatic ? await automaticConfidence(engine.recogniser.name, options, settings, context) : (options['min-confidence'] ?? settings.minConfidence),
    maxGenres: options['max-genres'] ?? settings.maxGenres,
    mode: options.mode ?? settings.tagMode,
  };
}

/** Gives the user's labels of a file; none where it was changed since the app has seen it: it may hold another recording. */
async function ownLabels(context: CommandContext): Promise<(path: string) => Promise<readonly string[] | undefined>> {
  if (!existsSync(context.paths.database)) return () => Promise.resolve(undefined);
  const own = await withLibrary(context, (database) => new Map(new PersonalStore(database).names().map((row) => [row.path, row])));
  return async (path) => {
    const row = own.get(await realpath(path));
    if (!row) return undefined;
    const { size, mtimeMs } = await stat(path);
    if (row.size === size && row.modified === Math.floor(mtimeMs)) return row.names;
    say(`${path}: changed since you labelled it; its label is left out until the app has scanned it`);
    return undefined;
  };
}

/** Tells the library what was written, so that nobody takes it for somebody else's tags. */
async function tellLibrary(written: readonly GenreChange[], context: CommandContext): Promise<void> {
  if (written.length === 0 || !existsSync(context.paths.database)) return;
  const now = await Promise.all(written.map(async ({ path, genres }) => ({ path: await realpath(path), genres, facts: await stat(path) })));
  await withLibrary(context, (database) => {
    const tracks = new TrackStore(database);
    tracks.together(() => now.forEach(({ path, genres, facts }) => tracks.saveGenres(path, genres, { size: facts.size, modifiedMilliseconds: Math.floor(facts.mtimeMs), isOurs: true })));
  });
}

/** By the held-out labels of the model and those that came after it; 1.01 where nothing is sure enough. */
async function automaticConfidence(model: string, { json }: Options, { genreMap }: Settings, context: CommandContext): Promise<number> {
  const learned = await personalFactsOf(model, context.modelRoots);
  const { confidence, tracks } = await withLibrary(context, (database) =>
    automaticTagging(new PersonalStore(database), { model, learned, kin: new LabelStore(database).summary().genres, genreMap, root: '' }));
  if (!json) say(confidence <= 1 ? `From a confidence of ${confidence.toFixed(2)} on, at least 95 % of ${counted(tracks, 'labelled track')} were right.` : 'Your labels do not show at which confidence 95 % are right: nothing is sure enough.');
  return confidence;
}

async function readGenreMap(path: string): Promise<GenreMap> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('genre-map-invalid', `${path} cannot be read`, { cause });
  });
  const parsed = genreMapSchema.safeParse(parseJson(text, path));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('genre-map-invalid', `${path}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('genre-map-invalid', `${path} is not JSON`, { cause });
  }
}

function planFile({ path, metadata, outcome }: AnalyzedFile, { recogniser }: Engine, { options, map, labels }: { options: TagOptions; map: GenreMap; labels: readonly string[] | undefined }): Plan {
  const before = metadata?.genres ?? [];
  if (labels) return { path, before, isLabel: true, ...decideByLabels(labels, before, options) };
  if (!outcome.ok) return { path, kind: 'not-analysed', before, after: before, isLabel: false };
  const decision = decideGenres({ genres: recogniser.genres, probabilities: outcome.analysis.probabilities }, before, options, map);
  return { path, before, isLabel: false, ...decision };
}

function printPlan({ json, write: writes }: Options, { path, kind, before, after }: Plan): void {
  if (json) return printJson({ path, status: writes && WRITING_KINDS.has(kind) ? 'planned' : 'preview', change: kind, before, after });
  const list = (genres: readonly string[]) => genres.join('; ') || '(none)';
  if (WRITING_KINDS.has(kind)) print(`${list(before)} → ${list(after)}  ${path}`);
  else print(`${list(before)}, ${kind}  ${path}`);
}

function report(json: boolean, path: string, error: Parameters<typeof describeError>[0]): void {
  if (json) printJson({ path, status: 'error', error });
  else print(`failed: ${path}: ${describeError(error)}`);
}

async function write(
  plans: readonly Plan[],
  folder: string,
  { options, settings, engine, context }: { options: Options; settings: Settings; engine: Engine; context: CommandContext },
): Promise<number> {
  const changes: GenreChange[] = plans.filter(({ kind }) => WRITING_KINDS.has(kind)).map(({ path, after, isLabel }) => ({ path, genres: after, model: isLabel ? '' : engine.recogniser.name }));
  if (changes.length === 0) {
    if (!options.json) say('Nothing to write.');
    return 0;
  }
  const progress = createProgress('files');
  let done = 0;
  let failed = 0;
  const written = new Set<string>();
  const result = await applyBatch(changes, folder, {
    root: context.paths.journal,
    decoder: engine.decoder,
    keepModificationTime: options['new-times'] ? false : settings.keepModificationTime,
    signal: context.signal,
    onFile({ path, failure }) {
      done += 1;
      if (failure) failed += 1;
      else written.add(path);
      progress.step(done, changes.length, failed);
      if (failure) report(options.json, path, failure.error);
      else if (options.json) printJson({ path, status: 'written' });
    },
  });
  progress.finish();
  await tellLibrary(changes.filter(({ path }) => written.has(path)), context);
  if (options.json) printJson({ status: 'batch', batch: result.batchId, written: result.written, failed: result.failures.length });
  else say(`${counted(result.written, 'file')} written${failed > 0 ? `, ${failed} left as they were` : ''}. Undo with: genrescope undo ${result.batchId ?? ''}`);
  if (result.cancelled) throw new AppError('cancelled');
  return failed;
}
