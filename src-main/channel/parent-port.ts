import type { ServerPort } from './ports.ts';

/** The part of Electron's `process.parentPort` that a utility process uses. */
interface ElectronParentPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/**
 * A utility process' end of its channel to the main process.
 * @throws if the file was not started as a utility process
 */
export function parentProcessPort(): ServerPort {
  const { parentPort } = process as NodeJS.Process & { readonly parentPort?: ElectronParentPort };
  if (!parentPort) throw new Error('this file runs as a utility process only');
  return {
    send: (message) => parentPort.postMessage(message),
    onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data)),
  };
}
