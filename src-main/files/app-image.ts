import { realpathSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { isInside } from './is-inside.ts';

/**
 * The AppImage that the running program is unpacked from, as its path without links; null where there is none. Its variables
 * reach every program that is started from it, whose file is another, so that they count for what lies in its own mount alone
 * (https://docs.appimage.org/packaging-guide/environment-variables.html).
 * @param program the running program, or the folder that it lies in
 */
export function ownAppImage(
  program: string,
  { APPIMAGE: image, APPDIR: mount }: Readonly<Record<string, string | undefined>>,
): string | null {
  if (!image || !mount || !isAbsolute(image) || !isAbsolute(mount)) return null;
  try {
    const file = realpathSync(image);
    return isInside(realpathSync(mount), realpathSync(program)) && statSync(file).isFile() ? file : null;
  } catch {
    // What cannot be looked at is no sign.
    return null;
  }
}
