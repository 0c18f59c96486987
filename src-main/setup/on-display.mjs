// @ts-check
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { withVirtualDisplay } from './virtual-display.mjs';

/** `node src-main/setup/on-display.mjs SCRIPT [ARGS]…`: runs a script in TypeScript on the display, or on one in memory. */
const args = ['--import', 'tsx', ...process.argv.slice(2)];
const hasDisplay = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'];

/** @param {NodeJS.ProcessEnv} env */
async function run(env) {
  const child = spawn(process.execPath, args, { stdio: 'inherit', env });
  const [status] = await once(child, 'exit');
  return status ?? 1;
}

process.exitCode = await (hasDisplay ? run(process.env) : withVirtualDisplay(run));
