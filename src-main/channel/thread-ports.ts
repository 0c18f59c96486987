import type { ResourceLimits } from 'node:worker_threads';
import { parentPort, Worker } from 'node:worker_threads';
import type { ClientPort, ServerPort } from './ports.ts';

/**
 * Starts a built file as a worker thread.
 * @param name in the words of whoever hears that it ended
 * @param limits of its memory, which end it where it needs more
 */
export function startThread(file: string, name: string, workerData?: unknown, limits: ResourceLimits = {}): ClientPort {
  const worker = new Worker(file, { workerData, resourceLimits: limits });
  let killed = false;
  return {
    send: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on('message', (message: unknown) => !killed && listener(message)),
    onEnd(listener) {
      let told = false;
      const tell = (detail: string) => {
        if (!killed && !told) listener(detail);
        told = true;
      };
      worker.on('error', (error) => tell(error.message));
      worker.on('exit', (status) => tell(`The ${name} ended early (${status}).`));
    },
    async kill() {
      killed = true;
      await worker.terminate();
    },
    hold: (isAwaited) => (isAwaited ? worker.ref() : worker.unref()),
  };
}

/**
 * A worker thread's end of its channel to the thread that started it.
 * @throws if the file was not started as a worker thread
 */
export function parentThreadPort(): ServerPort {
  const port = parentPort;
  if (!port) throw new Error('this file runs as a worker thread only');
  return {
    send: (message, transfer) => port.postMessage(message, transfer),
    onMessage: (listener) => void port.on('message', listener),
  };
}
