import { ipcMain } from 'electron';
import type { z } from 'zod';
import type { BrowserWindow } from 'electron';
import { AppError, toErrorData } from '../contract/app-error.ts';
import type { Handlers, OperationName, RequestOf, ResponseOf, Result } from '../contract/operations/index.ts';
import { OPERATIONS } from '../contract/operations/index.ts';
import type { Emit } from '../app/event-bus.ts';
import type { Admit } from './admission.ts';
import { isMainFrame } from './sender.ts';

/** What every operation goes through. */
export interface IpcOptions {
  readonly admit: Admit;
  readonly log: (message: string) => void;
  /** Makes an error that libraries threw a typed one where it can. */
  readonly known: (error: unknown) => unknown;
}

/**
 * Connects every operation: check the sender, parse the request, ask whether the user wants it, call, answer with a value
 * or a typed error.
 */
export function setupIpc(handlers: Handlers, options: IpcOptions): void {
  for (const name of Object.keys(OPERATIONS) as OperationName[]) connect(name, handlers, options);
}

function connect<Name extends OperationName>(name: Name, handlers: Handlers, { admit, log, known }: IpcOptions): void {
  ipcMain.handle(name, async (event, request: unknown): Promise<Result<ResponseOf<Name>>> => {
    try {
      if (!isMainFrame(event)) throw new AppError('request-invalid', 'The sender is not the app’s page.');
      const parsed = (OPERATIONS[name].request as z.ZodType<RequestOf<Name>>).safeParse(request);
      if (!parsed.success) throw new AppError('request-invalid', `${name}: ${parsed.error.issues[0]?.message}`);
      await admit(name, parsed.data);
      return { ok: true, value: await handlers[name](parsed.data) };
    } catch (error) {
      const data = toErrorData(known(error));
      // A newer request replaced this one: there is nothing to report.
      if (data.code !== 'cancelled')
        log(`${name}: ${data.code}: ${error instanceof Error ? (error.stack ?? error.message) : data.message}`);
      return { ok: false, error: data };
    }
  });
}

/** Sends events to a window while it is there. */
export function emitTo(window: () => BrowserWindow | null): Emit {
  return (name, payload) => {
    const target = window();
    if (target && !target.isDestroyed() && !target.webContents.isDestroyed()) target.webContents.send(name, payload);
  };
}
