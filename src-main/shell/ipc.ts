import { ipcMain } from 'electron';
import type { z } from 'zod';
import type { BrowserWindow } from 'electron';
import { AppError, toErrorData } from '../contract/app-error.ts';
import type { Handlers, OperationName, RequestOf, ResponseOf, Result } from '../contract/operations/index.ts';
import { OPERATIONS } from '../contract/operations/index.ts';
import type { Emit } from '../app/event-bus.ts';
import { isOwnPage } from './security.ts';

/**
 * Connects every operation: check the sender, parse the request, call, answer with a value or a typed error.
 * @param known makes an error that libraries threw a typed one where it can
 */
export function setupIpc(handlers: Handlers, log: (message: string) => void, known: (error: unknown) => unknown): void {
  for (const name of Object.keys(OPERATIONS) as OperationName[]) connect(name, handlers, log, known);
}

function connect<Name extends OperationName>(
  name: Name,
  handlers: Handlers,
  log: (message: string) => void,
  known: (error: unknown) => unknown,
): void {
  ipcMain.handle(name, async (event, request: unknown): Promise<Result<ResponseOf<Name>>> => {
    try {
      if (!event.senderFrame || event.senderFrame.parent !== null || !isOwnPage(event.senderFrame.url)) {
        throw new AppError('request-invalid', 'The sender is not the app’s page.');
      }
      const parsed = (OPERATIONS[name].request as z.ZodType<RequestOf<Name>>).safeParse(request);
      if (!parsed.success) throw new AppError('request-invalid', `${name}: ${parsed.error.issues[0]?.message}`);
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
