// @ts-check
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { runCommand, runStep } from './command.mjs';
import { SetupError, say } from './setup-error.mjs';
import {
  installableNames,
  KNOWN_LIBRARIES,
  namesOnThisSystem,
  packagesOf,
  parseMissingLibraries,
} from './system-packages.mjs';

const LIBRARY_FOLDERS = ['/lib', '/usr/lib', '/lib64', '/usr/lib64', '/lib/x86_64-linux-gnu', '/lib/aarch64-linux-gnu'];
/** For the display in memory: the server, and what its `xvfb-run` calls. */
const DISPLAY_TOOLS = [
  { program: 'Xvfb', inPackage: 'xvfb' },
  { program: 'xauth', inPackage: 'xauth' },
];
const APT_ENV = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
const APT_INSTALL = ['install', '-y', '--no-install-recommends'];
/** Another package installation may be running; seconds to wait for it. */
const APT_WAIT = ['-o', 'DPkg::Lock::Timeout=120'];

/** Whether this process may install packages and must do without Chromium's sandbox. */
export function isRoot() {
  return process.getuid?.() === 0;
}

/**
 * Makes sure the system has what the Electron program needs: as root on a Debian-like system by installing it, else by
 * telling the user what to run. Outside Linux nothing is needed.
 * @param {string} electron path of the program
 * @param {{ withVirtualDisplay?: boolean, mayInstall?: boolean }} [options]
 */
export async function ensureSystemLibraries(electron, { withVirtualDisplay = false, mayInstall = isRoot() } = {}) {
  if (process.platform !== 'linux') return;
  const { packages, unknown } = packagesOf(await missingLibraries(electron));
  const tools = withVirtualDisplay
    ? DISPLAY_TOOLS.filter(({ program }) => !isOnPath(program)).map((tool) => tool.inPackage)
    : [];
  const wanted = [...packages, ...tools];
  if (wanted.length > 0) await provide('Electron', wanted, mayInstall);
  if (unknown.length > 0)
    throw new SetupError(`Electron needs libraries that are not installed: ${unknown.join(', ')}`);
}

/**
 * Makes sure that the tests have FFmpeg's program, which the app can do without: ffmpeg-static's, or the system's. Elsewhere than
 * on Linux, ffmpeg-static's installer has to fetch it.
 */
export async function ensureFfmpegForTests() {
  const path = createRequire(import.meta.url)('ffmpeg-static');
  const isThere = isOnPath('ffmpeg') || (typeof path === 'string' && existsSync(path));
  if (process.platform === 'linux' && !isThere) await provide('The test suite', ['ffmpeg'], isRoot());
}

/**
 * Installs a program that is good to have, as root on a Debian-like system; elsewhere it does nothing.
 * @param {string} program
 * @param {string} inPackage Debian's name of the package that holds it
 */
export async function provideProgram(program, inPackage) {
  if (process.platform !== 'linux' || isOnPath(program) || !isRoot() || !isOnPath('apt-get')) return;
  await provide('The package', [inPackage], true);
}

/**
 * Shared libraries that a program needs and the system does not have.
 * @param {string} program
 */
async function missingLibraries(program) {
  if (isOnPath('ldd')) return parseMissingLibraries((await runCommand('ldd', [program])).output);
  return KNOWN_LIBRARIES.filter((library) => !LIBRARY_FOLDERS.some((folder) => existsSync(join(folder, library))));
}

/** @param {string} what needs them @param {readonly string[]} packages @param {boolean} mayInstall */
async function provide(what, packages, mayInstall) {
  const policy = await aptPolicy(packages);
  const names = namesOnThisSystem(packages, policy);
  const isListOld = names.some((name) => !installableNames(policy).has(name));
  if (!mayInstall || !isOnPath('apt-get')) throw new SetupError(instruction(what, names, isListOld));
  if (isListOld) await apt('Updating the list of system packages', ['update']);
  await install(isListOld ? namesOnThisSystem(packages, await aptPolicy(packages)) : names);
}

/** @param {string} what @param {readonly string[]} names @param {boolean} isListOld */
function instruction(what, names, isListOld) {
  const update = isListOld ? 'sudo apt-get update && ' : '';
  const command = `${update}sudo apt-get install -y ${names.join(' ')}`;
  return `${what} needs system packages that are not installed. Install them with:\n  ${command}`;
}

/** @param {readonly string[]} names */
async function install(names) {
  say(`Installing system packages: ${names.join(' ')}`);
  const args = [...APT_WAIT, ...APT_INSTALL, ...names];
  const { status } = await runCommand('apt-get', args, { env: APT_ENV });
  if (status === 0) return;
  // A list that is there may still name versions the server has since replaced.
  await apt('Updating the list of system packages', ['update']);
  await apt('Installing the system packages', args);
}

/** @param {string} purpose @param {readonly string[]} args */
function apt(purpose, args) {
  return runStep(purpose, 'apt-get', args, { env: APT_ENV });
}

/** @param {readonly string[]} packages */
async function aptPolicy(packages) {
  if (!isOnPath('apt-cache')) return '';
  const names = packages.flatMap((name) => [name, `${name}t64`]);
  // In a translated answer the words to look for would differ.
  return (await runCommand('apt-cache', ['policy', ...names], { env: { ...process.env, LC_ALL: 'C' } })).output;
}

/** @param {string} program */
function isOnPath(program) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.some((folder) => existsSync(join(folder, program)));
}
