import { copyFile, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { DriverProcess } from '../attack/driver-process.ts';
import type { BenchFormat } from './tag-files.ts';

/** A round's speeds, in files a second. */
interface Round {
  readonly write: number;
  readonly undo: number;
  /** Copying and syncing the same bytes, with nothing else done. */
  readonly disk: number;
}

/** A format's rounds. */
export interface SpeedResult {
  readonly format: BenchFormat;
  readonly bytes: number;
  readonly rounds: readonly Round[];
  readonly peakBytes: number;
}

/** As many files as the writer works on at once. */
const CONCURRENCY = Math.min(4, availableParallelism());
/** No more copies at once: a gigabyte of eight-megabyte files, with the one that is being written. */
const BATCH = 100;
const SILENCE_MILLISECONDS = 120_000;

/** Writes and undoes copies of one file, round by round. @throws Error if a file is not written or not brought back */
export async function measureSpeed(
  format: BenchFormat,
  file: Uint8Array,
  filesPerRound: number,
  roundCount: number,
  { driver, folder }: { driver: string; folder: string },
): Promise<SpeedResult> {
  const child = new DriverProcess({ driver, env: { UV_THREADPOOL_SIZE: '4' } });
  const rounds: Round[] = [];
  let peakBytes = 0;
  for (let round = 0; round < roundCount; round++) {
    const seconds = { write: 0, undo: 0, disk: 0 };
    for (let start = 0; start < filesPerRound; start += BATCH) {
      const count = Math.min(BATCH, filesPerRound - start);
      const batch = await measureBatch(format, file, count, child, join(folder, 'batch'));
      seconds.write += batch.write;
      seconds.undo += batch.undo;
      seconds.disk += batch.disk;
      peakBytes = Math.max(peakBytes, batch.peakBytes);
    }
    rounds.push({
      write: filesPerRound / seconds.write,
      undo: filesPerRound / seconds.undo,
      disk: filesPerRound / seconds.disk,
    });
  }
  await child.close();
  return { format, bytes: file.length, rounds, peakBytes };
}

async function measureBatch(
  format: BenchFormat,
  file: Uint8Array,
  count: number,
  child: DriverProcess,
  folder: string,
) {
  const [music, root] = [join(folder, 'music'), join(folder, 'journal')];
  await mkdir(music, { recursive: true });
  const paths = Array.from({ length: count }, (_, index) => join(music, `song ${index}.${format}`));
  for (const path of paths) await writeFile(path, file, { flush: true });
  const disk = await timed(() => copyAndSync(paths));
  const command = {
    operation: 'apply',
    root,
    folder: music,
    paths,
    genres: ['Rock'],
    keepModificationTime: true,
    decoder: 'ffmpeg',
  } as const;
  const write = await timed(() => child.perform(command, SILENCE_MILLISECONDS));
  const failed = write.result.files.find(({ code }) => code !== null);
  if (write.result.count !== count)
    throw new Error(
      `${write.result.count} of ${count} files were written: ` +
        `${failed?.code ?? write.result.code} ${failed?.message ?? write.result.message}`,
    );
  const undo = await timed(() => child.perform({ operation: 'undo', root }, SILENCE_MILLISECONDS));
  const last = await readFile(paths.at(-1) ?? '');
  if (undo.result.count !== count || !last.equals(file))
    throw new Error(`${undo.result.count} of ${count} files were brought back`);
  await rm(folder, { recursive: true });
  return {
    write: write.seconds,
    undo: undo.seconds,
    disk: disk.seconds,
    peakBytes: Math.max(write.result.peakBytes, undo.result.peakBytes),
  };
}

/** Copies each file, syncs the copy and deletes it. */
async function copyAndSync(paths: readonly string[]): Promise<void> {
  const waiting = [...paths];
  const takeTurns = async () => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const copy = `${path}.copy`;
      await copyFile(path, copy);
      const handle = await open(copy, 'r+');
      await handle.sync();
      await handle.close();
      await rm(copy);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, takeTurns));
}

async function timed<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly seconds: number }> {
  const started = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - started) / 1000 };
}
