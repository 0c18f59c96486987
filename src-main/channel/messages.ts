import { z } from 'zod';
import { errorDataSchema } from '../contract/app-error.ts';

const id = z.number().int();

/** What a client sends: a question, or that nobody wants the response to one any more. */
export const clientMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ask'), id, question: z.string(), request: z.unknown() }),
  z.object({ kind: z.literal('cancel'), id }),
]);
/** See {@link clientMessageSchema}. */
export type ClientMessage = z.infer<typeof clientMessageSchema>;

/** What a server sends: the response to a question, why there is none, or an event. */
export const serverMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('response'), id, response: z.unknown() }),
  z.object({ kind: z.literal('failure'), id, error: errorDataSchema }),
  z.object({ kind: z.literal('event'), event: z.string(), payload: z.unknown() }),
]);
/** See {@link serverMessageSchema}. */
export type ServerMessage = z.infer<typeof serverMessageSchema>;
