import { join } from 'node:path';
import type { Decoder } from '../../../src-main/pipeline/decode/decoder.ts';
import type { ModelCard } from '../../../src-main/pipeline/model/model-card.ts';
import { headGraph } from '../../feature-head/feature-head.ts';
import type { ImportedNetwork } from '../../imported/imported-network.ts';
import { networkFile } from '../../imported/imported-network.ts';
import { withoutSilentFilters } from '../../imported/without-silent-filters.ts';
import { encodeModel } from '../../onnx/encode-model.ts';
import type { Head } from '../../retrain/head.ts';
import { weightsNamed } from '../../retrain/named-weights.ts';
import { onnxCompiler } from '../../runtime/onnx-runner.ts';
import { figures } from '../../runtime/say-training.ts';
import { writeModel } from '../../runtime/write-model.ts';
import { FAMILIES, fitGenres, RARE_FAMILIES } from './fit-genres.ts';
import { fitStyles } from './fit-styles.ts';
import type { HeardClip } from './hear-clip.ts';
import type { HearingPlace, Listener } from './heard-clips.ts';
import { hearClips } from './heard-clips.ts';
import type { TaggedClip } from './judge-by-tags.ts';
import { judgeByTags } from './judge-by-tags.ts';
import type { SplitFigures } from './judge-genres.ts';
import { evaluationsOf } from './judge-genres.ts';
import type { LabelledClip } from './labelled-clips.ts';
import { readLabelledClips } from './labelled-clips.ts';
import type { Mn04Facts } from './mn04-head.ts';
import { writeMn04Head } from './mn04-head.ts';
import { headFile, musicnnCard } from './musicnn-card.ts';
import { openMusicnn, openTeacher, SPARSE_MUSICNN_SPEC, TEACHER_SPEC } from './networks.ts';
import { readTaggrams } from './taggrams.ts';

/** Where everything lies, and how the head is trained. */
export interface MusicnnOptions {
  /** Folder of clips.csv, 4q-tags.csv, clips/ and gtzan-logmel/. */
  readonly data: string;
  /** Folder of musicnn's checkpoint MSD_musicnn. */
  readonly musicnn: string;
  /** EfficientAT's file, whose answers teach styles; null: those are left out. */
  readonly teacher: string | null;
  /** Folder of GTZAN as musicnn's tags; null: GTZAN is not judged by. */
  readonly taggrams: string | null;
  /** Folder of all models. */
  readonly out: string;
  /** Folder of what networks heard before. */
  readonly cache: string;
  readonly decoder: Decoder;
  readonly seed: number;
  readonly threads: number;
  readonly command: string;
}

type Say = (line: string) => void;
const HEARD_BETWEEN_LINES = 100;

/** Trains a head of genres and styles on musicnn, and writes both as one model. @throws AppError */
export async function trainMusicnn(options: MusicnnOptions, say: Say): Promise<ModelCard> {
  const { data, seed, threads } = options;
  const network = withoutSilentFilters(await openMusicnn(options.musicnn));
  const file = networkFile(network);
  const clips = await readLabelledClips(data);
  const heard = await hear(clips, { network: file, spec: SPARSE_MUSICNN_SPEC }, options, say);
  const teacher = options.teacher === null ? null : networkFile(await openTeacher(options.teacher));
  const answers = teacher && (await hear(clips, { network: teacher, spec: TEACHER_SPEC }, options, say));
  const heardClips = clips.map((clip) => ({
    ...clip,
    features: heardOf(heard, clip).features,
    tags: heardOf(heard, clip).answers,
    teacher: answers && heardOf(answers, clip).answers,
  }));
  const compile = onnxCompiler('cpu', threads);
  const genres = await fitGenres(heardClips, { seed, compile, say });
  const styles = fitStyles(heardClips, tagsOf(network));
  const inFolds = evaluationsOf(genres.judged, FAMILIES, RARE_FAMILIES);
  const evaluation = [...inFolds, ...(await judgeGtzan(heardClips, options))];
  for (const each of evaluation) say(`${each.split}: ${figures(each)}`);
  const contents = musicnnCard({
    ...{ network, clips, evaluation, seed },
    temperature: genres.temperature,
    styles: styles.infos,
    correlations: styles.correlations,
    command: options.command,
  });
  const headBytes = encodeModel(headGraph(genres.head, styles.head), 'genrescope');
  const card = await writeModel(
    join(options.out, contents.name),
    file,
    contents,
    headFile(headBytes, genres.head, styles.head),
  );
  if (answers) await trainMn04Head(clips, answers, { ofDefault: genres, card }, options, say);
  return card;
}

/** A head on the teacher's own features, for those who add it. */
async function trainMn04Head(
  clips: readonly LabelledClip[],
  heard: ReadonlyMap<string, HeardClip>,
  facts: Pick<Mn04Facts, 'ofDefault' | 'card'>,
  { seed, threads, out }: MusicnnOptions,
  say: Say,
): Promise<void> {
  const heardClips = clips.map((clip) => ({ ...clip, features: heardOf(heard, clip).features, teacher: null }));
  const genres = await fitGenres(heardClips, { seed, compile: onnxCompiler('cpu', threads), say });
  const together = await writeMn04Head(out, { ...facts, genres, styles: fitStyles(heardClips, null) });
  for (const each of together) say(`With mn04: ${each.split}: ${figures(each)}`);
}

function hear(
  clips: readonly LabelledClip[],
  listener: Listener,
  place: HearingPlace,
  say: Say,
): Promise<Map<string, HeardClip>> {
  const paths = clips.map(({ path }) => path);
  return hearClips(paths, listener, place, (done, total) => {
    if (done % HEARD_BETWEEN_LINES === 0 || done === total) say(`heard ${done} of ${total} clips`);
  });
}

function heardOf(heard: ReadonlyMap<string, HeardClip>, { path }: LabelledClip): HeardClip {
  const found = heard.get(path);
  if (!found) throw new Error(`${path} was not heard`);
  return found;
}

/** musicnn's own last layer. */
function tagsOf({ layout, state }: ImportedNetwork): Head {
  return { weights: weightsNamed(layout, state, 'genres.weights'), bias: weightsNamed(layout, state, 'genres.bias') };
}

/** The clips of GTZAN's own are among its tags already. */
async function judgeGtzan(
  clips: readonly (LabelledClip & TaggedClip)[],
  { data, taggrams, seed, threads }: MusicnnOptions,
): Promise<SplitFigures[]> {
  if (taggrams === null) return [];
  const train = await readTaggrams(data, taggrams, 'train');
  const test = await readTaggrams(data, taggrams, 'test');
  return [
    await judgeByTags(
      train,
      test,
      clips.filter(({ source }) => source !== 'gtzan'),
      seed,
      onnxCompiler('cpu', threads),
    ),
  ];
}
