import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandResult, DriverProcess } from '../attack/driver-process.ts';
import type { DecoderKind } from '../attack/protocol.ts';
import { GENRES } from '../attack/samples.ts';
import { payloadHash } from '../audio-payload/index.ts';
import type { Mutant } from './mutate.ts';

/** What became of a mutant. */
export interface MutantOutcome {
  readonly name: string;
  readonly made: string;
  /** Null: it was written. */
  readonly code: string | null;
  /** The audio is not what it was before the genre was written. */
  readonly audioChanged: boolean;
  /** Anything that must never be, in words. */
  readonly defects: readonly string[];
}

/** A batch's outcome; `outcomes` is null if the process crashed or hung. */
export interface BatchOutcome {
  readonly outcomes: readonly MutantOutcome[] | null;
  readonly end: CommandResult['end'];
  readonly message: string;
  readonly peakBytes: number;
}

/** Of one file; the driver works on four at once. */
const DEADLINE_MILLISECONDS = 20_000;

/** Has a driver write genres into mutants and undo it, and judges each. @param folder is made and removed */
export async function tryMutants(
  mutants: ReadonlyMap<string, Mutant>,
  folder: string,
  driver: DriverProcess,
  decoder: DecoderKind,
): Promise<BatchOutcome> {
  const [music, root] = [join(folder, 'music'), join(folder, 'journal')];
  await mkdir(music, { recursive: true });
  const paths = [...mutants.keys()].map((name) => join(music, name));
  for (const [name, { bytes }] of mutants) await writeFile(join(music, name), bytes);
  const applied = await driver.perform(
    { operation: 'apply', root, folder: music, paths, genres: GENRES, keepModificationTime: true, decoder },
    DEADLINE_MILLISECONDS,
  );
  const written = await readAll(mutants, music);
  const orphans = await orphansIn(music, mutants);
  const undone =
    applied.end === 'done' ? await driver.perform({ operation: 'undo', root }, DEADLINE_MILLISECONDS) : applied;
  const restored = await readAll(mutants, music);
  orphans.push(...(await orphansIn(music, mutants)));
  await rm(folder, { recursive: true });
  const ending = {
    end: undone.end,
    message: `${undone.code} ${undone.message}`,
    peakBytes: Math.max(applied.peakBytes, undone.peakBytes),
  };
  if (undone.end !== 'done') return { outcomes: null, ...ending };
  const codes = new Map(
    applied.files.map(({ path, code, message }) => [path.slice(music.length + 1), { code, message }]),
  );
  const outcomes = [...mutants].map(([name, mutant]) =>
    judge(name, mutant, codes.get(name), written.get(name), restored.get(name), orphans),
  );
  return { outcomes, ...ending };
}

function judge(
  name: string,
  mutant: Mutant,
  told: { code: string | null; message: string } | undefined,
  written: Buffer | undefined,
  restored: Buffer | undefined,
  orphans: readonly string[],
): MutantOutcome {
  const defects = orphans.filter((orphan) => orphan.includes(name)).map((orphan) => `left behind: ${orphan}`);
  const code = told ? told.code : 'none';
  if (!told) defects.push('nothing was said of it');
  if (code === 'unexpected') defects.push(`refused without a typed error: ${told?.message ?? ''}`);
  if (code !== null && !written?.equals(mutant.bytes)) defects.push(`refused (${code}), but touched`);
  if (!restored?.equals(mutant.bytes)) defects.push('undo did not bring every byte back');
  const audioChanged = code === null && (!written || payloadHash(written) !== payloadHash(mutant.bytes));
  return { name, made: mutant.made, code, audioChanged, defects };
}

async function readAll(mutants: ReadonlyMap<string, Mutant>, music: string): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const name of mutants.keys()) {
    const bytes = await readFile(join(music, name)).catch(() => null);
    if (bytes) found.set(name, bytes);
  }
  return found;
}

async function orphansIn(music: string, mutants: ReadonlyMap<string, Mutant>): Promise<string[]> {
  return (await readdir(music)).filter((name) => !mutants.has(name));
}
