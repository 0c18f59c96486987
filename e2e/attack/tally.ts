import { FAULTS } from './fault-kinds.ts';
import type { Defect } from './judge.ts';
import { DEFECTS } from './judge.ts';
import type { TrialOutcome } from './trial.ts';

/** Defects that fail the campaign; a report that is wrong about files that are safe does not. */
const FATAL: ReadonlySet<Defect> = new Set(['third state', 'orphan', 'undo failed', 'wrong journal', 'crashed']);

/** Counts over some trials. */
interface Counts {
  trials: number;
  /** Trials whose operation ended before the fault's place. */
  unreached: number;
  old: number;
  new: number;
  readonly defects: Record<Defect, number>;
}

const nothing = (): Counts => ({
  trials: 0,
  unreached: 0,
  old: 0,
  new: 0,
  defects: { 'third state': 0, orphan: 0, 'undo failed': 0, 'wrong journal': 0, crashed: 0, misreported: 0 },
});

/** Adds up trials by a name. */
function countBy(outcomes: readonly TrialOutcome[], nameOf: (outcome: TrialOutcome) => string): Map<string, Counts> {
  const counts = new Map<string, Counts>();
  for (const outcome of outcomes) {
    const entry = counts.get(nameOf(outcome)) ?? nothing();
    counts.set(nameOf(outcome), entry);
    entry.trials += 1;
    if (!outcome.report.fired) entry.unreached += 1;
    entry.old += outcome.conditions.filter((condition) => condition === 'old').length;
    entry.new += outcome.conditions.filter((condition) => condition === 'new').length;
    for (const defect of new Set(outcome.findings.map((finding) => finding.defect))) entry.defects[defect] += 1;
  }
  return counts;
}

/** Whether a trial fails the campaign. */
export function isFatal({ findings }: TrialOutcome): boolean {
  return findings.some(({ defect }) => FATAL.has(defect));
}

/** The tables by format and operation and by fault, and a plain line at the end. */
export function describeCampaign(outcomes: readonly TrialOutcome[]): string {
  const order = (outcome: TrialOutcome) => FAULTS.indexOf(outcome.faultPlan.fault);
  const byFault = outcomes.toSorted((a, b) => order(a) - order(b));
  const byFormat = outcomes.toSorted((a, b) => formatName(a).localeCompare(formatName(b)));
  const all = countBy(outcomes, () => 'all').get('all') ?? nothing();
  const fatal = outcomes.filter(isFatal).length;
  const files = `${all.old} files old, ${all.new} new`;
  const defects = DEFECTS.map((defect) => `${all.defects[defect]} ${defect}`).join(', ');
  const outcome = fatal === 0 ? 'Nothing was lost.' : `${fatal} trials FAILED.`;
  const line = `${all.trials} trials: ${files}; ${defects} (trials). ${outcome}`;
  return [
    table('format and operation', countBy(byFormat, formatName)),
    table(
      'fault',
      countBy(byFault, ({ faultPlan }) => faultPlan.fault),
    ),
    line,
  ].join('\n\n');
}

function formatName({ plan }: TrialOutcome): string {
  return `${plan.encoding} ${plan.operation}`;
}

function table(title: string, counts: ReadonlyMap<string, Counts>): string {
  const heads = ['trials', 'not reached', 'old', 'new', ...DEFECTS];
  const rows = [...counts].map(([name, entry]) => [
    name,
    entry.trials,
    entry.unreached,
    entry.old,
    entry.new,
    ...DEFECTS.map((defect) => entry.defects[defect]),
  ]);
  return [[title, ...heads], ...rows]
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? String(cell).padEnd(22) : String(cell).padStart((heads[column - 1]?.length ?? 0) + 2),
        )
        .join(''),
    )
    .join('\n');
}
