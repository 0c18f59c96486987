import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256OfFile } from '../setup/sha256-file.mjs';
import { PACKAGES_FOLDER } from './product.ts';

/** Where the sums stand, in the form that `sha256sum --check` reads. */
const SUMS_FILE = 'SHA256SUMS';
/** What people download; blocks of an earlier version and unpacked folders are not among it. */
const DOWNLOADED = /\.(deb|tar\.gz|AppImage|rpm|exe|zip|dmg|cdx\.json)$/;

/** Writes the SHA-256 sums of all finished packages. @returns names of the files, in order */
export async function writeChecksums(): Promise<string[]> {
  const names = (await readdir(PACKAGES_FOLDER)).filter((name) => DOWNLOADED.test(name)).sort();
  const lines: string[] = [];
  for (const name of names) lines.push(`${await sha256OfFile(join(PACKAGES_FOLDER, name))}  ${name}\n`);
  await writeFile(join(PACKAGES_FOLDER, SUMS_FILE), lines.join(''));
  return names;
}
