import { chmod, cp, lutimes, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ICON_SIZES } from './icons.ts';
import { desktopEntry } from './linux-entry.ts';
import { metainfo, releasesOf } from './metainfo.ts';
import { APP_ID, PRODUCT, ROOT } from './product.ts';
import { sourceTime } from './source-time.ts';

/** Where Linux packages put the app. */
export const INSTALL_FOLDER = `/opt/${PRODUCT.productName}`;
/** Chromium's helper, which runs as root. */
export const SANDBOX_HELPER = `${INSTALL_FOLDER}/chrome-sandbox`;

/** What a Linux package is made of. */
export interface LinuxPackageParts {
  /** The app, as electron-builder puts it together. */
  readonly unpacked: string;
  /** The folder of what was made for the packages, see {@link writeIcons}. */
  readonly made: string;
  /** As Node names it. */
  readonly arch: string;
}

/**
 * Puts every file that a Linux package installs in its place below `root`, which is emptied first, with modes and one time.
 * No script is to run at installation: the systems' triggers see menus and icons.
 * @param kind by which the installed app knows what updates it (`shell/updates/installation.ts`)
 */
export async function stageInstalled(root: string, kind: 'deb' | 'rpm', parts: LinuxPackageParts): Promise<void> {
  await rm(root, { recursive: true, force: true });
  await cp(parts.unpacked, join(root, INSTALL_FOLDER), { recursive: true, verbatimSymlinks: true });
  await put(root, `${INSTALL_FOLDER}/resources/package-type`, kind);
  await mkdir(join(root, 'usr/bin'), { recursive: true });
  await symlink(`${INSTALL_FOLDER}/bin/${PRODUCT.name}`, join(root, 'usr/bin', PRODUCT.name));
  await put(root, `/usr/share/applications/${PRODUCT.desktopName}`, desktopEntry(`${INSTALL_FOLDER}/${PRODUCT.name}`));
  const changelog = await readFile(join(ROOT, 'CHANGELOG.md'), 'utf8');
  await put(root, `/usr/share/metainfo/${APP_ID}.metainfo.xml`, metainfo(releasesOf(changelog)));
  await putIcons(root, parts.made);
  const documents = `/usr/share/doc/${PRODUCT.name}`;
  await put(root, `${documents}/changelog.gz`, gzipSync(changelog, { level: 9 }));
  await put(root, `${documents}/copyright`, await copyright());
  await setModesAndTimes(root);
}

/** Writes a file below `root`. @param path absolute, as the installed system sees it */
export async function put(root: string, path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

async function putIcons(root: string, made: string): Promise<void> {
  for (const size of ICON_SIZES) {
    const png = await readFile(join(made, 'icons', `${size}x${size}.png`));
    await put(root, `/usr/share/icons/hicolor/${size}x${size}/apps/${APP_ID}.png`, png);
  }
  const svg = await readFile(join(ROOT, 'resources', 'package', 'icon.svg'));
  await put(root, `/usr/share/icons/hicolor/scalable/apps/${APP_ID}.svg`, svg);
}

async function copyright(): Promise<string> {
  const texts = await Promise.all(['LICENSE', 'NOTICE'].map((name) => readFile(join(ROOT, name), 'utf8')));
  return [...texts, `Licences of the parts: ${INSTALL_FOLDER}/resources/licences/THIRD-PARTY.txt\n`].join('\n');
}

/**
 * Everyone reads, root writes. Chromium's helper gets the rights by which it locks pages in where ordinary users may
 * make no namespaces (Ubuntu since 24.04).
 */
async function setModesAndTimes(root: string): Promise<void> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const time = sourceTime();
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isSymbolicLink()) {
      const { mode } = await stat(path);
      await chmod(path, entry.isDirectory() || (mode & 0o100) !== 0 ? 0o755 : 0o644);
    }
    await lutimes(path, time, time);
  }
  await chmod(root, 0o755);
  await chmod(join(root, SANDBOX_HELPER), 0o4755);
}
