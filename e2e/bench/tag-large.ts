import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { DriverProcess } from '../attack/driver-process.ts';
import { makeAudiobook, makeLargeWave } from './tag-files.ts';

/** The writer must not take more, whatever a file's size. */
export const MOST_MEGABYTES = 200;

/** What became of a large file. */
export interface LargeResult {
  readonly name: string;
  /** Why nothing was measured, or what went wrong; null if all is well. */
  readonly problem: string | null;
  readonly fileBytes: number;
  readonly writeSeconds: number;
  readonly undoSeconds: number;
  readonly writePeakBytes: number;
  readonly undoPeakBytes: number;
}

const SILENCE_MILLISECONDS = 600_000;
const AUDIOBOOK_BYTES = 1.2e9;
const WAVE_BYTES = 2e9;

/** Writes and undoes a 1.2 GB M4B and a 2 GB WAV, each operation in a process of its own. */
export async function measureLarge(driver: string, folder: string): Promise<LargeResult[]> {
  const results: LargeResult[] = [];
  const hasFfmpeg = spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' }).status === 0;
  if (hasFfmpeg) results.push(await measureOne('M4B, 1.2 GB', await makeAudiobook(folder, AUDIOBOOK_BYTES), driver));
  else
    results.push({
      ...nothing('M4B, 1.2 GB'),
      problem: 'not measured: an M4B of this size is made by an ffmpeg program, and there is none',
    });
  await Promise.all((await readdir(folder)).map((name) => rm(join(folder, name), { recursive: true })));
  results.push(await measureOne('WAV, 2 GB', await makeLargeWave(folder, WAVE_BYTES), driver));
  return results;
}

function nothing(name: string): LargeResult {
  return { name, problem: null, fileBytes: 0, writeSeconds: 0, undoSeconds: 0, writePeakBytes: 0, undoPeakBytes: 0 };
}

async function measureOne(name: string, path: string, driver: string): Promise<LargeResult> {
  const folder = dirname(path);
  const root = join(folder, 'journal');
  const before = await hashOf(path);
  const command = {
    operation: 'apply',
    root,
    folder,
    paths: [path],
    genres: ['Rock'],
    keepModificationTime: true,
    decoder: 'ffmpeg',
  } as const;
  const write = await inProcess(driver, command);
  const file = write.result.files[0];
  const result = {
    ...nothing(name),
    fileBytes: before.bytes,
    writeSeconds: write.seconds,
    writePeakBytes: write.result.peakBytes,
  };
  if (write.result.count !== 1)
    return {
      ...result,
      problem:
        `not written: ${write.result.end} ${file?.code ?? write.result.code} ` +
        `${file?.message ?? write.result.message}`,
    };
  const undo = await inProcess(driver, { operation: 'undo', root });
  const after = await hashOf(path);
  const problem =
    after.hash === before.hash
      ? null
      : `undo did not bring it back: ${undo.result.end} ${undo.result.files[0]?.code ?? undo.result.code}`;
  return { ...result, problem, undoSeconds: undo.seconds, undoPeakBytes: undo.result.peakBytes };
}

async function inProcess(driver: string, command: Parameters<DriverProcess['perform']>[0]) {
  const child = new DriverProcess({ driver, env: { UV_THREADPOOL_SIZE: '4' } });
  const started = performance.now();
  const result = await child.perform(command, SILENCE_MILLISECONDS);
  const seconds = (performance.now() - started) / 1000;
  await child.close();
  return { result, seconds };
}

async function hashOf(path: string): Promise<{ readonly hash: string; readonly bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { hash: hash.digest('hex'), bytes };
}
