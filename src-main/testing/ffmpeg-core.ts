import { readFile } from 'node:fs/promises';
import type { FfmpegCore } from '@ffmpeg/core';
import { wasmCoreFile } from '../pipeline/decode/ffmpeg-wasm.ts';

let compiled: Promise<WebAssembly.Module> | null = null;

/** The FFmpeg that comes with npm, in this process: tests need no other. */
export async function createCore(): Promise<FfmpegCore> {
  Object.assign(globalThis, { self: globalThis, location: { href: 'file:///' } });
  compiled ??= readFile(wasmCoreFile()).then((bytes) => WebAssembly.compile(bytes));
  const module = await compiled;
  const { default: create } = await import('@ffmpeg/core');
  return create({
    instantiateWasm(imports, done) {
      done(new WebAssembly.Instance(module, imports));
      return {};
    },
  });
}
