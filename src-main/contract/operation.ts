import { z } from 'zod';
import type { Immutable } from './immutable.ts';
import { LONGEST_MODEL_NAME, MODEL_NAME } from './training.ts';

/** A question that the page may ask: how its request is parsed, and (as a type alone) what the response is. */
export interface Operation<Request extends z.ZodType = z.ZodType, Response = unknown> {
  readonly request: Request;
  /** Whether it is refused unless the user has just pressed something: it changes what is kept, or shows a dialog. */
  readonly hasConsequences: boolean;
  /** Never set: it carries the type. */
  readonly response?: Response;
}

/**
 * A row of the table of operations: `operation(schema).returns<Response>()`; of one that needs a gesture of the user's,
 * `operation(schema).withConsequences().returns<Response>()`.
 */
export function operation<Request extends z.ZodType>(request: Request) {
  const row = (hasConsequences: boolean) => ({
    returns: <Response>(): Operation<Request, Response> => ({ request, hasConsequences }),
  });
  return { ...row(false), withConsequences: () => row(true) };
}

/** What an operation is asked with. */
export type RequestTo<Row> = Row extends Operation<infer Request, unknown> ? Immutable<z.output<Request>> : never;
/** What an operation responds with. */
export type ResponseFrom<Row> = Row extends Operation<z.ZodType, infer Response> ? Response : never;

/** Of operations that need no request. */
export const nothing = z.null();
/** Name of an installed model. */
export const modelName = z.string().max(LONGEST_MODEL_NAME).regex(MODEL_NAME);
