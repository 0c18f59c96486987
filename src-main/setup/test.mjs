// @ts-check
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuild } from './build.mjs';
import { endIfInterrupted } from './command.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ensureElectron } from './electron-runtime.mjs';
import { runNpm } from './npm.mjs';
import { runScript, say, SetupError } from './setup-error.mjs';
import { runSideBySide } from './side-by-side.mjs';
import { ensureFfmpegForTests, ensureSystemLibraries, isRoot } from './system-libraries.mjs';
import { countsOfPlaywright, countsOfStep, countsOfVitest } from './test-counts.mjs';

/** @typedef {import('./test-counts.mjs').TestCounts} TestCounts */
/** @typedef {{ succeeded: boolean, counts: TestCounts }} StepResult */

const NOTHING_COUNTED = { passed: 0, failed: 0 };

/**
 * Checks that run no code of the app, and their scripts. They run at the same time, so the longest come first.
 * @type {Record<string, string>}
 */
const CHECKS = { types: 'typecheck', lint: 'lint', format: 'format:check', deadCode: 'knip' };

/**
 * In the order in which they run, after the checks; each takes all processors.
 * @type {Record<string, (reportFolder: string, electron: string) => Promise<StepResult>>}
 */
const STEPS = {
  unit: testUnits,
  attack: testTagWriter,
  e2e: testApp,
};

await runScript(async () => {
  const names = chooseSteps();
  await ensureDependencies();
  if (names.some((name) => name in STEPS)) await ensureFfmpegForTests();
  const electron = names.includes('e2e') ? await prepareElectron() : '';
  const reportFolder = mkdtempSync(join(tmpdir(), 'genrescope-tests-'));
  process.once('exit', () => rmSync(reportFolder, { recursive: true, force: true }));
  const { failedSteps, total } = await runAll(names, reportFolder, electron);
  if (failedSteps.length > 0) {
    say(`\nFailed: ${failedSteps.join(', ')}`);
    process.exitCode = 1;
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
});

function chooseSteps() {
  const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
  const all = [...Object.keys(CHECKS), ...Object.keys(STEPS)];
  if (only === undefined) return all;
  if (!all.includes(only)) throw new SetupError(`--only takes one of: ${all.join(', ')}`, 2);
  return [only];
}

async function prepareElectron() {
  const electron = await ensureElectron();
  await ensureSystemLibraries(electron, { withVirtualDisplay: true });
  return electron;
}

/**
 * @param {readonly string[]} names
 * @param {string} reportFolder
 * @param {string} electron
 */
async function runAll(names, reportFolder, electron) {
  const checks = names.filter((name) => name in CHECKS);
  const failedSteps = await runSideBySide(checks, availableParallelism(), check);
  if (failedSteps.length > 0) return { failedSteps, total: { passed: 0, failed: failedSteps.length } };
  return runSteps(
    names.filter((name) => name in STEPS),
    reportFolder,
    electron,
  );
}

/**
 * Says what a check has to say when it has ended, so that two checks do not mix their lines.
 * @param {string} name
 */
async function check(name) {
  say(`── ${name} …`);
  const args = ['run', '--silent', CHECKS[name] ?? ''];
  const { status, output } = endIfInterrupted(await runNpm(args, { env: cleanEnvironment() }));
  say(`\n── ${name}: ${status === 0 ? 'passed' : 'failed'}\n${output}`.trimEnd());
  return status === 0;
}

/**
 * Stops at the first step that fails.
 * @param {readonly string[]} names
 * @param {string} reportFolder
 * @param {string} electron
 */
async function runSteps(names, reportFolder, electron) {
  const total = { ...NOTHING_COUNTED };
  for (const name of names) {
    say(`\n── ${name}`);
    const { succeeded, counts } = await runOne(name, reportFolder, electron);
    const added = countsOfStep(counts, succeeded);
    total.passed += added.passed;
    total.failed += added.failed;
    if (!succeeded) return { failedSteps: [name], total };
  }
  return { failedSteps: [], total };
}

/**
 * A build that fails is a failed step as well, and must not keep the closing line from being printed.
 * @param {string} name
 * @param {string} reportFolder
 * @param {string} electron
 */
async function runOne(name, reportFolder, electron) {
  const failed = { succeeded: false, counts: NOTHING_COUNTED };
  try {
    return (await STEPS[name]?.(reportFolder, electron)) ?? failed;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    return failed;
  }
}

/** @param {string} reportFolder @returns {Promise<StepResult>} */
function testUnits(reportFolder) {
  return runVitest('test:unit', join(reportFolder, 'unit.json'));
}

/**
 * Where faults cannot be made, the test's name says why it was skipped.
 * @param {string} reportFolder
 * @returns {Promise<StepResult>}
 */
function testTagWriter(reportFolder) {
  return runVitest('test:attack', join(reportFolder, 'attack.json'));
}

/** @param {string} script @param {string} report @returns {Promise<StepResult>} */
async function runVitest(script, report) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const hasPassed = await runScriptOfPackage([script, '--', ...reporters]);
  return resultOf(hasPassed, report, countsOfVitest);
}

/** @param {string} reportFolder @param {string} electron @returns {Promise<StepResult>} */
async function testApp(reportFolder, electron) {
  await ensureBuild();
  const report = join(reportFolder, 'e2e.json');
  const hasPassed = await runScriptOfPackage(['test:e2e', '--', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    GENRESCOPE_ELECTRON_PATH: electron,
    ...(isRoot() ? { GENRESCOPE_NO_SANDBOX: '1' } : {}),
  });
  return resultOf(hasPassed, report, countsOfPlaywright);
}

/** @param {string[]} args @param {NodeJS.ProcessEnv} [added] */
async function runScriptOfPackage(args, added = {}) {
  const options = { env: { ...cleanEnvironment(), ...added }, streamed: true };
  return endIfInterrupted(await runNpm(['run', '--silent', ...args], options)).status === 0;
}

function cleanEnvironment() {
  const { ELECTRON_RUN_AS_NODE: _set, ...clean } = process.env;
  return clean;
}

/**
 * @template Report
 * @param {boolean} hasPassed
 * @param {string} file
 * @param {(report: Report) => TestCounts} count
 * @returns {StepResult}
 */
function resultOf(hasPassed, file, count) {
  const counts = existsSync(file) ? count(JSON.parse(readFileSync(file, 'utf8'))) : NOTHING_COUNTED;
  if (counts.passed + counts.failed === 0) say('No test has run.');
  return { succeeded: hasPassed && counts.passed > 0, counts };
}
