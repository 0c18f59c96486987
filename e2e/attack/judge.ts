import type { CommandResult, DriverProcess } from './driver-process.ts';
import type { ShimReport } from './shim-control.ts';
import type { FileCondition, TrialFolder } from './trial-folder.ts';
import type { Operation } from './trial-plan.ts';

/** Everything that may be wrong after a fault; the first group ends the campaign with status 1. */
export const DEFECTS = ['third state', 'orphan', 'undo failed', 'wrong journal', 'crashed', 'misreported'] as const;
/** One of {@link DEFECTS}. */
export type Defect = (typeof DEFECTS)[number];

/** A defect and what shows it. */
export interface Finding {
  readonly defect: Defect;
  readonly detail: string;
}

/** What became of a trial. */
export interface RecoveryOutcome {
  readonly conditions: readonly FileCondition[];
  readonly findings: readonly Finding[];
}

const SILENCE_MILLISECONDS = 30_000;

/** Whether what the hurt process said of each file is so; asked before anything is repaired. */
export async function judgeReport(
  operation: Operation,
  result: CommandResult,
  report: ShimReport,
  trial: TrialFolder,
): Promise<Finding[]> {
  if (result.end === 'hung') return [{ defect: 'crashed', detail: 'the process did not answer any more' }];
  if (operation === 'recover') return [];
  const conditions = await trial.conditions();
  const [done, left] = operation === 'apply' ? (['new', 'old'] as const) : (['old', 'new'] as const);
  const findings: Finding[] = [];
  for (const { path, code } of result.files) {
    const condition = conditions[trial.paths.indexOf(path)];
    const said = code === null || code === 'written-unsure' ? done : left;
    if (condition !== said)
      findings.push({
        defect: 'misreported',
        detail: `${path}: said to be ${said} (${code ?? 'no failure'}), is ${condition ?? 'unknown'}`,
      });
  }
  const succeeded = result.files.filter(({ code }) => code === null).length;
  if (isFailedSync(report, trial) && succeeded === trial.paths.length)
    findings.push({
      defect: 'misreported',
      detail: `every file said to be ${done}, although the sync of ${report.path} failed`,
    });
  if (result.end === 'threw' && conditions.includes(done))
    findings.push({
      defect: 'misreported',
      detail:
        `the ${operation} failed as a whole (${result.code}: ${result.message}) ` +
        `with files ${conditions.join(', ')}`,
    });
  return findings;
}

/**
 * Of a copy beside the music, which must not take a file's place then. A sync that was interrupted is made again by
 * Node, and none is short.
 */
function isFailedSync({ fired, fault, name, path }: ShimReport, { music }: TrialFolder): boolean {
  return (
    fired &&
    fault !== 'EINTR' &&
    fault !== 'short' &&
    (name === 'fsync' || name === 'fdatasync') &&
    path.startsWith(`${music}/`)
  );
}

/**
 * Recovers twice without any fault, then judges files, folder and journal; the journal by undoing all that it knows.
 */
export async function judgeRecovered(trial: TrialFolder, clean: DriverProcess): Promise<RecoveryOutcome> {
  const findings: Finding[] = [];
  const add = (defect: Defect, detail: string) => findings.push({ defect, detail });
  for (const attempt of ['first', 'second']) {
    const recovery = await clean.perform({ operation: 'recover', root: trial.root }, SILENCE_MILLISECONDS);
    if (recovery.end !== 'done')
      add('wrong journal', `the ${attempt} recovery ${recovery.end}: ${recovery.code} ${recovery.message}`);
    else if (attempt === 'second' && recovery.count > 0)
      add('wrong journal', `the second recovery still found ${recovery.count} files in doubt`);
  }
  const conditions = await trial.conditions();
  conditions.forEach((condition, index) => {
    if (condition === 'third' || condition === 'missing')
      add('third state', `${trial.paths[index] ?? ''} is ${condition}`);
  });
  for (const name of await trial.orphans()) add('orphan', name);
  for (const detail of await trial.wrongAttributes(conditions)) add('third state', detail);
  for (const finding of await judgeJournal(trial, clean, conditions)) findings.push(finding);
  return { conditions, findings };
}

async function judgeJournal(
  trial: TrialFolder,
  clean: DriverProcess,
  before: readonly FileCondition[],
): Promise<Finding[]> {
  const undo = await clean.perform({ operation: 'undo', root: trial.root }, SILENCE_MILLISECONDS);
  const findings: Finding[] = undo.files
    .filter(({ code }) => code !== null)
    .map(({ path, code, message }) => ({ defect: 'undo failed', detail: `${path}: ${code ?? ''} ${message}` }));
  if (undo.end !== 'done')
    findings.push({ defect: 'undo failed', detail: `${undo.end}: ${undo.code} ${undo.message}` });
  const written = before.filter((condition) => condition === 'new').length;
  if (undo.end === 'done' && undo.count !== written)
    findings.push({
      defect: 'wrong journal',
      detail: `undo brought ${undo.count} files back of ${written} written ones`,
    });
  const after = await trial.conditions();
  after.forEach((condition, index) => {
    if (condition !== 'old')
      findings.push({ defect: 'undo failed', detail: `${trial.paths[index] ?? ''} is ${condition} after undo` });
  });
  for (const detail of await trial.wrongAttributes(after)) findings.push({ defect: 'undo failed', detail });
  for (const name of await trial.orphans()) findings.push({ defect: 'orphan', detail: `${name} (after undo)` });
  return findings;
}
