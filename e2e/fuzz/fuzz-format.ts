import { join } from 'node:path';
import type { Encoding } from '../../src-main/testing/encode-audio.ts';
import { ALL_ENCODINGS, extensionOf } from '../../src-main/testing/encode-audio.ts';
import { createRandom } from '../../training/random/random.ts';
import { DriverProcess } from '../attack/driver-process.ts';
import type { DecoderKind } from '../attack/protocol.ts';
import type { MutantOutcome } from './mutant-batch.ts';
import { tryMutants } from './mutant-batch.ts';
import type { Mutant } from './mutate.ts';
import { mutate } from './mutate.ts';

/** What a format's mutants are run with. */
export interface FuzzTools {
  readonly driver: string;
  readonly folder: string;
  readonly seed: number;
  readonly originals: ReadonlyMap<Encoding, Buffer>;
}

/** A defect, with what is needed to see it again. */
interface FuzzDefect {
  readonly name: string;
  readonly made: string;
  readonly what: string;
}

/** What became of a format's mutants. */
export interface FormatResult {
  readonly encoding: Encoding;
  readonly mutants: number;
  readonly written: number;
  /** Written only where no decoder checks the audio; with FFmpeg the writer refuses them. */
  readonly caught: number;
  readonly refused: ReadonlyMap<string, number>;
  readonly defects: readonly FuzzDefect[];
  readonly peakBytes: number;
}

const BATCH = 100;
/** Every so many batches of mutants have the real decoder, which takes most of the time. */
const REAL_SHARE = 10;
/** The driver's JavaScript may have so much; with WebAssembly and buffers it stays far below a gigabyte. */
const HEAP_MEGABYTES = 512;
const MOST_BYTES = 2 ** 30;

/** Runs the driver on mutants of one format. */
export async function fuzzFormat(encoding: Encoding, count: number, tools: FuzzTools): Promise<FormatResult> {
  const run = new FormatRun(encoding, tools);
  const real = Math.ceil(count / REAL_SHARE);
  for (let start = 0; start < real; start += BATCH) await run.tryBatch(start, Math.min(real, start + BATCH), 'ffmpeg');
  for (let start = real; start < count; start += BATCH)
    await run.tryBatch(start, Math.min(count, start + BATCH), 'blind');
  return run.finish(count);
}

class FormatRun {
  readonly #encoding: Encoding;
  readonly #tools: FuzzTools;
  #driver: DriverProcess;
  #written = 0;
  #caught = 0;
  #peakBytes = 0;
  readonly #refused = new Map<string, number>();
  readonly #defects: FuzzDefect[] = [];

  constructor(encoding: Encoding, tools: FuzzTools) {
    this.#encoding = encoding;
    this.#tools = tools;
    this.#driver = this.#startDriver();
  }

  async tryBatch(start: number, end: number, decoder: DecoderKind): Promise<void> {
    const mutants = new Map(Array.from({ length: end - start }, (_, index) => this.#mutant(start + index)));
    const { outcomes, peakBytes } = await tryMutants(mutants, this.#folder(), this.#driver, decoder);
    this.#peakBytes = Math.max(this.#peakBytes, peakBytes);
    if (outcomes) for (const outcome of outcomes) await this.#count(outcome, mutants.get(outcome.name), decoder);
    else for (const [name, mutant] of mutants) await this.#tryAlone(name, mutant, decoder);
  }

  async finish(mutants: number): Promise<FormatResult> {
    await this.#driver.close();
    if (this.#peakBytes > MOST_BYTES)
      this.#defects.push({
        name: this.#encoding,
        made: 'all',
        what: `the process took ${Math.round(this.#peakBytes / 2 ** 20)} MiB`,
      });
    return {
      encoding: this.#encoding,
      mutants,
      written: this.#written,
      caught: this.#caught,
      refused: this.#refused,
      defects: this.#defects,
      peakBytes: this.#peakBytes,
    };
  }

  /** After a batch that crashed or hung: each by itself, to learn which it was. */
  async #tryAlone(name: string, mutant: Mutant, decoder: DecoderKind): Promise<void> {
    await this.#driver.close();
    this.#driver = this.#startDriver();
    const { outcomes, end, message } = await tryMutants(
      new Map([[name, mutant]]),
      this.#folder(),
      this.#driver,
      decoder,
    );
    if (outcomes?.[0]) await this.#count(outcomes[0], mutant, decoder);
    else this.#defects.push({ name, made: mutant.made, what: `the process ${end}: ${message}` });
  }

  async #count(outcome: MutantOutcome, mutant: Mutant | undefined, decoder: DecoderKind): Promise<void> {
    for (const what of outcome.defects) this.#defects.push({ name: outcome.name, made: outcome.made, what });
    if (outcome.code !== null) this.#refused.set(outcome.code, (this.#refused.get(outcome.code) ?? 0) + 1);
    else if (!outcome.audioChanged) this.#written += 1;
    else if (decoder === 'ffmpeg' || !mutant)
      this.#defects.push({ name: outcome.name, made: outcome.made, what: 'written, and the audio is not what it was' });
    // Nobody looked at the audio: does the writer, where it can?
    else if (await this.#isRefused(outcome.name, mutant)) this.#caught += 1;
    else
      this.#defects.push({
        name: outcome.name,
        made: outcome.made,
        what: 'written though FFmpeg looked, and the audio is not what it was',
      });
  }

  async #isRefused(name: string, mutant: Mutant): Promise<boolean> {
    const { outcomes } = await tryMutants(new Map([[name, mutant]]), this.#folder(), this.#driver, 'ffmpeg');
    return outcomes?.[0] !== undefined && outcomes[0].code !== null;
  }

  #mutant(index: number): readonly [string, Mutant] {
    const { seed, originals } = this.#tools;
    const kind = ALL_ENCODINGS.indexOf(this.#encoding);
    const random = createRandom(seed).fork(kind).fork(index);
    const foreign = originals.get(ALL_ENCODINGS[random.index(ALL_ENCODINGS.length)] as Encoding);
    const original = originals.get(this.#encoding);
    if (!foreign || !original) throw new Error(`there is no ${this.#encoding} to make mutants of`);
    return [`mutant ${index}${extensionOf(this.#encoding)}`, mutate(original, foreign, random)];
  }

  #folder(): string {
    return join(this.#tools.folder, this.#encoding);
  }

  #startDriver(): DriverProcess {
    return new DriverProcess({
      driver: this.#tools.driver,
      flags: [`--max-old-space-size=${HEAP_MEGABYTES}`],
      env: { UV_THREADPOOL_SIZE: '4' },
    });
  }
}
