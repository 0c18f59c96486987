import { randomUUID } from 'node:crypto';
import { rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fsPath, isByteName } from '../../files/fs-path.ts';
import type { RunningProgram } from '../../files/run-program.ts';
import { runProgram } from '../../files/run-program.ts';
import type { RatesRequest } from './decoder.ts';
import { fileInput, FLOAT_OUTPUT, QUIET_START, resampleFilter } from './ffmpeg-arguments.ts';
import { movieGraph } from './movie-source.ts';

/** What a waiting program is to decode: one whole file at one rate. */
export interface AwaitedFile {
  readonly request: RatesRequest & { readonly channels: 1 | 2 };
  /** Which of the file's sound streams, see soundStream. */
  readonly stream: number;
  /** Seconds, see clockStart; null for files that a filter cannot read. */
  readonly clock: number | null;
}

/** A program at work. */
export interface WorkingProgram {
  readonly program: RunningProgram;
  /** To be called once it has opened its file, and at its end. */
  readonly onOpened?: () => void;
}

/** A program that nobody needed for so long ends: the next selection of a track starts another. */
const LONGEST_WAIT_MILLISECONDS = 300_000;
const OUTPUT = ['-map', '[r0]', ...FLOAT_OUTPUT, '-flush_packets', '0', 'pipe:1'] as const;

/**
 * FFmpeg that is started before it is known which file to decode: it reads its graph of filters from a pipe, and by then
 * has the start behind it that costs most of a short file (its dynamic linking). By an input, the file is found under the
 * name of a link that is made last; by a movie source, the graph names it.
 */
export class WaitingProgram {
  readonly #executable: string;
  readonly #isMovie: boolean;
  #waiting: { readonly program: RunningProgram; readonly link: string; readonly timer: NodeJS.Timeout } | null = null;

  /** @param isMovie whether its version reads quicker by a movie source */
  constructor(executable: string, isMovie: boolean) {
    this.#executable = executable;
    this.#isMovie = isMovie;
  }

  /** Starts it, unless it waits already. @param path of a file like the one to come: FFmpeg goes by names' ends too */
  prepare(path: string): void {
    const extension = extname(path);
    if (this.#waiting && (this.#isMovie || extname(this.#waiting.link) === extension)) return;
    this.#end();
    // A name that is not UTF-8 is no argument.
    if (isByteName(extension)) return;
    const link = join(tmpdir(), `genrescope-${randomUUID()}${extension}`);
    const program = runProgram(this.#executable, this.#isMovie ? MOVIE_ARGUMENTS : inputArguments(link), 'later');
    program.ended.catch(() => undefined);
    const timer = setTimeout(() => this.#end(), LONGEST_WAIT_MILLISECONDS).unref();
    this.#waiting = { program, link, timer };
  }

  /** Gives the program its file, if one waits that can read it. */
  take(file: AwaitedFile): WorkingProgram | null {
    const waiting = this.#waiting;
    if (!waiting || !isWhole(file.request)) return null;
    const graph = this.#isMovie ? graphOfMovie(file) : graphOfInput(file);
    if (graph === null || !(this.#isMovie || linkTo(file.request.path, waiting.link))) return null;
    this.#waiting = null;
    clearTimeout(waiting.timer);
    waiting.program.give(graph);
    return { program: waiting.program, onOpened: () => rmSync(waiting.link, { force: true }) };
  }

  #end(): void {
    clearTimeout(this.#waiting?.timer);
    // What it said would keep it from being gone.
    this.#waiting?.program.stderr.resume();
    this.#waiting?.program.kill();
    this.#waiting = null;
  }
}

function isWhole({ startSeconds = 0, durationSeconds, sampleRates, heard = 'mix' }: RatesRequest): boolean {
  return startSeconds === 0 && durationSeconds === undefined && sampleRates.length === 1 && heard === 'mix';
}

function inputArguments(link: string): readonly string[] {
  return [...QUIET_START, '-filter_complex_script', 'pipe:0', ...fileInput(link), ...OUTPUT];
}

const MOVIE_ARGUMENTS: readonly string[] = [
  ...[...QUIET_START, '-filter_complex_threads', '1', '-/filter_complex', 'pipe:0'],
  ...OUTPUT,
];

/** What decodeArguments ask for. */
function graphOfInput({ request, stream }: AwaitedFile): string {
  const filters = request.sampleRates.map((rate) => `${resampleFilter(rate)}:first_pts=0`);
  return `[0:a:${stream}]${filters.join()}${layoutFilter(request.channels)}[r0]`;
}

function graphOfMovie({ request, stream, clock }: AwaitedFile): string | null {
  return clock === null ? null : movieGraph(request, stream, clock, layoutFilter(request.channels));
}

/** FFmpeg puts the same filter there for its option `-ac`. */
function layoutFilter(channels: 1 | 2): string {
  return `,aformat=channel_layouts=${channels === 1 ? 'mono' : 'stereo'}`;
}

/** @returns whether there is one now: Windows lets few make links */
function linkTo(path: string, link: string): boolean {
  if (extname(path) !== extname(link)) return false;
  try {
    symlinkSync(fsPath(path), link);
    return true;
  } catch {
    return false;
  }
}
