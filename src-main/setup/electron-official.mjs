// @ts-check
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.mjs';
import { endIfInterrupted, runCommand } from './command.mjs';
import { ROOT } from './project.mjs';
import { say } from './setup-error.mjs';

const PACKAGE_FOLDER = join(ROOT, 'node_modules', 'electron');
const DOWNLOAD_LIMIT_SECONDS = 300;
const RETRY_AFTER_MILLISECONDS = 24 * 60 * 60 * 1000;

/**
 * The program of the `electron` package, downloaded by the package's own installer if it is not there yet. Null where
 * that does not work; it is then not tried again for a day, because a blocked network can take long to say no.
 * @param {{ mustTry: boolean }} options `mustTry`: whatever happened before
 * @returns {Promise<string | null>}
 */
export async function ensureOfficialElectron({ mustTry }) {
  const present = findInstalled();
  if (present) return present;
  const failureMark = join(cacheFolder(), `electron-${packageVersion()}-download-failed`);
  if (!mustTry && isRecent(failureMark)) return null;
  say(`Downloading Electron ${packageVersion()}…`);
  const { status, output } = await runInstaller();
  const installed = findInstalled();
  if (installed) {
    rmSync(failureMark, { force: true });
    return installed;
  }
  say(
    `It could not be downloaded (${firstError(output, status)}); ` +
      'GENRESCOPE_ELECTRON=official tries again before a day has passed.',
  );
  mkdirSync(cacheFolder(), { recursive: true });
  writeFileSync(failureMark, output);
  return null;
}

/**
 * Whether a failed try is too recent for another one. A time in the future says that the clock was wrong, so it does
 * not count.
 * @param {number} failedAt
 * @param {number} now
 */
export function isWithinRetryPause(failedAt, now) {
  return failedAt <= now && now - failedAt < RETRY_AFTER_MILLISECONDS;
}

/**
 * The line of the installer's output that says what went wrong.
 * @param {string} output
 * @param {number} status
 */
export function firstError(output, status) {
  const lines = output.split('\n').map((line) => line.trim());
  return lines.find((line) => /error/i.test(line)) ?? `the download ended with status ${status}`;
}

/** The installer writes the version and `path.txt` last, so together they say that the program is whole. */
function findInstalled() {
  const program = readText('path.txt');
  const isCurrent = readText(join('dist', 'version')).replace(/^v/, '') === packageVersion();
  const path = join(PACKAGE_FOLDER, 'dist', program);
  return program && isCurrent && existsSync(path) ? path : null;
}

function packageVersion() {
  return JSON.parse(readText('package.json') || '{}').version;
}

/** @param {string} name */
function readText(name) {
  const path = join(PACKAGE_FOLDER, name);
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
}

/**
 * The environment for the package's installer, which checks what it fetched by the SHA-256 sums that came with the
 * package. Two variables would have it believe the sums that the server itself states.
 * @param {NodeJS.ProcessEnv} env
 */
export function installerEnvironment(env) {
  const remote = /^(npm_config_)?electron_use_remote_checksums$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !remote.test(name)));
}

async function runInstaller() {
  const installer = join(PACKAGE_FOLDER, 'install.js');
  const options = { env: installerEnvironment(process.env), timeoutSeconds: DOWNLOAD_LIMIT_SECONDS };
  return endIfInterrupted(await runCommand(process.execPath, [installer], options));
}

/** @param {string} mark */
function isRecent(mark) {
  const stats = statSync(mark, { throwIfNoEntry: false });
  return stats !== undefined && isWithinRetryPause(stats.mtimeMs, Date.now());
}
