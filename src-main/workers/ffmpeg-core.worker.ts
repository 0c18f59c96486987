import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { workerData } from 'node:worker_threads';
import type createFFmpegCore from '@ffmpeg/core';
import type { FfmpegCore } from '@ffmpeg/core';
import type { RequestOf, ResponseOf } from '../channel/protocol.ts';
import type { Emit } from '../channel/server.ts';
import { serve } from '../channel/server.ts';
import { parentThreadPort } from '../channel/thread-ports.ts';
import { fsPath } from '../files/fs-path.ts';
import type { WasmProtocol } from '../pipeline/decode/wasm-protocol.ts';
import { PENDING, UNWANTED, wasmProtocol } from '../pipeline/decode/wasm-protocol.ts';

const MAXIMUM_PENDING_CHUNKS = 32;
/** What is written is gone: FFmpeg must not go back in it. */
const OUTPUT = ['-seekable', '0', 'file:/output'];
const compiled = workerData as WebAssembly.Module;

// The core takes its surroundings for a browser's worker.
Object.assign(globalThis, { self: globalThis, location: { href: 'file:///' } });
// Its ES module is named .js in a package without a type, which Electron's Node does not take for one.
const createCore = createRequire(import.meta.url)('@ffmpeg/core') as typeof createFFmpegCore;

/** Leaves FFmpeg, from within a read or a write, when nobody wants the rest. */
function leaveIfUnwanted(counters: Int32Array): void {
  if (Atomics.load(counters, UNWANTED) === 1) throw new Error('Nobody wants the rest.');
}

/** Shows one file of the disk to FFmpeg, read in the pieces that it asks for. */
function mountInput(core: FfmpegCore, descriptor: number, counters: Int32Array): void {
  core.FS.writeFile('/input', new Uint8Array(0));
  const { node } = core.FS.lookupPath('/input');
  node.usedBytes = fstatSync(descriptor).size;
  node.stream_ops = {
    ...node.stream_ops,
    read(_stream: unknown, buffer: Uint8Array, offset: number, length: number, position: number) {
      leaveIfUnwanted(counters);
      return readSync(descriptor, buffer, offset, length, position);
    },
  };
}

/** Hands on what FFmpeg writes, and sleeps while the reader is behind. */
function mountOutput(core: FfmpegCore, counters: Int32Array, emit: Emit<WasmProtocol>): void {
  core.FS.writeFile('/output', new Uint8Array(0));
  const { node } = core.FS.lookupPath('/output');
  node.stream_ops = {
    ...node.stream_ops,
    write(_stream: unknown, buffer: Int8Array, offset: number, length: number) {
      leaveIfUnwanted(counters);
      // The core's memory is seen as signed bytes.
      const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length).slice();
      Atomics.add(counters, PENDING, 1);
      emit('data', bytes, [bytes.buffer]);
      for (
        let count = Atomics.load(counters, PENDING);
        count > MAXIMUM_PENDING_CHUNKS;
        count = Atomics.load(counters, PENDING)
      ) {
        Atomics.wait(counters, PENDING, count);
      }
      return length;
    },
  };
}

/** Every file has a core of its own: one that has run keeps what it leaked, and a damaged file's state. */
async function run(
  { args, shared }: RequestOf<WasmProtocol, 'run'>,
  emit: Emit<WasmProtocol>,
): Promise<ResponseOf<WasmProtocol, 'run'>> {
  const core = await createCore({
    instantiateWasm(imports, done) {
      done(new WebAssembly.Instance(compiled, imports));
      return {};
    },
  });
  const errors: string[] = [];
  core.setLogger(({ message }) => errors.push(message));
  const counters = new Int32Array(shared);
  const inputIndex = args.indexOf('-i') + 1;
  const descriptor = openSync(fsPath((args[inputIndex] ?? '').replace(/^file:/, '')), 'r');
  try {
    mountInput(core, descriptor, counters);
    mountOutput(core, counters, emit);
    const status = core.exec(
      ...args.flatMap((arg) => (arg === args[inputIndex] ? 'file:/input' : arg === 'pipe:1' ? OUTPUT : arg)),
    );
    return { status, errors: errors.join('\n') };
  } finally {
    closeSync(descriptor);
  }
}

serve(parentThreadPort(), wasmProtocol, {
  run: (request, { emit }) =>
    run(request, emit).catch((error: unknown) => ({
      status: 1,
      errors: error instanceof Error ? error.message : String(error),
    })),
});
