import { dirname } from 'node:path';
import { throwIfCancelled, toErrorData } from '../../contract/app-error.ts';
import type { FieldTexts } from '../../contract/track.ts';
import { automaticTagging } from '../../library/automatic-tagging.ts';
import { LabelStore } from '../../library/label-store.ts';
import { RetrainStore } from '../../library/retrain-store.ts';
import { retrainFactsOf } from '../../pipeline/model/model-folder.ts';
import type { AlbumPlace } from '../../use-cases/library/album-means.ts';
import { AlbumMeans } from '../../use-cases/library/album-means.ts';
import type { FilePrediction, PlanRules } from '../../use-cases/library/plan-file.ts';
import { planFile } from '../../use-cases/library/plan-file.ts';
import { automaticText } from '../../texts/automatic-text.ts';
import { analysisChoice, analyzeWithProgress, openEngine } from '../analysis-run.ts';
import { withLibrary } from '../labelled-library.ts';
import { say } from '../output.ts';
import type { LabelsOf } from '../own-labels.ts';
import { isAutomatic } from './tag-options.ts';
import type { TagSession, TagTask } from './tag-session.ts';

/** A file that the user labelled. */
interface Labelled {
  readonly path: string;
  readonly labels: readonly string[];
}

/** A file that the model has heard. */
interface Analysed {
  readonly path: string;
  readonly place: AlbumPlace;
  readonly before: readonly string[];
  readonly tags: readonly FieldTexts[];
  readonly prediction: FilePrediction;
}

/** Plans every file: by the user's labels where it has some, else by what the model says. */
export async function planFiles(paths: readonly string[], labelsOf: LabelsOf, session: TagSession): Promise<void> {
  const labelled: Labelled[] = [];
  const open: string[] = [];
  for (const path of paths) {
    const labels = await labelsOf(path);
    if (labels) labelled.push({ path, labels });
    else open.push(path);
  }
  await planLabelled(labelled, session);
  if (open.length > 0 || labelled.length === 0) await planAnalysed(open, session);
}

/** Labels need no analysis: a track gets its label whatever its sound. */
async function planLabelled(files: readonly Labelled[], session: TagSession): Promise<void> {
  const { planRules, context } = session.task;
  for (const { path, labels } of files) {
    throwIfCancelled(context.signal);
    try {
      const { genres, fields = [] } = await context.reader.tags(path, context.signal);
      const file = { before: genres, labels, prediction: null, album: null, tags: fields };
      session.add({ path, ...planFile(file, planRules) });
    } catch (error) {
      session.fail(path, toErrorData(error));
    }
  }
}

/** What the model thinks of the other tracks; where albums decide, once all of them are analysed. */
async function planAnalysed(paths: readonly string[], session: TagSession): Promise<void> {
  const { options, context, planRules } = session.task;
  const choice = await analysisChoice(options, context);
  const engine = await openEngine(choice, context);
  const albums = options.by === 'album' ? new AlbumMeans() : null;
  const waiting: Analysed[] = [];
  try {
    const { name: model, genres, styles } = engine.recogniser;
    const rules = { ...planRules, minConfidence: await minConfidence(model, session.task) };
    for await (const { path, metadata, outcome } of analyzeWithProgress(engine, paths, choice, context)) {
      if (!outcome.ok) {
        session.fail(path, outcome.error);
        continue;
      }
      const { probabilities, styleScores } = outcome.analysis;
      const place = { folder: dirname(path), album: metadata?.album ?? '' };
      const prediction = { model, genres, probabilities, styles, styleScores };
      const before = metadata?.genres ?? [];
      const analysed = { path, place, before, tags: metadata?.fields ?? [], prediction };
      albums?.add(place, prediction);
      if (albums) waiting.push(analysed);
      else session.add(planOf(analysed, null, rules));
    }
    for (const analysed of waiting) session.add(planOf(analysed, albums, rules));
  } finally {
    await engine.close();
  }
}

function planOf({ path, place, before, tags, prediction }: Analysed, albums: AlbumMeans | null, rules: PlanRules) {
  const album = albums?.of(place, prediction) ?? null;
  return { path, ...planFile({ before, labels: [], prediction, album, tags }, rules) };
}

async function minConfidence(model: string, task: TagTask): Promise<number> {
  return isAutomatic(task.options, task.settings) ? automaticConfidence(model, task) : task.planRules.minConfidence;
}

/** Measured on the held-out labels of the model and on newer labels; 1.01 where no confidence reaches 95%. */
async function automaticConfidence(
  model: string,
  { options: { json }, settings: { genreMap }, context }: TagTask,
): Promise<number> {
  const heldOut = await retrainFactsOf(model, context.modelRoots);
  const automatic = await withLibrary(context, (database) => {
    const relations = new LabelStore(database).summary().genres;
    return automaticTagging(new RetrainStore(database), { model, heldOut, relations, genreMap, root: '' });
  });
  // No folder is open, so there is no coverage to report.
  if (!json) say(automaticText({ ...automatic, analysed: 0, covered: 0 }));
  return automatic.confidence;
}
