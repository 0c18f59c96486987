import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { KNOWN_PACKAGES } from '../setup/system-packages.mjs';
import { ICON_SIZES } from './icons.ts';
import { desktopEntry } from './linux-entry.ts';
import { metainfo, releasesOf } from './metainfo.ts';
import { APP_ID, PACKAGES_FOLDER, PRODUCT, ROOT, SUMMARY } from './product.ts';

const run = promisify(execFile);
const INSTALL_FOLDER = `/opt/${PRODUCT.productName}`;
/** Debian's names of the processors that Node names. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
const BYTES_PER_KIBIBYTE = 1024;

/**
 * Makes a Debian package with dpkg-deb, which every Debian has; electron-builder's own way needs a program from GitHub.
 * @param unpacked the app, as electron-builder puts it together
 * @param made icons, see {@link writeIcons}
 * @param arch as Node names it
 * @returns path of the package
 */
export async function makeDeb(unpacked: string, made: string, arch: string): Promise<string> {
  const architecture = ARCHITECTURES[arch] ?? arch;
  const root = join(made, 'deb');
  await rm(root, { recursive: true, force: true });
  await stage(root, unpacked, made);
  await put(root, '/DEBIAN/control', control(architecture, await installedKibibytes(root)));
  await setModes(root);
  const file = join(PACKAGES_FOLDER, `${PRODUCT.name}_${PRODUCT.version}_${architecture}.deb`);
  await run('dpkg-deb', ['--root-owner-group', '-Zzstd', '-z12', '--build', root, file]);
  await rm(root, { recursive: true, force: true });
  return file;
}

/** Puts every file in its place below `root`. No script runs at installation: Debian's triggers see menus and icons. */
async function stage(root: string, unpacked: string, made: string): Promise<void> {
  await cp(unpacked, join(root, INSTALL_FOLDER), { recursive: true, verbatimSymlinks: true });
  await mkdir(join(root, 'usr/bin'), { recursive: true });
  await symlink(`${INSTALL_FOLDER}/bin/${PRODUCT.name}`, join(root, 'usr/bin', PRODUCT.name));
  await put(root, `/usr/share/applications/${PRODUCT.desktopName}`, desktopEntry(`${INSTALL_FOLDER}/${PRODUCT.name}`));
  const changelog = await readFile(join(ROOT, 'CHANGELOG.md'), 'utf8');
  await put(root, `/usr/share/metainfo/${APP_ID}.metainfo.xml`, metainfo(releasesOf(changelog)));
  for (const size of ICON_SIZES) {
    const png = await readFile(join(made, 'icons', `${size}x${size}.png`));
    await put(root, `/usr/share/icons/hicolor/${size}x${size}/apps/${APP_ID}.png`, png);
  }
  const svg = await readFile(join(ROOT, 'resources', 'package', 'icon.svg'));
  await put(root, `/usr/share/icons/hicolor/scalable/apps/${APP_ID}.svg`, svg);
  const documents = `/usr/share/doc/${PRODUCT.name}`;
  await put(root, `${documents}/changelog.gz`, gzipSync(changelog, { level: 9 }));
  await put(root, `${documents}/copyright`, await copyright());
}

async function put(root: string, path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

async function copyright(): Promise<string> {
  const texts = await Promise.all(['LICENSE', 'NOTICE'].map((name) => readFile(join(ROOT, name), 'utf8')));
  return [...texts, `Licences of the parts: ${INSTALL_FOLDER}/resources/licences/THIRD-PARTY.txt\n`].join('\n');
}

/** The package's facts (debian.org/doc/debian-policy/ch-controlfields). */
function control(architecture: string, kibibytes: number): string {
  const depends = KNOWN_PACKAGES.map((name) => `${name} | ${name}t64`).join(', ');
  const fields = {
    Package: PRODUCT.name,
    Version: PRODUCT.version,
    Architecture: architecture,
    Maintainer: `${PRODUCT.author} <packages@${PRODUCT.name}.invalid>`,
    'Installed-Size': String(kibibytes),
    Depends: depends,
    Section: 'sound',
    Priority: 'optional',
    Description: `${SUMMARY}\n ${PRODUCT.description}`,
  };
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('');
}

async function installedKibibytes(root: string): Promise<number> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    entries.filter((entry) => entry.isFile()).map((entry) => stat(join(entry.parentPath, entry.name))),
  );
  return Math.ceil(sizes.reduce((sum, { size }) => sum + size, 0) / BYTES_PER_KIBIBYTE);
}

/**
 * Everyone reads, root writes. Chromium's helper gets the rights by which it locks pages in where ordinary users may
 * make no namespaces (Ubuntu since 24.04).
 */
async function setModes(root: string): Promise<void> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const { mode } = await stat(path);
    await chmod(path, entry.isDirectory() || (mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
  await chmod(join(root, INSTALL_FOLDER, 'chrome-sandbox'), 0o4755);
}
