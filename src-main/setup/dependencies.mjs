// @ts-check
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_LOCK, ROOT } from './project.mjs';
import { SetupError, say } from './setup-error.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage */
/** @typedef {{ packages?: Record<string, LockedPackage> }} Lockfile */

const STAMP_FILE = join(ROOT, 'node_modules', '.genrescope-lock');
const DEPENDENCY_FIELDS = ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides'];

/**
 * Installs exactly what package-lock.json says, unless that is what node_modules already holds. What installs is loaded
 * only then, since every call of the command line comes through here.
 */
export async function ensureDependencies() {
  if (isStampFresh()) return;
  const { withLock } = await import('./lock.mjs');
  await withLock(PROJECT_LOCK, installIfNeeded, () =>
    say('Waiting for another start of Genrescope to finish its set-up…'),
  );
}

/**
 * What the installed packages depend on, in one hash: the lock file, package.json's lists and the platform.
 * @param {string} packageJson
 * @param {string} lockfile
 */
export function dependencyDigest(packageJson, lockfile) {
  const lists = pickFields(JSON.parse(packageJson), DEPENDENCY_FIELDS);
  const platform = `${process.platform}-${process.arch}`;
  return createHash('sha256')
    .update(JSON.stringify([lists, platform, lockfile]))
    .digest('hex');
}

/**
 * Whether npm's own record of node_modules agrees with the lock file. So a developer's `npm install` is taken as it is,
 * and what was downloaded into it later (FFmpeg, CUDA libraries) is not wiped by a needless reinstall.
 * @param {Lockfile} wanted package-lock.json
 * @param {Lockfile} installed node_modules/.package-lock.json
 */
export function isInstalled(wanted, installed) {
  const found = installed.packages ?? {};
  const listed = Object.entries(wanted.packages ?? {}).filter(([path]) => path !== '');
  const complete = listed.every(([path, entry]) => isSamePackage(entry, found[path]));
  return listed.length > 0 && complete && Object.keys(found).every((path) => wanted.packages?.[path]);
}

/** @param {LockedPackage} wanted @param {LockedPackage | undefined} found */
function isSamePackage(wanted, found) {
  if (!found) return wanted.optional === true;
  return found.version === wanted.version && found.integrity === wanted.integrity;
}

async function installIfNeeded() {
  if (isStampFresh()) return;
  if (!isInstalled(readLockfile('package-lock.json'), readLockfile('node_modules/.package-lock.json'))) {
    say('Installing the dependencies (npm ci)…');
    const { npmStep } = await import('./npm.mjs');
    await npmStep('Installing the dependencies', ['ci', '--include=dev', '--loglevel=error', '--no-progress']);
  }
  writeFileSync(STAMP_FILE, currentProfile());
}

function isStampFresh() {
  return existsSync(STAMP_FILE) && readFileSync(STAMP_FILE, 'utf8') === currentProfile();
}

function currentProfile() {
  return dependencyDigest(readProjectFile('package.json'), readProjectFile('package-lock.json'));
}

/** @param {string} path @returns {Lockfile} */
function readLockfile(path) {
  return existsSync(join(ROOT, path)) ? JSON.parse(readProjectFile(path)) : {};
}

/** @param {string} path */
function readProjectFile(path) {
  try {
    return readFileSync(join(ROOT, path), 'utf8');
  } catch {
    throw new SetupError(`${path} is missing in ${ROOT}: the copy of the repository is not complete.`);
  }
}

/** @param {Record<string, unknown>} source @param {readonly string[]} fields */
function pickFields(source, fields) {
  return fields.map((field) => source[field] ?? null);
}
