import { utilityProcess } from 'electron';
import type { z } from 'zod';
import type { WorkerProcess } from '../app/worker-process.ts';

/** Starts a built file as a utility process whose every answer is parsed. */
export function startUtilityProcess<Request, Schema extends z.ZodType>(
  file: string,
  serviceName: string,
  schema: Schema,
  log: (message: string) => void,
): WorkerProcess<Request, z.infer<Schema>> {
  const child = utilityProcess.fork(file, [], { serviceName, stdio: 'pipe' });
  let killed = false;
  let onReply: (reply: z.infer<Schema>) => void = () => undefined;
  let onCrash: (detail: string) => void = () => undefined;
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => log(`${serviceName}: ${data.toString().trimEnd()}`));
  child.on('message', (data: unknown) => {
    // It may have answered before it heard; whoever killed it waits for nothing, and may ask another one.
    if (killed) return;
    const parsed = schema.safeParse(data);
    if (parsed.success) onReply(parsed.data);
    else log(`${serviceName}: not understood: ${parsed.error.message}`);
  });
  child.on('exit', (status) => {
    log(`${serviceName} ended (${status})`);
    if (!killed) onCrash(`The process ended by itself (${status}).`);
  });
  return {
    send: (request) => child.postMessage(request),
    onReply: (listener) => (onReply = listener),
    onCrash: (listener) => (onCrash = listener),
    kill() {
      killed = true;
      child.kill();
    },
  };
}
