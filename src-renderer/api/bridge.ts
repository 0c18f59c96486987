import type { ErrorData } from '../../src-main/contract/app-error.ts';
import type {
  EventName,
  Events,
  GenrescopeBridge,
  OperationName,
  RequestOf,
  ResponseOf,
  Result,
} from '../../src-main/contract/operations/index.ts';
import type { ErrorCode } from '../../src-main/contract/error-codes.ts';

declare global {
  interface Window {
    readonly genrescope: GenrescopeBridge;
  }
}

/** A failure that the main process answered with. */
export class BridgeError extends Error {
  readonly code: ErrorCode;

  constructor(data: ErrorData) {
    super(data.message);
    this.name = 'BridgeError';
    this.code = data.code;
  }
}

/** The main process as the page sees it: promises that reject with a `BridgeError`, and subscriptions. */
export interface Client {
  call<Name extends OperationName>(name: Name, request: RequestOf<Name>): Promise<ResponseOf<Name>>;
  /** Returns the function that ends the subscription. */
  on<Name extends EventName>(name: Name, listener: (payload: Events[Name]) => void): () => void;
}

/** Whatever was thrown, as plain data to show. */
export function errorDataOf(error: unknown): ErrorData {
  if (error instanceof BridgeError) return { code: error.code, message: error.message };
  return { code: 'unexpected', message: error instanceof Error ? error.message : String(error) };
}

/** Waits for work that may fail. @returns what went wrong, null if nothing did */
export async function failureOf(work: Promise<unknown>): Promise<ErrorData | null> {
  return work.then(() => null, errorDataOf);
}

/** Wraps the preload's bridge, whose answers are results, into promises. */
export function createClient(bridge: GenrescopeBridge): Client {
  return {
    call: async (name, request) => unwrap(await bridge.invoke(name, request)),
    on: (name, listener) => bridge.subscribe(name, listener),
  };
}

/** The client of the real main process, through what the preload put on the window. */
export function connect(): Client {
  return createClient(window.genrescope);
}

function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new BridgeError(result.error);
}
