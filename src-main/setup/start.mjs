// @ts-check
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
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

/** How a shell reports the signal that Chromium ends itself with. */
const ABORTED_STATUS = 128 + constants.signals.SIGTRAP;

await runScript(async () => {
  if (isWithoutDisplay()) throw new SetupError(NO_DISPLAY);
  await ensureDependencies();
  const electron = await ensureElectron();
  await ensureSystemLibraries(electron);
  await ensureBuild();
  const status = await launch(electron, process.argv.slice(2));
  if (status === ABORTED_STATUS && process.platform === 'linux' && !isRoot()) say(sandboxHint(electron));
  process.exitCode = status;
});

function isWithoutDisplay() {
  return process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
}

/** Some systems (Ubuntu since 24.04) keep ordinary users from what the sandbox is made of. @param {string} electron */
function sandboxHint(electron) {
  const helper = join(dirname(electron), 'chrome-sandbox');
  return `If the message above speaks of the sandbox, let Chromium's helper set it up:
  sudo chown root:root "${helper}" && sudo chmod 4755 "${helper}"`;
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
