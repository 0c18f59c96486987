import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Kinds of packages that an installed app is updated by, or told of. */
const LISTED = /\.(AppImage|deb|rpm|tar\.gz)$/;

/** A version, as the file on the update server names it. */
export interface NewestVersion {
  readonly version: string;
  /** As plain text. */
  readonly releaseNotes: string;
  /** When it was made. */
  readonly releaseDate: Date;
}

/** The name under which electron-updater looks for the newest version on Linux. @param arch as Node names it */
export function updateInfoName(arch: string): string {
  return arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${arch}.yml`;
}

/**
 * Writes the file that tells installed apps of a version, with the size and the SHA-512 of each Linux package in the folder.
 * electron-builder's own lists only what it made itself; this one takes its place.
 * @param folder where the packages of one processor lie
 * @param arch as Node names it
 * @returns names of the packages that are listed
 */
export async function writeUpdateInfo(folder: string, arch: string, newest: NewestVersion): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => LISTED.test(name)).sort();
  const files = [];
  for (const name of names) files.push(await factsOf(folder, name));
  const [first] = files;
  if (!first) return [];
  const info = {
    version: newest.version,
    files,
    path: first.url,
    sha512: first.sha512,
    releaseNotes: newest.releaseNotes,
    releaseDate: newest.releaseDate.toISOString(),
  };
  // JSON is YAML.
  await writeFile(join(folder, updateInfoName(arch)), `${JSON.stringify(info, null, 2)}\n`);
  return names;
}

async function factsOf(folder: string, name: string): Promise<{ url: string; sha512: string; size: number }> {
  const path = join(folder, name);
  const hash = createHash('sha512');
  await pipeline(createReadStream(path), hash);
  return { url: name, sha512: hash.digest('base64'), size: (await stat(path)).size };
}
