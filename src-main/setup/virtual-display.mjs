// @ts-check
import { spawn } from 'node:child_process';
import { SetupError } from './setup-error.mjs';

const START_LIMIT_MILLISECONDS = 20_000;
const DISPLAY_DESCRIPTOR = 3;
const SCREEN = ['-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];

/**
 * Runs `work` with an X display in memory (Linux), which ends with the work or with this process.
 * @template T
 * @param {(env: NodeJS.ProcessEnv) => Promise<T>} work gets the environment that leads programs to the display
 * @returns {Promise<T>}
 */
export async function withVirtualDisplay(work) {
  if (process.platform !== 'linux') return work(process.env);
  const server = spawn('Xvfb', ['-displayfd', String(DISPLAY_DESCRIPTOR), ...SCREEN], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const kill = () => void server.kill();
  process.once('exit', kill);
  try {
    const number = await displayNumber(server);
    const { WAYLAND_DISPLAY: _wayland, ...env } = process.env;
    return await work({ ...env, DISPLAY: `:${number}`, XDG_SESSION_TYPE: 'x11' });
  } finally {
    process.off('exit', kill);
    kill();
  }
}

/**
 * The server picks a free number and writes it once it takes connections.
 * @param {import('node:child_process').ChildProcess} server
 */
function displayNumber(server) {
  return new Promise((done, fail) => {
    const giveUp = () => fail(new SetupError('The display in memory (Xvfb) did not start.'));
    const timer = setTimeout(giveUp, START_LIMIT_MILLISECONDS);
    server.once('error', giveUp);
    server.once('exit', giveUp);
    let text = '';
    server.stdio[DISPLAY_DESCRIPTOR]?.on('data', (chunk) => {
      text += chunk;
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      done(text.trim());
    });
  });
}
