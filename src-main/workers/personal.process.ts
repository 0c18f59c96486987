import { setPriority } from 'node:os';
import { basesOf, retrainQuickly } from '../../training/command-line/retrain.ts';
import { linearModelOf } from '../../training/command-line/linear-model.ts';
import { onnxCompiler } from '../../training/command-line/onnx-runner.ts';
import type { NamedTrack } from '../../training/personal/label-set.ts';
import { labelSet } from '../../training/personal/label-set.ts';
import type { Question } from '../../training/personal/label-queue.ts';
import { labelQueue } from '../../training/personal/label-queue.ts';
import { momentsOf, standardised } from '../../training/personal/standardise.ts';
import { toErrorData } from '../contract/app-error.ts';
import { startEngine } from '../pipeline/engine.ts';
import { findModelFolder, listModels } from '../pipeline/model/model-folder.ts';
import { loadMembers, readSpecHash } from '../pipeline/model/recogniser.ts';
import { serveParent } from './parent-port.ts';
import type { PersonalReply, PersonalRequest } from './personal-protocol.ts';
import { personalRequestSchema } from './personal-protocol.ts';

type Reply = (reply: PersonalReply) => void;
type LearnRequest = Extract<PersonalRequest, { kind: 'learn' }>;

/** Below everything else: analysing and listening come first. */
const NICE = 10;
const JOBS = 2;
const MOST_DOUBTS = 500;

async function catalogue(modelRoots: readonly string[], reply: Reply): Promise<void> {
  const models: Extract<PersonalReply, { kind: 'catalogue' }>['models'] = [];
  for (const card of await listModels(modelRoots)) {
    const { name } = card;
    const linear = await loadMembers(await findModelFolder(name, modelRoots), modelRoots).then(linearModelOf, () => null);
    if (linear) models.push({ name, specHash: await readSpecHash(name, modelRoots), featuresKey: linear.featuresKey, isPersonal: 'personal' in card && card.personal !== undefined });
  }
  reply({ kind: 'catalogue', models });
}

async function learn(request: LearnRequest, reply: Reply): Promise<void> {
  const { base, modelRoots, name, out, keepsShipped } = request;
  const bases = basesOf(base, await loadMembers(await findModelFolder(base, modelRoots), modelRoots));
  const named = await withFeatures(request, reply);
  reply({ kind: 'learning' });
  const started = performance.now();
  const { genres, tracks, warnings } = labelSet(named, { shipped: bases.genres, kept: keepsShipped ? bases.genres : [] });
  const { verdict } = await retrainQuickly({
    name, bases, genres, tracks, out, seed: 1, date: new Date().toISOString().slice(0, 10), command: `genrescope retrain --base ${base}`, compile: onnxCompiler('cpu', 2),
  });
  const nameOf = (genre: number | undefined) => genres[genre ?? -1]?.name ?? '';
  reply({
    kind: 'learned',
    result: {
      name, genres: genres.map((genre) => genre.name), tracks: tracks.length, seconds: (performance.now() - started) / 1000, against: base, warnings: [...warnings],
      comparison: { ...verdict.comparison, interval95: [...verdict.comparison.interval95] }, confusion: verdict.fresh.confusion, automatic: verdict.automatic,
      doubtful: verdict.doubtful.slice(0, MOST_DOUBTS).map(({ track, suggestion, doubt }) => ({ path: tracks[track]?.id ?? '', before: nameOf(tracks[track]?.genres[0]), after: nameOf(suggestion), share: doubt })),
    },
  });
}

/** Tracks that no analysis by the base has kept the features of are heard now; those that cannot be are left out. */
async function withFeatures({ tracks, ...request }: LearnRequest, reply: Reply): Promise<NamedTrack[]> {
  const heard = new Map<string, Float32Array>(tracks.flatMap(({ path, features }) => (features ? [[path, features] as const] : [])));
  const unheard = tracks.filter(({ features }) => !features).map(({ path }) => path);
  reply({ kind: 'heard', done: 0, total: unheard.length });
  if (unheard.length > 0) {
    const engine = await startEngine({ ...request, model: request.base, provider: 'auto', workerFolder: import.meta.dirname, threads: 1 });
    try {
      let done = 0;
      for await (const { path, outcome } of engine.analyze(unheard, { window: request.window, jobs: JOBS })) {
        if (outcome.ok) heard.set(path, outcome.analysis.embedding);
        reply({ kind: 'heard', done: ++done, total: unheard.length });
      }
    } finally {
      await engine.close();
    }
  }
  return tracks.flatMap(({ path, names, artist, album, folder }): NamedTrack[] => {
    const features = heard.get(path);
    return features ? [{ id: path, names, artist, album, folder, features }] : [];
  });
}

/** Features count alike once they are standardised. */
function nextLabels({ known, candidates, count }: Extract<PersonalRequest, { kind: 'next' }>): Question[] {
  const moments = momentsOf([...known, ...candidates.map(({ features }) => features)]);
  const row = (features: Float32Array) => standardised([features], moments);
  return labelQueue(candidates.map(({ probabilities, features }) => ({ probabilities, features: row(features) })), known.map(row), count);
}

/** Kept from one question to the next. */
let kept: { readonly key: string; readonly linear: ReturnType<typeof linearModelOf> } | null = null;

async function predict({ model, modelRoots, features }: Extract<PersonalRequest, { kind: 'predict' }>, reply: Reply): Promise<void> {
  const specHash = await readSpecHash(model, modelRoots);
  const key = `${model} ${specHash}`;
  if (kept?.key !== key) kept = { key, linear: linearModelOf(await loadMembers(await findModelFolder(model, modelRoots), modelRoots)) };
  const { linear } = kept;
  if (!linear) throw new Error(`${model} is no network of ours`);
  reply({ kind: 'predicted', specHash, genres: [...linear.genres], probabilities: features.map((row) => linear.predict(row)) });
}

async function serve(request: PersonalRequest, reply: Reply): Promise<void> {
  try {
    if (request.kind === 'catalogue') await catalogue(request.modelRoots, reply);
    else if (request.kind === 'learn') await learn(request, reply);
    else if (request.kind === 'next') reply({ kind: 'next', questions: nextLabels(request) });
    else await predict(request, reply);
  } catch (error) {
    reply({ kind: 'failed', error: toErrorData(error) });
  }
}

setPriority(NICE);
serveParent(personalRequestSchema, (request, reply: Reply) => void serve(request, reply));
