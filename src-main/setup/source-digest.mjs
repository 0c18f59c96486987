// @ts-check
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';

const SOURCES = [
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'src-main',
  'src-renderer',
  'training',
];
const SETUP_FOLDER = 'src-main/setup';

/**
 * What a build depends on, in one hash of names, sizes and times: any change of a source changes it.
 * Times rather than contents, because every call of the command line tool pays for this.
 * @param {string} root the folder of the repository
 */
export function sourceDigest(root) {
  /** @type {string[]} */
  const lines = [];
  for (const source of SOURCES) addPath(lines, root, source);
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

/** @param {string[]} lines @param {string} root @param {string} path with slashes, below the root */
function addPath(lines, root, path) {
  const stats = statSync(`${root}/${path}`, { throwIfNoEntry: false });
  if (stats?.isDirectory()) addFolder(lines, root, path);
  else if (stats) lines.push(`${path}\0${stats.size}\0${stats.mtimeMs}`);
}

/** @param {string[]} lines @param {string} root @param {string} folder */
function addFolder(lines, root, folder) {
  for (const entry of readdirSync(`${root}/${folder}`, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (!isBuilt(entry.name, path)) continue;
    if (entry.isDirectory()) addFolder(lines, root, path);
    else addPath(lines, root, path);
  }
}

/** Tests and these scripts are no part of what is built. @param {string} name @param {string} path */
function isBuilt(name, path) {
  return !name.startsWith('.') && !name.endsWith('.test.ts') && !name.endsWith('.tsbuildinfo') && path !== SETUP_FOLDER;
}
