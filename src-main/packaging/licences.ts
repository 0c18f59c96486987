import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './product.ts';
import type { LockedPackages, TargetSystem } from './shipped-packages.ts';
import { lockedPackages, nameAt, shippedPackages } from './shipped-packages.ts';

/** Names under which packages carry their licence. */
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;

/**
 * Gathers the licences of everything in a package.
 * @param folder gets LICENSE, NOTICE and THIRD-PARTY.txt
 */
export async function writeLicences(folder: string, system: TargetSystem): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of ['LICENSE', 'NOTICE']) await copyFile(join(ROOT, name), join(folder, name));
  const packages = lockedPackages();
  const parts: string[] = [];
  for (const path of shippedPackages(packages, system)) parts.push(await licenceOf(path, packages));
  await writeFile(join(folder, 'THIRD-PARTY.txt'), parts.join(`\n${'-'.repeat(80)}\n\n`));
}

async function licenceOf(path: string, packages: LockedPackages): Promise<string> {
  const { version = '', license = 'unknown licence' } = packages[path] ?? {};
  const heading = `${nameAt(path)} ${version} (${license})\n`;
  const folder = join(ROOT, path);
  // A part for another processor than this machine's is not installed; its text is that of the package it belongs to.
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => LICENCE_FILE.test(name)).sort();
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return [heading, ...texts.map((text) => `${text.trim()}\n`)].join('\n');
}
