// @ts-check
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MILLISECONDS = 200;
const HEARTBEAT_MILLISECONDS = 5_000;
/**
 * A holder renews its lock every few seconds; one that is this old belongs to a process that was killed or has hung.
 */
const STALE_MILLISECONDS = 60_000;

/**
 * Runs `work` while no other process on this machine does so under the same lock file.
 * A lock left by a killed process is taken over.
 * @template T
 * @param {string} path the lock file; its folder is made if it is missing
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait] called once if another process holds the lock
 * @returns {Promise<T>}
 */
export async function withLock(path, work, onWait = () => {}) {
  mkdirSync(dirname(path), { recursive: true });
  for (let attempt = 0; !tryAcquire(path); attempt += 1) {
    if (breakStaleLock(path)) continue;
    if (attempt === 0) onWait();
    await delay(POLL_MILLISECONDS);
  }
  const release = () => rmSync(path, { force: true });
  const heartbeat = setInterval(() => renew(path), HEARTBEAT_MILLISECONDS).unref();
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    process.off('exit', release);
    release();
  }
}

/**
 * Whether a lock's holder is gone.
 * @param {string} content what the lock file says
 * @param {number} ageMilliseconds since the holder last renewed it
 * @param {(pid: number) => boolean} [isAlive]
 */
export function isStale(content, ageMilliseconds, isAlive = isProcessAlive) {
  const [pid, host] = content.split(' ');
  // Another container may share the folder but not the process numbers: there only age tells.
  return ageMilliseconds > STALE_MILLISECONDS || (host === hostname() && !isAlive(Number(pid)));
}

/** @param {string} path */
function tryAcquire(path) {
  try {
    writeFileSync(path, `${process.pid} ${hostname()}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** @param {string} path */
function breakStaleLock(path) {
  const aside = `${path}.${process.pid}`;
  try {
    const content = readFileSync(path, 'utf8');
    if (!isStale(content, Date.now() - statSync(path).mtimeMs)) return false;
    renameSync(path, aside);
    // Someone quicker may have broken the stale lock and made a new one, which is then what was moved: give it back.
    if (readFileSync(aside, 'utf8') !== content) linkSync(aside, path);
    rmSync(aside);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'EEXIST')) return true;
    throw error;
  }
}

/** @param {string} path */
function renew(path) {
  const now = new Date();
  utimesSync(path, now, now);
}

/** @param {number} pid */
function isProcessAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** @param {unknown} error @param {string} code */
function hasCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code;
}
