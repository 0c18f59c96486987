import type { BrowserWindow, NativeImage } from 'electron';
import { app, nativeImage } from 'electron';
import { AppError } from '../contract/app-error.ts';
import type { Gestures } from './gestures.ts';

/** Of the picture where the system has none for a file: pixels, and bytes of a pixel. */
const SIDE = 32;
const BYTES_A_PIXEL = 4;

/**
 * Lets the system drag files out of the window, from where the pointer is. Programs that take them copy or open them;
 * nothing is moved. Where no button is held any more, nothing happens: the system would wait for one that is let go, and
 * the whole main process with it.
 * @throws AppError file-not-found where there is none
 */
export async function dragOut(
  window: BrowserWindow | null,
  files: readonly string[],
  gestures: Pick<Gestures, 'isHeld' | 'release'>,
): Promise<null> {
  const [first] = files;
  if (first === undefined) throw new AppError('file-not-found');
  const icon = await iconOf(first);
  if (!gestures.isHeld) return null;
  window?.webContents.startDrag({ file: first, files: [...files], icon });
  gestures.release();
  return null;
}

/** The system's picture of a file. macOS drags nothing that has none: then a grey square. */
async function iconOf(file: string): Promise<NativeImage> {
  const icon = await app.getFileIcon(file, { size: 'normal' }).catch(() => null);
  if (icon && !icon.isEmpty()) return icon;
  return nativeImage.createFromBitmap(Buffer.alloc(SIDE * SIDE * BYTES_A_PIXEL, 0x80), { width: SIDE, height: SIDE });
}
