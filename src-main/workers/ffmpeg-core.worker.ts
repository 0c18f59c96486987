import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { FfmpegCore } from '@ffmpeg/core';
import type { WasmJob, WasmMessage } from '../pipeline/decode/ffmpeg-wasm.ts';

const MAXIMUM_PENDING_CHUNKS = 32;
const job = workerData as WasmJob;
const counter = new Int32Array(job.pending);
const errors: string[] = [];

function say(message: WasmMessage, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

/** Shows one file of the disk to FFmpeg, read in the pieces that it asks for. */
function mountInput(core: FfmpegCore, path: string): number {
  const descriptor = openSync(path, 'r');
  core.FS.writeFile('/input', new Uint8Array(0));
  const { node } = core.FS.lookupPath('/input');
  node.usedBytes = fstatSync(descriptor).size;
  node.stream_ops = {
    ...node.stream_ops,
    read: (_stream: unknown, buffer: Uint8Array, offset: number, length: number, position: number) =>
      readSync(descriptor, buffer, offset, length, position),
  };
  return descriptor;
}

/** Hands on what FFmpeg writes, and sleeps while the reader is behind. */
function mountOutput(core: FfmpegCore): void {
  core.FS.writeFile('/output', new Uint8Array(0));
  const { node } = core.FS.lookupPath('/output');
  node.stream_ops = {
    ...node.stream_ops,
    write: (_stream: unknown, buffer: Uint8Array, offset: number, length: number) => {
      const bytes = buffer.slice(offset, offset + length);
      Atomics.add(counter, 0, 1);
      say({ kind: 'data', bytes }, [bytes.buffer as ArrayBuffer]);
      for (let count = Atomics.load(counter, 0); count > MAXIMUM_PENDING_CHUNKS; count = Atomics.load(counter, 0)) {
        Atomics.wait(counter, 0, count);
      }
      return length;
    },
  };
}

async function main(): Promise<void> {
  // The core takes its surroundings for a browser's worker.
  Object.assign(globalThis, { self: globalThis, location: { href: 'file:///' } });
  const { default: createCore } = await import('@ffmpeg/core');
  const core = await createCore({
    instantiateWasm(imports, done) {
      done(new WebAssembly.Instance(job.module, imports));
      return {};
    },
  });
  core.setLogger(({ message }) => errors.push(message));
  const inputIndex = job.args.indexOf('-i') + 1;
  const descriptor = mountInput(core, (job.args[inputIndex] ?? '').replace(/^file:/, ''));
  mountOutput(core);
  const status = core.exec(...job.args.map((arg, index) => (index === inputIndex ? 'file:/input' : arg === 'pipe:1' ? 'file:/output' : arg)));
  closeSync(descriptor);
  say({ kind: 'end', status, errors: errors.join('\n') });
}

main().catch((error: unknown) => say({ kind: 'end', status: 1, errors: error instanceof Error ? error.message : String(error) }));
