import type { ConnectOpts, SocketConstructorOpts } from 'node:net';
import { Socket } from 'node:net';

/** The most that one read gives: what a pipe holds unless somebody asked for more. */
const PIECE_BYTES = 65_536;
/** Pieces that wait while the one before is looked at. */
const MOST_WAITING = 2;
const ROOMS = MOST_WAITING + 1;

/** What comes out of a pipe. */
export interface PipeOutput extends AsyncIterable<Uint8Array> {
  /** Read to its end, or left before it. */
  readonly closed: Promise<void>;
}

/**
 * Reads a pipe into room that is used again, since new memory for every piece costs several times the reading. A piece
 * holds until the next is asked for.
 * @param descriptor of this process, which is closed at the end
 */
export function readPipe(descriptor: number): PipeOutput {
  const rooms = Array.from({ length: ROOMS }, () => new Uint8Array(PIECE_BYTES));
  const waiting: Uint8Array[] = [];
  let [filled, isHeldBack, isOver] = [0, false, false];
  let wake = () => {};
  const options: SocketConstructorOpts & ConnectOpts = {
    ...{ fd: descriptor, readable: true, writable: false },
    onread: {
      buffer: () => rooms[filled % ROOMS] as Uint8Array,
      callback(bytes, room) {
        filled += 1;
        waiting.push(room.subarray(0, bytes));
        isHeldBack = waiting.length === MOST_WAITING;
        wake();
        return !isHeldBack;
      },
    },
  };
  const socket = new Socket(options);
  const closed = new Promise<void>((resolve) => {
    // A pipe that breaks ends: its program's status says the rest.
    socket
      .on('error', () => undefined)
      .once('close', () => {
        isOver = true;
        wake();
        resolve();
      });
  });
  socket.resume();
  async function* pieces(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const piece = waiting.shift();
        if (isHeldBack) socket.resume();
        isHeldBack = false;
        if (piece) yield piece;
        else if (isOver) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      socket.destroy();
    }
  }
  return { closed, [Symbol.asyncIterator]: pieces };
}
