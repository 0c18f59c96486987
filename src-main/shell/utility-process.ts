import { utilityProcess } from 'electron';
import type { ClientPort } from '../channel/ports.ts';

/** Starts a built file as a utility process; what it prints goes to the log. */
export function startUtilityProcess(file: string, serviceName: string, log: (message: string) => void): ClientPort {
  const child = utilityProcess.fork(file, [], { serviceName, stdio: 'pipe' });
  let killed = false;
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => log(`${serviceName}: ${data.toString().trimEnd()}`));
  child.on('exit', (status) => log(`${serviceName} ended (${status})`));
  return {
    send: (message) => child.postMessage(message),
    // It may have answered before it heard; whoever killed it waits for nothing, and may ask another one.
    onMessage: (listener) => void child.on('message', (message: unknown) => !killed && listener(message)),
    onEnd: (listener) =>
      void child.on('exit', (status) => !killed && listener(`The process ended by itself (${status}).`)),
    kill() {
      killed = true;
      child.kill();
      return Promise.resolve();
    },
  };
}
