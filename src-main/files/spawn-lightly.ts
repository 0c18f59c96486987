import { closeSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { constants } from 'node:os';
import { finished } from 'node:stream/promises';
import type { SystemLibrary } from './bind-system-calls.ts';
import { bindSystemCalls } from './bind-system-calls.ts';
import type { PipeOutput } from './read-pipe.ts';
import { readPipe } from './read-pipe.ts';
import type { ProgramInput, RunningProgram } from './run-program.ts';

type Spawn = (executable: string, args: readonly string[], input: ProgramInput) => RunningProgram | null;

const CLOSE_ON_EXEC = 0o2000000;
const READ_ONLY = 0;
const SET_PIPE_SIZE = 1031;
/** The most that Linux allows everybody: on busy processors, program and reader take turns less often. */
const PIPE_BYTES = 2 ** 20;
/** Larger than the C library's struct, of which nothing but its functions knows what it holds. */
const ACTIONS_BYTES = 256;

/** Undefined until the first program is started: most commands start none. */
let bound: Spawn | null | undefined;

/**
 * What starts a program by posix_spawn, and gives null where that does not work: Node forks, which copies the page tables
 * of all memory that this process has, in the process and again in the child (10 ms of the processor each for 300 MB).
 * Null where the calls cannot be bound, and on other systems than Linux, whose Node does not fork.
 */
export function lightSpawn(): Spawn | null {
  if (bound === undefined) bound = process.platform === 'linux' ? bindSystemCalls(bindCalls) : null;
  return bound;
}

function bindCalls(library: SystemLibrary): Spawn {
  const pipe = library.func('int pipe2(_Out_ int *descriptors, int flags)');
  const control = library.func('int fcntl(int descriptor, int command, int size)');
  const wait = library.func('int waitpid(int pid, _Out_ int *status, int options)');
  const start = library.func(
    'int posix_spawn(_Out_ int *pid, const char *path, const void *actions, const void *attributes, ' +
      'const char **arguments, const char **environment)',
  );
  const withActions = actionsOf(library);
  const openPipe = (): readonly [number, number] | null => {
    const ends = [0, 0];
    return pipe(ends, CLOSE_ON_EXEC) === 0 ? [ends[0] ?? 0, ends[1] ?? 0] : null;
  };
  const exitOf = (pid: number) =>
    new Promise<number | null>((resolve) => {
      const status = [0];
      wait.async(pid, status, 0, () => resolve(statusOf(status[0] ?? 0)));
    });
  return (executable, args, stdin) => {
    const [later, output, errors] = [stdin === 'later' ? openPipe() : null, openPipe(), openPipe()];
    const input = stdin === 'later' ? later?.[0] : stdin;
    // Where that is refused, it holds what pipes hold.
    if (output) control(output[1], SET_PIPE_SIZE, PIPE_BYTES);
    const pid = [0];
    const isStarted =
      input !== undefined &&
      output !== null &&
      errors !== null &&
      withActions([input, output[1], errors[1]], (actions) =>
        start(pid, executable, actions, null, [executable, ...args, null], [...environment(), null]),
      ) === 0;
    closeAll([later?.[0], output?.[1], errors?.[1]]);
    if (isStarted) return program(pid[0] ?? 0, writer(later?.[1]), readPipe(output[0]), reader(errors[0]), exitOf);
    closeAll([later?.[1], output?.[0], errors?.[0]]);
    return null;
  };
}

function closeAll(descriptors: readonly (number | undefined)[]): void {
  for (const descriptor of descriptors) if (descriptor !== undefined) closeSync(descriptor);
}

/** What the child does with descriptors 0 to 2 before the program begins; null for 0 is an empty file. */
function actionsOf(library: SystemLibrary) {
  const name = (call: string) => `posix_spawn_file_actions_${call}`;
  const begin = library.func(`int ${name('init')}(void *actions)`);
  const duplicate = library.func(`int ${name('adddup2')}(void *actions, int from, int to)`);
  const open = library.func(
    `int ${name('addopen')}(void *actions, int to, const char *path, int flags, uint32_t mode)`,
  );
  const end = library.func(`int ${name('destroy')}(void *actions)`);
  return (standard: readonly (number | null)[], use: (actions: Buffer) => number): number => {
    const actions = Buffer.alloc(ACTIONS_BYTES);
    begin(actions);
    for (const [to, from] of standard.entries()) {
      if (from === null) open(actions, to, '/dev/null', READ_ONLY, 0);
      else duplicate(actions, from, to);
    }
    const result = use(actions);
    end(actions);
    return result;
  };
}

function environment(): string[] {
  return Object.entries(process.env).map(([name, value]) => `${name}=${value}`);
}

function reader(descriptor: number): Socket {
  return new Socket({ fd: descriptor, readable: true, writable: false });
}

/** The end of a pipe into which one short text is written. */
interface Writer {
  write(text: string): void;
  close(): void;
}

/** @param descriptor nothing where the program reads no pipe */
function writer(descriptor: number | undefined): Writer {
  let open = descriptor;
  const close = () => {
    closeAll([open]);
    open = undefined;
  };
  return {
    write(text) {
      try {
        // An empty pipe takes it without waiting.
        if (open !== undefined) writeSync(open, text);
      } catch (error) {
        if (!isSystemError(error, 'EPIPE')) throw error;
      }
      close();
    },
    close,
  };
}

function program(
  pid: number,
  input: Writer,
  output: PipeOutput,
  stderr: Socket,
  exitOf: (pid: number) => Promise<number | null>,
): RunningProgram {
  let isOver = false;
  // Its number is nobody else's while it was not waited for. Waiting takes a thread, so it comes last.
  const ended = Promise.all([output.closed, isClosed(stderr)])
    .then(() => exitOf(pid))
    .finally(() => (isOver = true));
  return {
    ...{ pid, output, stderr, ended },
    give: input.write,
    kill: () => {
      input.close();
      if (!isOver) killIfThere(pid);
    },
  };
}

/** The thread that waits may have seen the end already, of which this one hears later. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, constants.signals.SIGKILL);
  } catch (error) {
    if (!isSystemError(error, 'ESRCH')) throw error;
  }
}

function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** Read to its end, or left before it. */
function isClosed(stream: Socket): Promise<void> {
  return finished(stream, { writable: false }).catch(() => undefined);
}

/** By <sys/wait.h>: a signal in the lowest seven bits, else the exit status above them. */
function statusOf(status: number): number | null {
  return (status & 0x7f) === 0 ? (status >>> 8) & 0xff : null;
}
