import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../contract/app-error.ts';
import { decodeFailure } from './decode-failure.ts';
import type { Decoder } from './decoder.ts';
import { createStreamDecoder } from './stream-decoder.ts';
import type { WasmJob, WasmMessage } from './wasm-job.ts';
import { PENDING, UNWANTED } from './wasm-job.ts';

/** FFmpeg looks up at every read and write: what has not left by then is stuck. */
const LEAVE_MILLISECONDS = 5_000;

/**
 * FFmpeg compiled to WebAssembly: slower than a native one, but it comes with npm, so there is always a decoder. Files
 * are read in pieces; nothing is loaded whole. Workers wait for the next file rather than end: starting one takes as
 * long as a short file, and ending one now and then crashes Electron's process (electron/electron#47986).
 * @param workerFile the worker's built file
 */
export function createWasmDecoder(workerFile: string): Decoder {
  const idle: Worker[] = [];
  let module: Promise<WebAssembly.Module> | null = null;
  return createStreamDecoder(async function* (args, signal) {
    module ??= compileCore();
    const compiled = await module;
    if (signal?.aborted) throw new AppError('cancelled');
    const worker = idle.shift() ?? new Worker(workerFile, { workerData: compiled });
    worker.ref();
    const onEnd = () => {
      // A worker that waits keeps no command from ending.
      worker.unref();
      idle.push(worker);
    };
    yield* outputOf(worker, args, onEnd, signal);
  });
}

/** Where the WebAssembly file lies. @throws if the package is not installed */
export function wasmCoreFile(): string {
  return createRequire(import.meta.url).resolve('@ffmpeg/core/wasm');
}

async function compileCore(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(wasmCoreFile()));
}

async function* outputOf(
  worker: Worker,
  args: readonly string[],
  onEnd: () => void,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const shared = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT);
  const counters = new Int32Array(shared);
  const messages = createMailbox(worker, onEnd, signal);
  worker.postMessage({ args, shared } satisfies WasmJob);
  try {
    let bytesRead = 0;
    for (;;) {
      const message = await messages.next();
      if (message.kind === 'end') {
        if (message.status !== 0 && bytesRead === 0) throw decodeFailure(message.errors);
        return;
      }
      Atomics.sub(counters, PENDING, 1);
      Atomics.notify(counters, PENDING);
      bytesRead += message.bytes.byteLength;
      yield message.bytes;
    }
  } finally {
    messages.dispose();
    Atomics.store(counters, UNWANTED, 1);
    Atomics.store(counters, PENDING, 0);
    Atomics.notify(counters, PENDING);
    // Whoever cancels and asks again at once needs no second worker.
    const stuck = setTimeout(() => void worker.terminate(), LEAVE_MILLISECONDS);
    await messages.over;
    clearTimeout(stuck);
  }
}

/** One job's messages in their order. @param onEnd told when the worker is free for another job */
function createMailbox(worker: Worker, onEnd: () => void, signal?: AbortSignal) {
  const arrived: WasmMessage[] = [];
  let failure: AppError | null = null;
  let wake = () => {};
  let finish = () => {};
  const over = new Promise<void>((resolve) => (finish = resolve));
  const fail = (error: AppError) => {
    failure ??= error;
    wake();
  };
  const cancel = () => fail(new AppError('cancelled'));
  const onError = (error: Error) => fail(new AppError('file-corrupt', error.message, { cause: error }));
  const onExit = () => {
    fail(new AppError('file-corrupt', 'The decoder ended early.'));
    finish();
  };
  const onMessage = (message: WasmMessage) => {
    arrived.push(message);
    if (message.kind === 'end') {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      onEnd();
      finish();
    }
    wake();
  };
  worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  signal?.addEventListener('abort', cancel, { once: true });
  return {
    async next(): Promise<WasmMessage> {
      for (;;) {
        const message = arrived.shift();
        if (message) return message;
        if (failure) throw failure;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    /** When the job is left, one way or the other. */
    over,
    dispose: () => signal?.removeEventListener('abort', cancel),
  };
}
