import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type createFFmpegCore from '@ffmpeg/core';
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
    write: (_stream: unknown, buffer: Int8Array, offset: number, length: number) => {
      // The core's memory is seen as signed bytes.
      const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length).slice();
      Atomics.add(counter, 0, 1);
      say({ kind: 'data', bytes }, [bytes.buffer]);
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
  // Its ES module is named .js in a package without a type, which Electron's Node does not take for one.
  const createCore = createRequire(import.meta.url)('@ffmpeg/core') as typeof createFFmpegCore;
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
