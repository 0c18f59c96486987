import type { BrowserWindow, NativeImage } from 'electron';
import { app, nativeImage } from 'electron';
import { AppError } from '../contract/app-error.ts';

/** Of the picture where the system has none for a file: pixels, and bytes of a pixel. */
const SIDE = 32;
const BYTES_A_PIXEL = 4;

/**
 * Lets the system drag files out of the window, from where the pointer is. Programs that take them copy or open them;
 * nothing is moved.
 * @throws AppError file-not-found where there is none
 */
export async function dragOut(window: BrowserWindow | null, files: readonly string[]): Promise<void> {
  const [first] = files;
  if (first === undefined) throw new AppError('file-not-found');
  const icon = await iconOf(first);
  window?.webContents.startDrag({ file: first, files: [...files], icon });
}

/** The system's picture of a file. macOS drags nothing that has none: then a grey square. */
async function iconOf(file: string): Promise<NativeImage> {
  const icon = await app.getFileIcon(file, { size: 'normal' }).catch(() => null);
  if (icon && !icon.isEmpty()) return icon;
  return nativeImage.createFromBitmap(Buffer.alloc(SIDE * SIDE * BYTES_A_PIXEL, 0x80), { width: SIDE, height: SIDE });
}
