import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadModel } from '../../../src-main/pipeline/model/model-folder.ts';
import { inputShape } from '../../../src-main/pipeline/features/feature-spec.ts';
import type { Example } from '../../../training/dataset/example.ts';
import { predictExamples } from '../../../training/evaluation/predict.ts';
import { retrainAllWeights } from '../../../training/runtime/retrain-all-weights.ts';
import { onnxCompiler, runnerOf } from '../../../training/runtime/onnx-runner.ts';
import { replaceSection } from '../../../training/shipped/results-file.ts';
import { personalSection } from '../../../training/shipped/results-table.ts';
import { frontEndOf } from '../../../training/dataset/front-end-spec.ts';
import { basesOf } from '../../../training/runtime/bases.ts';
import { predictionsOfBases, priorOf } from '../../../training/runtime/last-layer-basis.ts';
import { doubtfulLabels } from '../../../training/retrain/compare-predictions.ts';
import { labelQueue } from '../../../training/retrain/label-queue.ts';
import type { TrackInputs } from '../../../training/retrain/labelled-track.ts';
import { applyHead } from '../../../training/retrain/head.ts';
import { trainLastLayer } from '../../../training/retrain/last-layer.ts';
import { momentsOf, standardised } from '../../../training/retrain/standardise.ts';
import { createRandom, shuffled } from '../../../training/random/random.ts';
import { softmax } from '../../../src-main/pipeline/probabilities/aggregate-patches.ts';
import { readBenchClips } from './clips.ts';
import type { Score } from './figures.ts';
import { mean, scoreOf, withInterval } from './figures.ts';
import type { HeardClip, Music } from './music.ts';
import { hearClips, hearWithoutArtist } from './music.ts';
import type { Setup } from './setups.ts';
import { deal, labelled, SETUPS } from './setups.ts';

/**
 * `npm run bench:retrain -- --data FOLDER [--model FOLDER]`: what labels of one's own are worth, on clips that the bases
 * never heard. The bases are the shipped architectures as `npm run table:gtzan` trains them, on GTZAN alone: the shipped
 * ones know these clips. Or they are the network of a model with a head, and heads that did not hear the clip's artist, see
 * hearWithoutArtist; all weights are then not trained, which would take hours.
 */
const SEEDS = [1, 2, 3, 4, 5];
const COUNTS = [0, 5, 10, 20, 50];
/** Fewer labels a genre are not worth the time. */
const FEWEST_FOR_FULL = 50;
const BASES = ['mel-cnn', 'mel-gru', 'mel-statistics'];
const compile = onnxCompiler('cpu', 2);
const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Quick models beside the bases, mapped as well as they can be. */
async function learningCurve({ bases, clips, heard }: Music, setup: Setup): Promise<string[]> {
  const prior = priorOf(bases, setup.genres);
  const rows: string[] = [];
  for (const count of COUNTS) {
    const scores: { base: Score; quick: Score; full: Score | null }[] = [];
    for (const seed of SEEDS) {
      const { pool, test } = deal(clips, heard, setup, seed);
      const base = scoreOf(test, (track) => predictionsOfBases(bases, [track], setup.genres)[0] ?? []);
      const own = labelled(pool, setup.genres.length, count);
      const model = own.length === 0 ? null : await trainLastLayer(own, prior, seed, compile);
      const quick = model ? scoreOf(test, (track) => applyHead(model.head, track.inputs)) : base;
      scores.push({
        base,
        quick,
        full:
          count >= FEWEST_FOR_FULL && !bases.head
            ? await fullScore({ bases, clips, heard }, setup, own, test, seed)
            : null,
      });
    }
    const column = (of: (score: (typeof scores)[number]) => number | undefined) => {
      const values = scores.flatMap((score) => of(score) ?? []);
      return values.length > 0 ? withInterval(values) : '';
    };
    const cells = [
      column(({ base }) => base.accuracy),
      column(({ quick }) => quick.accuracy),
      column(({ full }) => full?.accuracy),
      column(({ base }) => base.recall),
      column(({ quick }) => quick.recall),
      column(({ full }) => full?.recall),
    ];
    rows.push(`| ${[setup.name, String(count), ...cells].join(' | ')} |`);
    say(rows.at(-1) ?? '');
  }
  return rows;
}

/** Fine-tuning of all weights on the very same labels. */
async function fullScore(
  { bases, clips }: Music,
  { genres }: Setup,
  own: readonly TrackInputs[],
  test: readonly TrackInputs[],
  seed: number,
): Promise<Score> {
  const byId = new Map(clips.map(({ example }) => [example.id, example]));
  const exampleOf = ({ id }: TrackInputs) => byId.get(id) as Example;
  const out = await mkdtemp(join(tmpdir(), 'genrescope-bench-full-'));
  try {
    const events = retrainAllWeights({
      name: 'full',
      bases,
      genres,
      tracks: own.map((track) => ({ ...track, spectrogram: exampleOf(track) })),
      out,
      against: bases.name,
      seed,
      learnedAt: '',
      date: '',
      command: 'bench:retrain',
      compile,
      mode: 'full',
      resume: false,
      provider: 'cpu',
      threads: 2,
      batchWorkerFile: resolve('out', 'main', 'batches.worker.js'),
    });
    let isEvaluated = false;
    for await (const event of events) isEvaluated ||= event.kind === 'evaluated';
    if (!isEvaluated) throw new Error('the training ended without an evaluation');
    const { card, network } = await loadModel(out);
    const runner = await runnerOf(network, { patches: [-1, ...inputShape(card.featureSpec)] }, 'cpu', 2);
    const logits = await predictExamples(runner, card.featureSpec, test.map(exampleOf));
    await runner.release();
    return scoreOf(test, (_, index) => Array.from(logits[index]?.mean ?? []));
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

const START = 22;
const STEP = 22;
const LARGEST = 220;

/** Accuracy after so many labels, chosen by the queue or by chance. */
async function queueCurve({ bases, clips, heard }: Music, setup: Setup, isQueue: boolean): Promise<number[]> {
  const prior = priorOf(bases, setup.genres);
  const curves: number[][] = [];
  for (const seed of SEEDS) {
    const { pool, test } = deal(clips, heard, setup, seed);
    const moments = momentsOf(pool.map((track) => track.features));
    const rowOf = (track: TrackInputs) => standardised([track.features], moments);
    const known = pool.slice(0, START);
    let rest = pool.slice(START);
    const curve: number[] = [];
    for (;;) {
      const model = await trainLastLayer(known, prior, seed, compile);
      curve.push(scoreOf(test, (track) => applyHead(model.head, track.inputs)).accuracy);
      if (known.length >= LARGEST || rest.length < STEP) break;
      const asked = isQueue
        ? labelQueue(
            rest.map((track) => ({
              probabilities: softmax(applyHead(model.head, track.inputs), model.temperature),
              features: rowOf(track),
            })),
            known.map(rowOf),
            STEP,
          ).map(({ candidate }) => rest[candidate] as TrackInputs)
        : rest.slice(0, STEP);
      known.push(...asked);
      rest = rest.filter((track) => !asked.includes(track));
    }
    curves.push(curve);
  }
  return (curves[0] ?? []).map((_, step) => mean(curves.map((curve) => curve[step] ?? 0)));
}

/** Labels that a curve needs for an accuracy; between two points by straight line. */
function labelsFor(curve: readonly number[], accuracy: number): number | null {
  const step = curve.findIndex((value) => value >= accuracy);
  if (step < 0) return null;
  const [before = 0, after = 0] = [curve[step - 1], curve[step]];
  return step === 0 ? START : START + STEP * (step - 1 + (accuracy - before) / Math.max(1e-9, after - before));
}

const WRONG_SHARE = 0.1;
const LOOKED_AT = 0.15;

/** Share of deliberately wrong labels among the first of the doubtful list. */
async function doubtsFound({ bases, clips, heard }: Music, setup: Setup): Promise<number[]> {
  const prior = priorOf(bases, setup.genres);
  const shares: number[] = [];
  for (const seed of SEEDS) {
    const random = createRandom(seed).fork(7);
    const tracks = labelled(deal(clips, heard, setup, seed).pool, setup.genres.length, 30);
    const wrong = new Set(shuffled(random, [...tracks.keys()]).slice(0, Math.round(WRONG_SHARE * tracks.length)));
    const flipped = tracks.map((track, index) =>
      wrong.has(index)
        ? {
            ...track,
            genres: [((track.genres[0] ?? 0) + 1 + random.index(setup.genres.length - 1)) % setup.genres.length],
          }
        : track,
    );
    const { heldOut } = await trainLastLayer(flipped, prior, seed, compile);
    const first = doubtfulLabels(
      heldOut,
      flipped.map(({ genres }) => genres),
    ).slice(0, Math.round(LOOKED_AT * tracks.length));
    shares.push(first.filter(({ track }) => wrong.has(track)).length / wrong.size);
  }
  return shares;
}

/** Median seconds of five runs over 500 labels, five folds included. */
async function secondsOf500({ bases, heard }: Music): Promise<number> {
  const genres = bases.genres.map((name) => ({ name, origins: [name] }));
  const tracks = Array.from({ length: 500 }, (_, index): TrackInputs => ({
    id: `${index}`,
    artist: `${index % 170}`,
    album: '',
    folder: '',
    ...(heard[index % heard.length] as HeardClip),
    genres: [index % genres.length],
  }));
  const prior = priorOf(bases, genres);
  const seconds: number[] = [];
  for (let run = 0; run < 5; run++) {
    const started = performance.now();
    await trainLastLayer(tracks, prior, run, compile);
    seconds.push((performance.now() - started) / 1000);
  }
  return seconds.sort((a, b) => a - b)[2] ?? 0;
}

/** What the bases hear of the clips: those trained on GTZAN alone, or a model with a head. */
async function musicOf(data: string, { bases, model }: { bases: string; model?: string | undefined }): Promise<Music> {
  if (model !== undefined) {
    const based = basesOf('the model', [await loadModel(model)]);
    return hearWithoutArtist(based, await readBenchClips(data, frontEndOf(based.spec)), compile);
  }
  const models = await Promise.all(BASES.map((name) => loadModel(join(bases, name, 'fault-filtered')))).catch(() => {
    throw new Error(`${bases} lacks the bases: run npm run table:gtzan first`);
  });
  const based = basesOf('GTZAN alone', models);
  return hearClips(based, await readBenchClips(data, frontEndOf(based.spec)), compile);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      bases: { type: 'string', default: 'training/.table' },
      model: { type: 'string' },
      out: { type: 'string', default: 'training/RESULTS.md' },
    },
  });
  if (values.data === undefined) throw new Error('--data FOLDER: holds clips/ and clips.csv');
  const music = await musicOf(values.data, values);
  const rows: string[] = [];
  for (const setup of SETUPS) rows.push(...(await learningCurve(music, setup)));
  const [, mixed] = SETUPS as [Setup, Setup];
  const chance = await queueCurve(music, mixed, false);
  const queue = await queueCurve(music, mixed, true);
  const found = await doubtsFound(music, mixed);
  const seconds = await secondsOf500(music);
  const percent = (value: number) => (100 * value).toFixed(1);
  const goal = chance.at(-1) ?? 0;
  const needed = labelsFor(queue, goal);
  const most = START + STEP * (chance.length - 1);
  const lines = [
    '| genres | labels each | bases, accuracy | quick | full | bases, macro recall | quick | full |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    'Labels chosen by the queue against chance (mixed; ' +
      `${START} to ${LARGEST} labels in steps of ${STEP}, accuracy in %, mean of ${SEEDS.length} seeds):`,
    '',
    `chance ${chance.map(percent).join(', ')}`,
    '',
    `queue ${queue.map(percent).join(', ')}`,
    '',
    needed === null
      ? `The queue did not reach chance's last accuracy.`
      : `For chance's last accuracy the queue needs ${needed.toFixed(0)} of its ${most} labels ` +
        `(${((100 * needed) / most).toFixed(0)}%).`,
    '',
    `With ${percent(WRONG_SHARE)}% of the labels wrong on purpose, ` +
      `the first ${percent(LOOKED_AT)}% of the doubtful list hold ${withInterval(found)}% of them.`,
    '',
    `A quick model of 500 labels, its five held-out folds included: ${seconds.toFixed(1)} s (median of 5, 2 threads).`,
  ];
  for (const line of lines.slice(2 + rows.length)) say(line);
  const before = await readFile(values.out, 'utf8').catch(() => '');
  await writeFile(values.out, replaceSection(before, personalSection(lines.join('\n'), music.bases.head !== null)));
}

await main();
process.exit(0);
