// @ts-check
import { join } from 'node:path';
import { ensureBuild } from './build.mjs';
import { runCommand } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { ROOT } from './project.mjs';
import { runScript } from './setup-error.mjs';
import { provideProgram } from './system-libraries.mjs';

/**
 * `npm run package -- [--targets deb,rpm,tar.gz] [--arch x64] [--repository owner/name] [--twice]`: makes the packages of this
 * system in `release`, with the Electron that `npm start` uses. `--twice` makes .deb, .rpm and .tar.gz a second time and compares.
 */
await runScript(async () => {
  await ensureDependencies();
  const electron = await ensureElectron();
  await ensureBuild();
  await provideProgram('rpmbuild', 'rpm');
  const script = join(ROOT, 'src-main', 'packaging', 'index.ts');
  const args = ['--import', 'tsx', script, '--electron', electron, ...process.argv.slice(2)];
  const env = { ...process.env, SOURCE_DATE_EPOCH: process.env.SOURCE_DATE_EPOCH ?? (await commitTime()) };
  process.exitCode = (await runCommand(process.execPath, args, { cwd: ROOT, env, streamed: true })).status;
});

/** By which the same sources give the same packages; the time of now where there is no history. [seconds since 1970] */
async function commitTime() {
  const { status, output } = await runCommand('git', ['log', '-1', '--format=%ct'], { cwd: ROOT });
  return status === 0 ? output.trim() : String(Math.floor(Date.now() / 1000));
}
