import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { AppError, fromFileSystemError } from '../../contract/app-error.ts';
import { fsPath, isByteName } from '../../files/fs-path.ts';
import type { RunningProgram } from '../../files/run-program.ts';
import { runProgram } from '../../files/run-program.ts';
import { watchMemory } from './child-memory.ts';
import type { Decoder } from './decoder.ts';
import { decodeFailure } from './decode-failure.ts';
import { isMovieSourceQuick } from './movie-source.ts';
import { IncompleteError } from './quick-first.ts';
import type { RunFfmpeg } from './stream-decoder.ts';
import { createStreamDecoder, SILENCE_LIMIT_MILLISECONDS } from './stream-decoder.ts';
import type { WorkingProgram } from './waiting-program.ts';
import { WaitingProgram } from './waiting-program.ts';

const KEPT_ERROR_CHARACTERS = 4_000;

/**
 * FFmpeg as a child process: a crash or a hang costs one file. Killed on cancel.
 * @param version that it says it has; nothing where nobody asked it
 */
export function createChildDecoder(executable: string, version = ''): Decoder {
  const isMovie = isMovieSourceQuick(version);
  const waiting = new WaitingProgram(executable, isMovie);
  const runWith =
    (check: Check): RunFfmpeg =>
    (args, signal) =>
      outputOf(() => startProgram(executable, args), check, signal);
  const decoder = createStreamDecoder(runWith(tolerant), {
    runMovie: isMovie ? runWith(strict) : undefined,
    runWaiting(file, signal) {
      const working = waiting.take(file);
      return working && outputOf(() => Promise.resolve(working), isMovie ? strict : helpful, signal);
    },
  });
  return { ...decoder, prepare: (path) => waiting.prepare(path) };
}

/** How FFmpeg ended. */
interface End {
  readonly status: number | null;
  readonly errors: string;
}

/** Throws what is wrong with an end. */
type Check = (end: End, bytesRead: number) => void;

/** A damaged tail is common; what could be decoded still tells the genre. */
function tolerant({ status, errors }: End, bytesRead: number): void {
  if (status !== 0 && bytesRead === 0) throw decodeFailure(errors);
}

/** Another run tells why nothing came. */
function helpful(end: End, bytesRead: number): void {
  if (bytesRead === 0) strict(end);
}

function strict({ status, errors }: End): void {
  if (status !== 0) throw new IncompleteError(errors);
}

async function* outputOf(
  start: () => Promise<WorkingProgram>,
  check: Check,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (signal?.aborted) throw new AppError('cancelled');
  const { program: child, onOpened } = await start();
  const ended = watchEnd(child);
  let isGivenUp = false;
  const kill = () => child.kill();
  const giveUp = () => {
    isGivenUp = true;
    kill();
  };
  const watch = () => setTimeout(giveUp, SILENCE_LIMIT_MILLISECONDS);
  let timer = watch();
  const endMemoryWatch = watchMemory(child.pid, giveUp);
  signal?.addEventListener('abort', kill, { once: true });
  let bytesRead = 0;
  try {
    for await (const bytes of child.output) {
      clearTimeout(timer);
      if (bytesRead === 0) onOpened?.();
      bytesRead += bytes.byteLength;
      // A player that pauses takes its time; that is no silence.
      yield bytes;
      timer = watch();
    }
    const end = await ended;
    if (signal?.aborted) throw new AppError('cancelled');
    if (isGivenUp) throw new AppError('decode-timeout');
    check(end, bytesRead);
  } finally {
    clearTimeout(timer);
    endMemoryWatch();
    signal?.removeEventListener('abort', kill);
    kill();
    onOpened?.();
  }
}

async function startProgram(executable: string, args: readonly string[]): Promise<WorkingProgram> {
  const input = await openInput(args);
  const program = runProgram(executable, input.args, input.handle?.fd ?? null);
  await input.handle?.close();
  return { program };
}

/** Arguments are texts: a file whose name is not UTF-8 is handed over open, and has another name then. */
async function openInput(
  args: readonly string[],
): Promise<{ readonly args: readonly string[]; readonly handle: FileHandle | null }> {
  const index = args.indexOf('-i') + 1;
  const path = (args[index] ?? '').replace(/^file:/, '');
  if (index === 0 || !isByteName(path)) return { args, handle: null };
  const handle = await open(fsPath(path), 'r').catch((error: unknown) => {
    throw fromFileSystemError(error);
  });
  // Several inputs are of one file; Linux opens it anew for each.
  return { args: args.map((arg) => (arg === args[index] ? 'file:/dev/stdin' : arg)), handle };
}

function watchEnd(child: RunningProgram): Promise<End> {
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-KEPT_ERROR_CHARACTERS);
  });
  const ended = child.ended.then(
    (status) => ({ status, errors }),
    (cause: Error) => {
      throw new AppError('decoder-missing', `FFmpeg could not be started: ${cause.message}`, { cause });
    },
  );
  // Awaited later; a spawn error in between must not count as unhandled.
  ended.catch(() => undefined);
  return ended;
}
