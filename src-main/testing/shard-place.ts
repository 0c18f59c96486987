import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { CommandContext } from '../cli/command.ts';
import { listShard } from '../cli/shards/list-shard.ts';
import { shardHeader, shardLine } from '../cli/shards/shard-lines.ts';
import type { AnalyzedFile, TrackAnalysis } from '../contract/track.ts';
import { appPaths } from '../library/app-paths.ts';
import type { Recogniser, RecogniserFacts } from '../pipeline/model/recogniser.ts';
import { readFacts } from '../pipeline/model/recogniser.ts';
import { directFileReader } from './direct-file-reader.ts';

/** The window of all made-up results. */
export const SHARD_WINDOW = '30s';
/** Files of a {@link ShardPlace}; one of them failed. */
export const SHARD_FILES: readonly string[] = [
  'a.mp3',
  'b/Zoë.flac',
  'b/c/d.ogg',
  'e.wav',
  'f.m4a',
  'g.opus',
  'h.mp3',
  'b/i.flac',
  'failed.mp3',
];
const MODEL_ROOTS = [resolve(import.meta.dirname, '../../resources/models')];

/** A folder of files that are no music, and what the default model could have said of them. */
export class ShardPlace {
  readonly root: string;
  readonly music: string;
  readonly recogniser: RecogniserFacts & Pick<Recogniser, 'provider'>;

  private constructor(root: string, recogniser: ShardPlace['recogniser']) {
    this.root = root;
    this.music = join(root, 'music');
    this.recogniser = recogniser;
  }

  static async make(): Promise<ShardPlace> {
    const root = await realpath(await mkdtemp(join(tmpdir(), 'genrescope-shards-')));
    const provider = { active: 'cpu', attempts: [] } as const;
    const place = new ShardPlace(root, { ...(await readFacts('musicnn', MODEL_ROOTS)), provider });
    for (const name of SHARD_FILES) {
      await mkdir(dirname(join(place.music, name)), { recursive: true });
      await writeFile(join(place.music, name), name);
    }
    return place;
  }

  /** @param home name of the folder of the app's own data */
  context(home = 'home'): CommandContext {
    const paths = appPaths({ GENRESCOPE_HOME: join(this.root, home) });
    return {
      paths,
      dataFolder: { path: paths.home, why: 'environment' },
      modelRoots: MODEL_ROOTS,
      workerFolder: this.root,
      reader: directFileReader,
      signal: new AbortController().signal,
    };
  }

  list(index: number, count: number) {
    return listShard([this.music], { index, count }, this.context());
  }

  /** What an analysis of a file could have found. */
  analyzed(path: string): AnalyzedFile {
    const metadata = { title: `T “${path.length}”`, artist: 'A', album: '', genres: ['Rock'], durationSeconds: 7 / 3 };
    return path.endsWith('failed.mp3')
      ? { path, metadata: null, outcome: { ok: false, error: { code: 'audio-silent', message: 'silent' } } }
      : { path, metadata, outcome: { ok: true, analysis: this.#analysisOf(path) } };
  }

  /** Writes the results of a shard into a file, as `analyze --shard` prints them. @returns its path */
  async writeShard(index: number, count: number): Promise<string> {
    const list = await this.list(index, count);
    const lines = [
      shardHeader(list, this.recogniser, SHARD_WINDOW),
      ...list.paths.map((path) => shardLine(this.analyzed(path), list, this.recogniser, SHARD_WINDOW)),
    ];
    const file = join(this.root, `${index} of ${count}.jsonl`);
    await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    return file;
  }

  threeShards(): Promise<string[]> {
    return Promise.all([1, 2, 3].map((index) => this.writeShard(index, 3)));
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true, force: true });
  }

  /** Its numbers are such that decimals do not hold. */
  #analysisOf(path: string): TrackAnalysis {
    const { genres, styles } = this.recogniser;
    const seed = (path.length - this.music.length) / 7;
    const probabilities = genres.map((_, index) => 1 / (index + 3 + seed));
    const floats = (length: number) => Float32Array.from({ length }, (_, index) => Math.sin(index + seed) / 3);
    return {
      genre: genres[0] ?? '',
      confidence: probabilities[0] ?? 0,
      analysedSeconds: 10 / 3,
      heardChannel: 'mix',
      probabilities,
      styleScores: floats(styles.length).map(Math.abs),
      embedding: floats(20),
      embeddingSizes: [20],
      meanSpectrum: floats(30),
      disagreement: null,
      members: [],
      timeline: [{ startSeconds: 0, endSeconds: 1 / 3, probabilities }],
    };
  }
}
