import { z } from 'zod';
import type { Immutable } from './immutable.ts';

/** A question that the page may ask: how its request is parsed, and (as a type alone) what the response is. */
export interface Operation<Request extends z.ZodType = z.ZodType, Response = unknown> {
  readonly request: Request;
  /** Never set: it carries the type. */
  readonly response?: Response;
}

/** A row of the table of operations: `operation(schema).returns<Response>()`. */
export function operation<Request extends z.ZodType>(request: Request) {
  return { returns: <Response>(): Operation<Request, Response> => ({ request }) };
}

/** What an operation is asked with. */
export type RequestTo<Row> = Row extends Operation<infer Request, unknown> ? Immutable<z.output<Request>> : never;
/** What an operation responds with. */
export type ResponseFrom<Row> = Row extends Operation<z.ZodType, infer Response> ? Response : never;

/** Of operations that need no request. */
export const nothing = z.null();
/** Name of an installed model. */
export const modelName = z.string().min(1);
