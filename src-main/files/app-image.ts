import { isInside } from './is-inside.ts';

/**
 * The AppImage that the running program is unpacked from; null where it is not. Its variables reach every program that is
 * started from it, so that they count for what lies in its own mount alone
 * (https://docs.appimage.org/packaging-guide/environment-variables.html).
 * @param builtFolder where the running program's entry file lies (`out/main`)
 */
export function ownAppImage(
  builtFolder: string,
  { APPIMAGE: image, APPDIR: mount }: Readonly<Record<string, string | undefined>>,
): string | null {
  return image && mount && isInside(mount, builtFolder) ? image : null;
}
