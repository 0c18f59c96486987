import { execFile } from 'node:child_process';
import { chmod, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { KNOWN_PACKAGES } from '../setup/system-packages.mjs';
import type { LinuxPackageParts } from './installed-tree.ts';
import { put, stageInstalled } from './installed-tree.ts';
import { PACKAGES_FOLDER, PRODUCT, SUMMARY } from './product.ts';

/** Debian's names of the processors that Node names. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
const BYTES_PER_KIBIBYTE = 1024;

/**
 * Makes a Debian package with dpkg-deb, which every Debian has; electron-builder's own way needs a program from GitHub.
 * @returns path of the package
 */
export async function makeDeb(parts: LinuxPackageParts): Promise<string> {
  const architecture = ARCHITECTURES[parts.arch] ?? parts.arch;
  const root = join(parts.made, 'deb');
  await stageInstalled(root, 'deb', parts);
  await put(root, '/DEBIAN/control', control(architecture, await installedKibibytes(root)));
  await chmod(join(root, 'DEBIAN'), 0o755);
  const file = join(PACKAGES_FOLDER, `${PRODUCT.name}_${PRODUCT.version}_${architecture}.deb`);
  // Smaller than zstd by a seventh, and read by every Debian.
  await promisify(execFile)('dpkg-deb', ['--root-owner-group', '-Zxz', '-z6', '--build', root, file]);
  await rm(root, { recursive: true, force: true });
  return file;
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
