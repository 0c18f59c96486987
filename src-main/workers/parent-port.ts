import type { z } from 'zod';

/** The part of Electron's `process.parentPort` that a utility process uses. */
interface ParentPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

/**
 * Serves the main process from a utility process: every message is parsed, and there is one answer channel.
 * @throws if the file was not started as a utility process
 */
export function serveParent<Schema extends z.ZodType, Reply>(
  schema: Schema,
  serve: (request: z.infer<Schema>, reply: (reply: Reply) => void) => void,
): void {
  const port = (process as NodeJS.Process & { readonly parentPort?: ParentPort }).parentPort;
  if (!port) throw new Error('this file runs as a utility process only');
  port.on('message', ({ data }) => serve(schema.parse(data), (reply) => port.postMessage(reply)));
}
