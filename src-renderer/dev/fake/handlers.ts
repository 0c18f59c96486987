import type { EventName, Events, OperationName, RequestOf, ResponseOf } from '../../../src-main/contract/channels.ts';
import type { ErrorCode } from '../../../src-main/contract/error-codes.ts';
import { BridgeError } from '../../api/bridge.ts';

/** One function an operation; a missing one does not compile. */
export type Handlers = {
  readonly [Name in OperationName]: (request: RequestOf<Name>) => ResponseOf<Name> | Promise<ResponseOf<Name>>;
};

/** The operations whose names begin with these words. */
export type HandlersOf<Domain extends string> = Pick<Handlers, Extract<OperationName, `${Domain}.${string}`>>;

/** Sends an event to the page. */
export type Emit = <Name extends EventName>(name: Name, payload: Events[Name]) => void;

/** Ends an operation with an error. @throws BridgeError always */
export function fail(code: ErrorCode): never {
  throw new BridgeError({ code, message: code });
}
