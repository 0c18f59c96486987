// @ts-check
import { join } from 'node:path';
import { forgetBuild } from './build.mjs';
import { runCommand } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { ROOT } from './project.mjs';
import { runScript, say } from './setup-error.mjs';
import { ensureSystemLibraries, isRoot } from './system-libraries.mjs';

const ELECTRON_VITE = join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');

// `npm run dev`: the app from its sources. The page is replaced as it is saved; the main process starts again.
await runScript(async () => {
  await ensureDependencies();
  const electron = await ensureElectron();
  await ensureSystemLibraries(electron);
  forgetBuild();
  if (isRoot()) say("Running as root: Chromium's sandbox is off (--noSandbox). Prefer an ordinary user.");
  const flags = isRoot() ? ['--noSandbox'] : [];
  const { ELECTRON_RUN_AS_NODE: _set, ...env } = process.env;
  const args = [ELECTRON_VITE, 'dev', '--watch', ...flags, ...process.argv.slice(2)];
  const options = { env: { ...env, ELECTRON_EXEC_PATH: electron }, streamed: true };
  process.exitCode = (await runCommand(process.execPath, args, options)).status;
});
