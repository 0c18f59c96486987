import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { UpdateWay } from '../../contract/updates.ts';
import { ownAppImage } from '../../files/app-image.ts';

/** How this copy of the app came onto the computer. */
export type Installation =
  /** One file, which the app can replace; its path without links. */
  { readonly kind: 'app-image'; readonly file: string } | { readonly kind: 'nsis' | 'mac' | 'deb' | 'rpm' | 'archive' };

/** What is looked at to tell it. */
export interface InstallationSigns {
  readonly platform: NodeJS.Platform;
  /** Of the running program. */
  readonly program: string;
  /** The folder of `app-update.yml`. */
  readonly resources: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** See {@link UpdateWay}: who needs no other rights than the user's replaces the app by itself. */
export const WAYS: Readonly<Record<Installation['kind'], UpdateWay>> = {
  'app-image': 'installs',
  nsis: 'installs',
  mac: 'installs',
  deb: 'hands-over',
  rpm: 'hands-over',
  archive: 'tells',
};

/**
 * Tells how the app was installed. An unpacked archive, and whatever is not known, is left to the user.
 * @throws never: what cannot be looked at is no sign
 */
export async function installationOf(signs: InstallationSigns): Promise<Installation> {
  if (signs.platform === 'win32') return { kind: isNsis(signs.program) ? 'nsis' : 'archive' };
  if (signs.platform === 'darwin') return { kind: (await isSigned(signs.program)) ? 'mac' : 'archive' };
  const file = ownAppImage(signs.program, signs.environment);
  return file === null ? { kind: packageOf(signs.resources) } : { kind: 'app-image', file };
}

/** Packages for Linux have their kind among the resources (`packaging/installed-tree.ts`). */
function packageOf(resources: string): 'deb' | 'rpm' | 'archive' {
  try {
    const said = readFileSync(join(resources, 'package-type'), 'utf8').trim();
    return said === 'deb' || said === 'rpm' ? said : 'archive';
  } catch {
    return 'archive';
  }
}

/** The installer puts its uninstaller beside the program; unpacked archives and portable programs have none. */
function isNsis(program: string): boolean {
  return existsSync(join(dirname(program), 'Uninstall Genrescope.exe'));
}

/** macOS replaces only programs that a developer's certificate signed (Squirrel.Mac). */
async function isSigned(program: string): Promise<boolean> {
  try {
    const { stderr } = await promisify(execFile)('/usr/bin/codesign', ['-dv', '--verbose=2', program], {
      timeout: 10_000,
    });
    return isTeamNamed(stderr);
  } catch {
    return false;
  }
}

/** Whether what `codesign -dv` says names a developer's team; a program that is signed for itself alone has none. */
export function isTeamNamed(said: string): boolean {
  return /^TeamIdentifier=(?!not set)\S+/m.test(said);
}
