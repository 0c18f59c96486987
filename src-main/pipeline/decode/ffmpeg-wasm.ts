import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../contract/app-error.ts';
import { decodeFailure } from './decode-failure.ts';
import type { Decoder } from './decoder.ts';
import { createStreamDecoder } from './stream-decoder.ts';

/** What a worker is started with. */
export interface WasmJob {
  readonly module: WebAssembly.Module;
  readonly args: readonly string[];
  /** One Int32: chunks sent and not yet read. The worker sleeps on it when too many are. */
  readonly pending: SharedArrayBuffer;
}

/** What a worker says. */
export type WasmMessage =
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'end'; readonly status: number; readonly errors: string };

/**
 * FFmpeg compiled to WebAssembly, a worker for every file: slower than a native one, but it comes with npm, so
 * there is always a decoder. Files are read in pieces; nothing is loaded whole.
 * @param workerFile the worker's built file
 */
export function createWasmDecoder(workerFile: string): Decoder {
  let module: Promise<WebAssembly.Module> | null = null;
  return createStreamDecoder(async function* (args, signal) {
    module ??= compileCore();
    yield* outputOf(workerFile, { module: await module, args }, signal);
  });
}

/** Where the WebAssembly file lies. @throws if the package is not installed */
export function wasmCoreFile(): string {
  return createRequire(import.meta.url).resolve('@ffmpeg/core/wasm');
}

async function compileCore(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(await readFile(wasmCoreFile()));
}

async function* outputOf(workerFile: string, job: Omit<WasmJob, 'pending'>, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  if (signal?.aborted) throw new AppError('cancelled');
  const pending = new SharedArrayBuffer(4);
  const counter = new Int32Array(pending);
  const worker = new Worker(workerFile, { workerData: { ...job, pending } satisfies WasmJob });
  const messages = createMailbox(worker, signal);
  try {
    let bytesRead = 0;
    for (;;) {
      const message = await messages.next();
      if (message.kind === 'end') {
        if (message.status !== 0 && bytesRead === 0) throw decodeFailure(message.errors);
        return;
      }
      Atomics.sub(counter, 0, 1);
      Atomics.notify(counter, 0);
      bytesRead += message.bytes.byteLength;
      yield message.bytes;
    }
  } finally {
    messages.dispose();
    await worker.terminate();
  }
}

function createMailbox(worker: Worker, signal?: AbortSignal) {
  const arrived: WasmMessage[] = [];
  let failure: AppError | null = null;
  let wake = () => {};
  const fail = (error: AppError) => {
    failure ??= error;
    wake();
  };
  const cancel = () => fail(new AppError('cancelled'));
  worker.on('message', (message: WasmMessage) => {
    arrived.push(message);
    wake();
  });
  worker.on('error', (error) => fail(new AppError('file-corrupt', error.message, { cause: error })));
  worker.on('exit', () => fail(new AppError('file-corrupt', 'The decoder ended early.')));
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
    dispose: () => signal?.removeEventListener('abort', cancel),
  };
}
