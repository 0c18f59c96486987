// @ts-check
import { runCommand } from './command.mjs';
import { ensureBuild } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { ROOT } from './project.mjs';
import { runScript, say, SetupError } from './setup-error.mjs';
import { ensureSystemLibraries, isRoot } from './system-libraries.mjs';

const NO_DISPLAY = `There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set).
  On the command line:     npm run --silent genrescope -- analyze FOLDER
  On a display in memory:  xvfb-run -a npm start`;

await runScript(async () => {
  if (isWithoutDisplay()) throw new SetupError(NO_DISPLAY);
  await ensureDependencies();
  const electron = await ensureElectron();
  await ensureSystemLibraries(electron);
  await ensureBuild();
  process.exitCode = await launch(electron, process.argv.slice(2));
});

function isWithoutDisplay() {
  return process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
}

/** @param {string} electron @param {readonly string[]} args */
async function launch(electron, args) {
  if (isRoot()) say("Running as root: Chromium's sandbox is off (--no-sandbox). Prefer an ordinary user.");
  const { ELECTRON_RUN_AS_NODE: _set, ...env } = process.env;
  const flags = isRoot() ? ['--no-sandbox'] : [];
  // The working folder stays the user's own: paths among the arguments are meant from there.
  const options = { env, cwd: process.cwd(), streamed: true };
  return (await runCommand(electron, [...flags, ROOT, ...args], options)).status;
}
