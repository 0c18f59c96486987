// @ts-check
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = [
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'src-main',
  'src-renderer',
  'training',
];
const SETUP_FOLDER = join('src-main', 'setup');

/**
 * What a build depends on, in one hash of names, sizes and times: any change of a source changes it.
 * Times rather than contents, because every call of the command line tool pays for this.
 * @param {string} root the folder of the repository
 */
export function sourceDigest(root) {
  const hash = createHash('sha256');
  for (const source of SOURCES) addPath(hash, root, source);
  return hash.digest('hex');
}

/** @param {import('node:crypto').Hash} hash @param {string} root @param {string} path */
function addPath(hash, root, path) {
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  if (stats?.isDirectory()) addFolder(hash, root, path);
  else if (stats) hash.update(`${path}\0${stats.size}\0${stats.mtimeMs}\n`);
}

/** @param {import('node:crypto').Hash} hash @param {string} root @param {string} folder */
function addFolder(hash, root, folder) {
  for (const name of readdirSync(join(root, folder)).sort()) {
    const path = join(folder, name);
    if (isBuilt(name, path)) addPath(hash, root, path);
  }
}

/** Tests and these scripts are no part of what is built. @param {string} name @param {string} path */
function isBuilt(name, path) {
  return !name.startsWith('.') && !name.endsWith('.test.ts') && !name.endsWith('.tsbuildinfo') && path !== SETUP_FOLDER;
}
