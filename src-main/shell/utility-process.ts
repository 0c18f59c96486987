import { utilityProcess } from 'electron';
import type { ClientPort } from '../channel/ports.ts';
import { ERROR_TEXTS } from '../contract/error-codes.ts';
import { TOO_SLOW_STATUS } from '../pipeline/model/run-limits.ts';

/** How a utility process is started. */
export interface UtilityOptions {
  readonly serviceName: string;
  /** Its working folder. */
  readonly cwd: string;
  /** Told what it prints. */
  readonly log: (message: string) => void;
}

/** Starts a built file as a utility process. */
export function startUtilityProcess(file: string, { serviceName, cwd, log }: UtilityOptions): ClientPort {
  const child = utilityProcess.fork(file, [], { serviceName, cwd, stdio: 'pipe' });
  let killed = false;
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => log(`${serviceName}: ${data.toString().trimEnd()}`));
  child.on('exit', (status) => log(`${serviceName} ended (${status})`));
  return {
    send: (message) => child.postMessage(message),
    // It may have answered before it heard; whoever killed it waits for nothing, and may ask another one.
    onMessage: (listener) => void child.on('message', (message: unknown) => !killed && listener(message)),
    onEnd: (listener) =>
      void child.on('exit', (status) => {
        if (killed) return;
        if (isTooSlow(status)) listener(ERROR_TEXTS['model-too-slow'].title, 'model-too-slow');
        else listener(`The process ended by itself (${status}).`);
      }),
    kill() {
      killed = true;
      child.kill();
      return Promise.resolve();
    },
  };
}

/** Electron gives waitpid's number but on Windows: the status is in its second byte. */
function isTooSlow(status: number): boolean {
  return (process.platform === 'win32' ? status : status >> 8) === TOO_SLOW_STATUS;
}
