import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { createInterface } from 'node:readline';
import type { DriverCommand, DriverReply } from './protocol.ts';
import type { FileOutcome } from './tag-writer.ts';

/** How a command ended. */
export interface CommandResult {
  /** `died`: the process ended before it answered. `hung`: it did not answer in time and was ended. */
  readonly end: 'done' | 'threw' | 'died' | 'hung';
  readonly files: readonly FileOutcome[];
  /** Of files; see DriverReply. */
  readonly count: number;
  readonly peakBytes: number;
  /** The error's code and words, or the last of what the process printed. */
  readonly code: string;
  readonly message: string;
}

/** What a driver is started with. */
export interface DriverOptions {
  readonly driver: string;
  /** Variables beside the usual ones, as LD_PRELOAD. */
  readonly env?: Readonly<Record<string, string>>;
  /** For Node itself. */
  readonly flags?: readonly string[];
}

/** The driver as a process; it ends when its input does. */
export class DriverProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #exited: Promise<void>;
  #errors = '';
  #onReply: (reply: DriverReply) => void = () => undefined;

  constructor({ driver, env = {}, flags = [] }: DriverOptions) {
    // One thread for files, and no io_uring, which would pass the shim by: calls come in one order.
    const whole = { ...process.env, UV_THREADPOOL_SIZE: '1', UV_USE_IO_URING: '0', NODE_OPTIONS: '', ...env };
    this.#child = spawn(process.execPath, [...flags, driver], { env: whole, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#exited = new Promise((resolve) => this.#child.once('close', () => resolve()));
    this.#child.stdin.on('error', () => undefined);
    this.#child.stderr
      .setEncoding('utf8')
      .on('data', (text: string) => (this.#errors = (this.#errors + text).slice(-2_000)));
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#onReply(JSON.parse(line) as DriverReply));
  }

  /** Does one command. @param silenceMilliseconds how long the process may say nothing */
  async perform(command: DriverCommand, silenceMilliseconds: number): Promise<CommandResult> {
    const files: FileOutcome[] = [];
    let hung = false;
    const stop = () => {
      hung = true;
      this.#child.kill('SIGKILL');
    };
    let watch = setTimeout(stop, silenceMilliseconds);
    const last = await new Promise<DriverReply | null>((resolve) => {
      void this.#exited.then(() => resolve(null));
      this.#onReply = (reply) => {
        clearTimeout(watch);
        if (reply.kind !== 'file') return resolve(reply);
        files.push(reply);
        watch = setTimeout(stop, silenceMilliseconds);
      };
      this.#child.stdin.write(`${JSON.stringify(command)}\n`);
    });
    clearTimeout(watch);
    const nothing = { files, count: 0, peakBytes: 0, code: '', message: '' };
    if (last?.kind === 'done') return { ...nothing, end: 'done', count: last.count, peakBytes: last.peakBytes };
    if (last?.kind === 'threw') return { ...nothing, end: 'threw', code: last.code, message: last.message };
    return { ...nothing, end: hung ? 'hung' : 'died', message: this.#errors.trim().split('\n').slice(-3).join(' ') };
  }

  /** Lets the process end and waits for it. */
  async close(): Promise<void> {
    this.#child.stdin.end();
    await this.#exited;
  }
}
