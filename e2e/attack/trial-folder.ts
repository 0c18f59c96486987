import { chmod, mkdir, readFile, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extensionOf } from '../../src-main/testing/encode-audio.ts';
import type { Sample } from './samples.ts';
import type { TrialPlan } from './trial-plan.ts';

/** What a music file is after a fault. */
export type FileCondition = 'old' | 'new' | 'third' | 'missing';

const MODES = [0o644, 0o600, 0o664];
const FIRST_TIME_SECONDS = 1_000_000_000.25;

/** Fresh copies of a sample, and a journal beside them. */
export class TrialFolder {
  readonly folder: string;
  readonly music: string;
  readonly root: string;
  readonly paths: readonly string[];
  readonly #sample: Sample;
  readonly #plan: TrialPlan;

  constructor(folder: string, plan: TrialPlan, sample: Sample) {
    this.folder = folder;
    this.music = join(folder, 'music');
    this.root = join(folder, 'journal');
    this.paths = Array.from({ length: plan.files }, (_, index) =>
      join(this.music, `song ${index}${extensionOf(plan.encoding)}`),
    );
    this.#sample = sample;
    this.#plan = plan;
  }

  /** Writes the copies, each with a mode and time of its own. */
  async fill(): Promise<this> {
    await mkdir(this.music, { recursive: true });
    for (const [index, path] of this.paths.entries()) {
      await writeFile(path, this.#sample.original);
      await chmod(path, this.#modeOf(index));
      await utimes(path, this.#secondsOf(index), this.#secondsOf(index));
    }
    return this;
  }

  /** Each file's condition by its bytes. */
  async conditions(): Promise<FileCondition[]> {
    return Promise.all(
      this.paths.map(async (path) => {
        const bytes = await readFile(path).catch(() => null);
        if (!bytes) return 'missing';
        return bytes.equals(this.#sample.original) ? 'old' : bytes.equals(this.#sample.written) ? 'new' : 'third';
      }),
    );
  }

  /** Names of the files that have not the mode or time that their condition calls for. */
  async wrongAttributes(conditions: readonly FileCondition[]): Promise<string[]> {
    const wrong: string[] = [];
    for (const [index, path] of this.paths.entries()) {
      const stats = await stat(path).catch(() => null);
      if (!stats) continue;
      const timeMatters = conditions[index] === 'old' || this.#plan.keepModificationTime;
      if ((stats.mode & 0o7777) !== this.#modeOf(index))
        wrong.push(`${path}: mode ${(stats.mode & 0o7777).toString(8)}`);
      if (timeMatters && Math.abs(stats.mtimeMs - this.#secondsOf(index) * 1000) >= 1)
        wrong.push(`${path}: time ${stats.mtime.toISOString()}`);
    }
    return wrong;
  }

  /** Whatever lies beside the music. */
  async orphans(): Promise<string[]> {
    const names = await readdir(this.music);
    return names.filter((name) => !this.paths.includes(join(this.music, name)));
  }

  #modeOf(index: number): number {
    return MODES[index % MODES.length] ?? 0o644;
  }

  #secondsOf(index: number): number {
    return FIRST_TIME_SECONDS + 1_000 * index;
  }
}
