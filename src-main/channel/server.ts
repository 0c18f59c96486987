import { AppError, toErrorData } from '../contract/app-error.ts';
import type { ClientMessage } from './messages.ts';
import { clientMessageSchema } from './messages.ts';
import type { ServerPort } from './ports.ts';
import type { EventName, EventOf, Protocol, QuestionName, RequestOf, ResponseOf } from './protocol.ts';

/** Tells an event. @param transfer buffers that move to the client in place of being copied */
export type Emit<P extends Protocol> = <Name extends EventName<P>>(
  event: Name,
  payload: EventOf<P, Name>,
  transfer?: readonly ArrayBuffer[],
) => void;

/** What the handler of a question is given beside the request. */
export interface HandlerContext<P extends Protocol> {
  /** Aborted when nobody wants the response any more. */
  readonly signal: AbortSignal;
  /** Works after the response too. */
  readonly emit: Emit<P>;
  /** Lets buffers of the response move to the client in place of being copied. */
  readonly transfer: (buffers: readonly ArrayBuffer[]) => void;
}

/** Answers one question. What it throws reaches the client as `{code, message}`. */
export type Handler<P extends Protocol, Name extends QuestionName<P>> = (
  request: RequestOf<P, Name>,
  context: HandlerContext<P>,
) => ResponseOf<P, Name> | Promise<ResponseOf<P, Name>>;

/** One handler a question; a missing one does not compile. */
export type Handlers<P extends Protocol> = { readonly [Name in QuestionName<P>]: Handler<P, Name> };

/**
 * Answers the questions of a protocol. Handlers begin in the order in which questions come; none waits for another.
 * @param known makes an error that libraries threw a typed one where it can
 * @throws in the port's listener, where a message is none of a client's
 */
export function serve<P extends Protocol>(
  port: ServerPort,
  protocol: P,
  handlers: Handlers<P>,
  known: (error: unknown) => unknown = (error) => error,
): void {
  const underWay = new Map<number, AbortController>();
  const emit: Emit<P> = (event, payload, transfer = []) => port.send({ kind: 'event', event, payload }, transfer);
  const answer = async ({ id, question, request }: Extract<ClientMessage, { kind: 'ask' }>): Promise<void> => {
    const controller = new AbortController();
    underWay.set(id, controller);
    const buffers: ArrayBuffer[] = [];
    const transfer = (moved: readonly ArrayBuffer[]) => void buffers.push(...moved);
    try {
      const { parse, handle } = questionOf(protocol, handlers, question);
      const response = await handle(parse(request), { signal: controller.signal, emit, transfer });
      port.send({ kind: 'response', id, response }, buffers);
    } catch (error) {
      port.send({ kind: 'failure', id, error: toErrorData(known(error)) }, []);
    } finally {
      underWay.delete(id);
    }
  };
  port.onMessage((data) => {
    const message = clientMessageSchema.parse(data);
    if (message.kind === 'cancel') underWay.get(message.id)?.abort();
    else void answer(message);
  });
}

/** @throws AppError request-invalid where the protocol has no such question, or its request is another one */
function questionOf<P extends Protocol>(protocol: P, handlers: Handlers<P>, question: string) {
  const schemas = Object.hasOwn(protocol.questions, question) ? protocol.questions[question] : undefined;
  if (!schemas) throw new AppError('request-invalid', `There is no question “${question}”.`);
  const handle = handlers[question as QuestionName<P>];
  const parse = (request: unknown) => {
    const parsed = schemas.request.safeParse(request);
    if (!parsed.success) throw new AppError('request-invalid', `${question}: ${parsed.error.message}`);
    return parsed.data as RequestOf<P, QuestionName<P>>;
  };
  return { parse, handle };
}
