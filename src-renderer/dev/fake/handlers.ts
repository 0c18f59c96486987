import type { EventName, Events, Handlers, OperationName } from '../../../src-main/contract/operations/index.ts';
import type { ErrorCode } from '../../../src-main/contract/error-codes.ts';
import { BridgeError } from '../../api/bridge.ts';

/** Operations whose names begin with these words; one that is not here fails, and the page shows it. */
export type HandlersOf<Domain extends string> = Partial<Pick<Handlers, Extract<OperationName, `${Domain}.${string}`>>>;

/** Sends an event to the page. */
export type Emit = <Name extends EventName>(name: Name, payload: Events[Name]) => void;

/** Ends an operation with an error. @throws BridgeError always */
export function fail(code: ErrorCode): never {
  throw new BridgeError({ code, message: code });
}
