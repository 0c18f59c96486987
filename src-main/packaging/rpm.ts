import { execFile } from 'node:child_process';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { KNOWN_LIBRARIES } from '../setup/system-packages.mjs';
import type { LinuxPackageParts } from './installed-tree.ts';
import { INSTALL_FOLDER, SANDBOX_HELPER, stageInstalled } from './installed-tree.ts';
import { PACKAGES_FOLDER, PRODUCT, SUMMARY } from './product.ts';

/** What RPM calls the processors that Node names. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'x86_64', arm64: 'aarch64' };
const OUTPUT_LIMIT_BYTES = 16 * 2 ** 20;

/** Files are packed as they are, and the same files give the same package (rpm.org/docs/4.18.x/manual/buildprocess.html). */
const MACROS: Readonly<Record<string, string>> = {
  debug_package: '%{nil}',
  _build_id_links: 'none',
  __os_install_post: '%{nil}',
  use_source_date_epoch_as_buildtime: '1',
  clamp_mtime_to_source_date_epoch: '1',
  _buildhost: 'localhost',
  // Two threads on every machine: more or fewer would give other blocks.
  _binary_payload: 'w6T2.xzdio',
};

/**
 * Makes a package for Fedora and openSUSE with rpmbuild; electron-builder's own way needs a program from GitHub.
 * @returns path of the package
 */
export async function makeRpm(parts: LinuxPackageParts): Promise<string> {
  const architecture = ARCHITECTURES[parts.arch] ?? parts.arch;
  const work = join(parts.made, 'rpm');
  const staged = join(work, 'staged');
  await stageInstalled(staged, 'rpm', parts);
  const spec = join(work, `${PRODUCT.name}.spec`);
  await writeFile(spec, specification(staged, await installedPaths(staged)));
  const folders = { _topdir: work, _rpmdir: join(work, 'RPMS'), _builddir: join(work, 'BUILD') };
  await mkdir(folders._builddir, { recursive: true });
  const defines = Object.entries({ ...MACROS, ...folders }).flatMap(([name, value]) => [
    '--define',
    `${name} ${value}`,
  ]);
  const args = ['-bb', '--target', `${architecture}-linux`, ...defines, '--buildroot', join(work, 'root'), spec];
  await promisify(execFile)('rpmbuild', args, { maxBuffer: OUTPUT_LIMIT_BYTES });
  const name = `${PRODUCT.name}-${rpmVersion(PRODUCT.version)}-1.${architecture}.rpm`;
  await rename(join(folders._rpmdir, architecture, name), join(PACKAGES_FOLDER, name));
  await rm(work, { recursive: true, force: true });
  return join(PACKAGES_FOLDER, name);
}

/** A version as RPM writes it: what comes before a release sorts before it by a tilde. */
export function rpmVersion(version: string): string {
  return version.replace('-', '~').replaceAll('-', '_');
}

/**
 * What rpmbuild reads. Libraries are asked for by their own names, which the packages of every distribution provide,
 * whatever these are called.
 * @param staged the folder whose files are packed
 * @param paths of files outside the app's own folder, as the installed system sees them
 */
export function specification(staged: string, paths: readonly string[]): string {
  const requires = KNOWN_LIBRARIES.map((library) => `Requires: ${library}()(64bit)`);
  return [
    `Name: ${PRODUCT.name}`,
    `Version: ${rpmVersion(PRODUCT.version)}`,
    'Release: 1',
    `Summary: ${SUMMARY}`,
    `License: ${PRODUCT.license}`,
    `Vendor: ${PRODUCT.author}`,
    'AutoReqProv: no',
    ...requires,
    `%description\n${PRODUCT.description}`,
    `%install\nmkdir -p "%{buildroot}"\ncp -a "${staged}/." "%{buildroot}/"`,
    `%files\n%defattr(-,root,root,-)\n${INSTALL_FOLDER}\n%attr(4755,root,root) ${SANDBOX_HELPER}`,
    ...paths,
    '',
  ].join('\n');
}

/** Files and links below a staged `/usr`, and the folders that are this package's alone. */
async function installedPaths(staged: string): Promise<string[]> {
  const entries = await readdir(join(staged, 'usr'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory());
  const documents = `/usr/share/doc/${PRODUCT.name}`;
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(staged.length));
  return [`%dir ${documents}`, ...paths.sort()];
}
