import type { ErrorCode } from '../contract/error-codes.ts';
import type { ClientMessage, ServerMessage } from './messages.ts';

/** The client's end of a channel, and its hold on the process or thread at the other end. */
export interface ClientPort {
  send(message: ClientMessage): void;
  /** Messages come one at a time, in the order in which they were sent; none after {@link kill}. */
  onMessage(listener: (message: unknown) => void): void;
  /** Told once, if the other end ends by itself. @param listener is told a code where the reason is known */
  onEnd(listener: (detail: string, code?: ErrorCode) => void): void;
  /** Ends the other end; nobody is told. Resolves when it is gone. */
  kill(): Promise<void>;
  /** Told whether a response is awaited: a thread that nobody waits for keeps no command from ending. */
  hold?(isAwaited: boolean): void;
}

/** Starts a process or a thread. */
export type StartPort = () => ClientPort;

/** The server's end of a channel. */
export interface ServerPort {
  /** @param transfer buffers that move to the other end, where the transport can, in place of being copied */
  send(message: ServerMessage, transfer: readonly ArrayBuffer[]): void;
  onMessage(listener: (message: unknown) => void): void;
}
