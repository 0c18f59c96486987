/** Node has WebAssembly; its type definitions leave the values to the browser's. */
declare namespace WebAssembly {
  type Imports = Record<string, Record<string, unknown>>;
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Memory {
    readonly buffer: ArrayBuffer;
  }
  class Instance {
    constructor(module: Module, imports?: Imports);
    readonly exports: Record<string, unknown>;
  }
  function compile(bytes: Uint8Array): Promise<Module>;
}

declare module '@ffmpeg/core' {
  /** The parts of Emscripten's file system that are used here. */
  export interface EmscriptenNode {
    usedBytes: number;
    stream_ops: Record<string, unknown>;
  }
  export interface FfmpegCore {
    readonly FS: {
      writeFile(path: string, data: Uint8Array): void;
      readFile(path: string): Uint8Array;
      lookupPath(path: string): { readonly node: EmscriptenNode };
    };
    exec(...args: string[]): number;
    setLogger(logger: (line: { readonly type: string; readonly message: string }) => void): void;
  }
  export default function createFFmpegCore(options: {
    instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void): object;
  }): Promise<FfmpegCore>;
}
