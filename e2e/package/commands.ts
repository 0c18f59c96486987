import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PRODUCT } from '../../src-main/packaging/product.ts';
import type { BareDebian } from './bare-debian.ts';
import { USER } from './bare-debian.ts';
import type { Checks } from './checks.ts';
import { APP_FOLDER, contentOf } from './installation.ts';

/** The command line as the ordinary user: analyse, write, undo. @param music folder, as seen from outside */
export async function checkCommands(debian: BareDebian, music: string, checks: Checks): Promise<void> {
  const run = (...args: string[]) => debian.runAsUser([PRODUCT.name, ...args]);
  const version = await run('--version');
  checks.check(
    'the command line tells its version',
    version.stdout.trim() === PRODUCT.version,
    version.stdout + version.stderr,
  );
  checks.check('it says nothing else', version.stderr === '', version.stderr);
  const before = await contentOf(music);
  const analysis = await run('analyze', 'Music', '--json');
  const analysed = analysis.stdout.split('\n').filter((line) => line.includes('"probabilities"')).length;
  checks.check(
    `${before.size} files are analysed`,
    analysis.status === 0 && analysed === before.size,
    `${analysed}; ${analysis.stderr}`,
  );
  const written = await run('tag', 'Music', '--write', '--mode', 'replace', '--min-confidence', '0', '--json');
  const after = await contentOf(music);
  const changed = [...before].filter(([name, content]) => after.get(name) !== content).length;
  checks.check(
    'genres are written into all of them',
    written.status === 0 && changed === before.size,
    `${changed}; ${written.stderr}`,
  );
  const undone = await run('undo', '--json');
  const restored = await contentOf(music);
  checks.check(
    'undo restores every byte',
    undone.status === 0 && [...before].every(([name, content]) => restored.get(name) === content),
    undone.stderr,
  );
  const unknown = await run('analyse', 'Music');
  checks.check(
    'an unknown command is told',
    unknown.status === 1 && unknown.stderr.includes('There is no command'),
    unknown.stderr,
  );
}

/** The program is nothing but this app: it neither serves as Node nor takes code from outside. */
export async function checkLocks(debian: BareDebian, checks: Checks): Promise<void> {
  const trace = join('/home', USER, 'code-of-others-ran');
  await writeFile(join(debian.folder, 'tmp', 'others.cjs'), `require('node:fs').writeFileSync('${trace}', '')`);
  const program = `${APP_FOLDER}/${PRODUCT.name}`;
  const asCommand = ['--log-level=3', '--genrescope-command', '--', '--version'];
  const hasRun = async () => (await debian.runAsUser(['test', '-e', trace])).status === 0;
  const asNode = await debian.runAsUser([program, '/tmp/others.cjs', ...asCommand], ['ELECTRON_RUN_AS_NODE=1']);
  checks.check(
    'ELECTRON_RUN_AS_NODE makes no Node of it',
    asNode.stdout.trim() === PRODUCT.version && !(await hasRun()),
    asNode.stdout + asNode.stderr,
  );
  const withOptions = await debian.runAsUser([program, ...asCommand], ['NODE_OPTIONS=--require=/tmp/others.cjs']);
  checks.check('NODE_OPTIONS load no code', withOptions.status === 0 && !(await hasRun()), withOptions.stderr);
  const inspected = await debian.runAsUser([program, '--inspect-brk=0', ...asCommand]);
  checks.check(
    '--inspect opens no door',
    inspected.stdout.trim() === PRODUCT.version && !inspected.stderr.includes('Debugger listening'),
    inspected.stderr,
  );
  await checkOtherApp(debian, program, hasRun, checks);
  await rm(join(debian.folder, 'tmp', 'others.cjs'));
}

/** Code beside the archive is not taken for the app's. */
async function checkOtherApp(
  debian: BareDebian,
  program: string,
  hasRun: () => Promise<boolean>,
  checks: Checks,
): Promise<void> {
  const folder = join(debian.folder, APP_FOLDER, 'resources', 'app');
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'other', main: 'index.cjs' }));
  await writeFile(join(folder, 'index.cjs'), "require('/tmp/others.cjs')");
  const { stdout, stderr } = await debian.runAsUser([
    program,
    '--log-level=3',
    '--genrescope-command',
    '--',
    '--version',
  ]);
  checks.check(
    'only the archive is loaded, whatever lies beside it',
    stdout.trim() === PRODUCT.version && !(await hasRun()),
    stdout + stderr,
  );
  await rm(folder, { recursive: true });
}
