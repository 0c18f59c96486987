/** What a worker with FFmpeg in WebAssembly is asked. */
export interface WasmJob {
  readonly args: readonly string[];
  /** Two Int32 that both sides see, at {@link PENDING} and {@link UNWANTED}. */
  readonly shared: SharedArrayBuffer;
}

/** Place of the number of chunks that are sent and not yet read. The worker sleeps on it when they are many. */
export const PENDING = 0;
/** Place of what becomes 1 when nobody wants the rest. */
export const UNWANTED = 1;

/** What the worker says. */
export type WasmMessage =
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'end'; readonly status: number; readonly errors: string };
