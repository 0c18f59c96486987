import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Connection } from '../../channel/connection.ts';
import type { RequestOf, ResponseOf } from '../../channel/protocol.ts';
import { startThread } from '../../channel/thread-ports.ts';
import { AppError } from '../../contract/app-error.ts';
import { decodeFailure } from './decode-failure.ts';
import type { Decoder } from './decoder.ts';
import { createStreamDecoder, SILENCE_LIMIT_MILLISECONDS } from './stream-decoder.ts';
import type { WasmProtocol } from './wasm-protocol.ts';
import { PENDING, UNWANTED, wasmProtocol } from './wasm-protocol.ts';

type FfmpegWorker = Connection<WasmProtocol>;

/** FFmpeg looks up at every read and write: what has not left by then is stuck. */
const LEAVE_MILLISECONDS = 5_000;

/**
 * FFmpeg compiled to WebAssembly: slower than a native one, but it comes with npm, so there is always a decoder. Files
 * are read in pieces; nothing is loaded whole. Workers wait for the next file rather than end: starting one takes as
 * long as a short file, and ending one now and then crashes Electron's process (electron/electron#47986).
 * @param workerFile the worker's built file
 */
export function createWasmDecoder(workerFile: string): Decoder {
  const idle: FfmpegWorker[] = [];
  let module: Promise<WebAssembly.Module> | null = null;
  return createStreamDecoder(async function* (args, signal) {
    module ??= compileCore();
    const compiled = await module;
    if (signal?.aborted) throw new AppError('cancelled');
    let worker = idle.shift();
    while (worker?.isOver) worker = idle.shift();
    const taken = worker ?? startWorker(workerFile, compiled);
    yield* outputOf(taken, args, () => idle.push(taken), signal);
  });
}

function startWorker(workerFile: string, compiled: WebAssembly.Module): FfmpegWorker {
  return new Connection(wasmProtocol, startThread(workerFile, 'decoder', compiled), { crashCode: 'file-corrupt' });
}

/** Where the WebAssembly file lies. @throws if the package is not installed */
export function wasmCoreFile(): string {
  return createRequire(import.meta.url).resolve('@ffmpeg/core/wasm');
}

async function compileCore(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(wasmCoreFile()));
}

/** @param onFree told when the worker can take another job */
async function* outputOf(
  worker: FfmpegWorker,
  args: readonly string[],
  onFree: () => void,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const shared = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
  const counters = new Int32Array(shared);
  const output = runJob(worker, { args, shared }, onFree, signal);
  try {
    let bytesRead = 0;
    for (;;) {
      const silent = setTimeout(output.fail, SILENCE_LIMIT_MILLISECONDS, new AppError('decode-timeout'));
      const next = await output.next().finally(() => clearTimeout(silent));
      if (!(next instanceof Uint8Array)) {
        if (next.status !== 0 && bytesRead === 0) throw decodeFailure(next.errors);
        return;
      }
      Atomics.sub(counters, PENDING, 1);
      Atomics.notify(counters, PENDING);
      bytesRead += next.byteLength;
      yield next;
    }
  } finally {
    output.dispose();
    Atomics.store(counters, UNWANTED, 1);
    Atomics.store(counters, PENDING, 0);
    Atomics.notify(counters, PENDING);
    // Whoever cancels and asks again at once needs no second worker.
    const stuck = setTimeout(() => void worker.kill(), LEAVE_MILLISECONDS);
    await output.over;
    clearTimeout(stuck);
  }
}

/** One job's output in its order, and how it ended. */
function runJob(
  worker: FfmpegWorker,
  request: RequestOf<WasmProtocol, 'run'>,
  onFree: () => void,
  signal?: AbortSignal,
) {
  const arrived: (Uint8Array | ResponseOf<WasmProtocol, 'run'>)[] = [];
  let failure: unknown = null;
  let wake = () => {};
  const fail = (error: unknown) => {
    failure ??= error;
    wake();
  };
  const cancel = () => fail(new AppError('cancelled'));
  signal?.addEventListener('abort', cancel, { once: true });
  const stopListening = worker.on('data', (bytes) => {
    arrived.push(bytes);
    wake();
  });
  const over = worker
    .ask('run', request)
    .finally(stopListening)
    .then((end) => {
      arrived.push(end);
      onFree();
      wake();
    }, fail);
  return {
    async next() {
      for (;;) {
        const message = arrived.shift();
        if (message) return message;
        if (failure) throw failure;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    fail,
    /** When the job is left, one way or the other. */
    over,
    dispose: () => signal?.removeEventListener('abort', cancel),
  };
}
