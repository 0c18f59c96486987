// @ts-check
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { npmStep } from './npm.mjs';
import { BUILD_FOLDER, PROJECT_LOCK, ROOT } from './project.mjs';
import { say } from './setup-error.mjs';
import { sourceDigest } from './source-digest.mjs';

const STAMP_FILE = join(BUILD_FOLDER, '.build-stamp');
const MAIN_ENTRY = join(BUILD_FOLDER, 'main', 'index.js');

/** Builds the app into `out`, unless what lies there was built from the sources as they are now. */
export async function ensureBuild() {
  if (isBuildFresh(sourceDigest(ROOT))) return;
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
  await npmStep('Building the app', ['run', 'build']);
  mkdirSync(BUILD_FOLDER, { recursive: true });
  writeFileSync(STAMP_FILE, digest);
}

/** @param {string} digest */
function isBuildFresh(digest) {
  return existsSync(MAIN_ENTRY) && existsSync(STAMP_FILE) && readFileSync(STAMP_FILE, 'utf8') === digest;
}
