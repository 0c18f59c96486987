import type { IpcMain } from 'electron';
import { z } from 'zod';
import { AppError } from '../contract/app-error.ts';
import { DROP_CHANNEL } from '../contract/drop.ts';
import { isMainFrame } from './sender.ts';
import type { Gestures } from './gestures.ts';

const pathSchema = z.string().min(1).max(32_768);

/** What was dropped on the window last, until it is opened: the preload tells it, the page cannot. */
export class DroppedPath {
  #path: string | null = null;

  /** Listens to the preload; a drop is a gesture too. */
  listen(ipc: Pick<IpcMain, 'on'>, gestures: Gestures): void {
    ipc.on(DROP_CHANNEL, (event, path: unknown) => {
      const parsed = pathSchema.safeParse(path);
      if (!isMainFrame(event) || !parsed.success) return;
      this.#path = parsed.data;
      gestures.note();
    });
  }

  /** The path, once. @throws AppError request-invalid where nothing was dropped */
  take(): string {
    const path = this.#path;
    this.#path = null;
    if (path === null) throw new AppError('request-invalid', 'Nothing was dropped.');
    return path;
  }
}
