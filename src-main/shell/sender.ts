import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { isOwnPage } from './security.ts';

/** Whether a message comes from the app's page itself, not from a frame in it or from another page. */
export function isMainFrame({ senderFrame }: Pick<IpcMainEvent | IpcMainInvokeEvent, 'senderFrame'>): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOwnPage(senderFrame.url);
}
