import type { ErrorCode } from '../contract/error-codes.ts';
import type { ClientPort, ServerPort } from './ports.ts';

/** A process in memory: messages are copied and come later, as from a real one. */
export interface MemoryProcess {
  readonly client: ClientPort;
  readonly server: ServerPort;
  /** Ends it as if by itself. @param code of the reason, where it is known */
  crash(detail: string, code?: ErrorCode): void;
  readonly isEnded: boolean;
}

/** Two ends of a channel within one thread. */
export function memoryProcess(): MemoryProcess {
  let ended = false;
  let onServer: (message: unknown) => void = () => undefined;
  let onClient: (message: unknown) => void = () => undefined;
  let onEnd: (detail: string, code?: ErrorCode) => void = () => undefined;
  const post = (message: unknown, transfer: readonly ArrayBuffer[], receive: (message: unknown) => void) => {
    const copy: unknown = structuredClone(message, { transfer: [...transfer] });
    queueMicrotask(() => !ended && receive(copy));
  };
  return {
    client: {
      send: (message) => post(message, [], (copy) => onServer(copy)),
      onMessage: (listener) => (onClient = listener),
      onEnd: (listener) => (onEnd = listener),
      kill() {
        ended = true;
        return Promise.resolve();
      },
    },
    server: {
      send: (message, transfer) => post(message, transfer, (copy) => onClient(copy)),
      onMessage: (listener) => (onServer = listener),
    },
    crash(detail, code) {
      if (ended) return;
      ended = true;
      onEnd(detail, code);
    },
    get isEnded() {
      return ended;
    },
  };
}
