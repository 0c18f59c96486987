// @ts-check
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILD_FOLDER, COMPILED_FOLDER, PROJECT_LOCK, ROOT } from './project.mjs';
import { say } from './setup-error.mjs';
import { sourceDigest } from './source-digest.mjs';

const STAMP_FILE = join(BUILD_FOLDER, '.build-stamp');
const MAIN_ENTRY = join(BUILD_FOLDER, 'main', 'index.js');

/**
 * Builds the app into `out`, unless what lies there was built from the sources as they are now. What builds is loaded
 * only then, since every call of the command line comes through here.
 */
export async function ensureBuild() {
  if (isBuildFresh(sourceDigest(ROOT))) return;
  const { withLock } = await import('./lock.mjs');
  await withLock(PROJECT_LOCK, buildIfNeeded, () => say('Waiting for another build to finish…'));
}

/** Lets the next start build again: something else is about to write into `out`. */
export function forgetBuild() {
  rmSync(STAMP_FILE, { force: true });
}

async function buildIfNeeded() {
  // Taken before the build: a file saved meanwhile makes the next start build again.
  const digest = sourceDigest(ROOT);
  if (isBuildFresh(digest)) return;
  say('Building…');
  // Gone first, so that a build killed half-way is never taken for a finished one.
  forgetBuild();
  rmSync(COMPILED_FOLDER, { recursive: true, force: true });
  const { npmStep } = await import('./npm.mjs');
  await npmStep('Building the app', ['run', 'build']);
  mkdirSync(BUILD_FOLDER, { recursive: true });
  writeFileSync(STAMP_FILE, digest);
}

/** @param {string} digest */
function isBuildFresh(digest) {
  return existsSync(MAIN_ENTRY) && existsSync(STAMP_FILE) && readFileSync(STAMP_FILE, 'utf8') === digest;
}
