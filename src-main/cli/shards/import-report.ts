import type { FailedFile } from '../../library/result-store.ts';
import { counted, describeError, EXIT, print, printJson } from '../output.ts';
import type { ShardsReport } from './seen-shards.ts';
import { numberRanges } from './seen-shards.ts';

/** What was merged, and what is missing. */
export interface ImportReport {
  readonly folder: string;
  /** Music files under the folder. */
  readonly files: number;
  /** Results that came into the library, and those that it had. */
  readonly merged: number;
  readonly known: number;
  /** Results of files that the folder does not have. */
  readonly absent: number;
  readonly damagedLines: number;
  /** Files without any result, and those that changed since they were analysed: they wait. */
  readonly notGiven: readonly string[];
  readonly changed: readonly string[];
  readonly failed: readonly FailedFile[];
  readonly shards: readonly ShardsReport[];
}

/** Whether nothing is missing. @returns the exit status */
export function importStatus({ notGiven, changed, failed, damagedLines }: ImportReport): number {
  const isWhole = notGiven.length + changed.length + failed.length + damagedLines === 0;
  return isWhole ? EXIT.ok : EXIT.someFailed;
}

/** Prints a report. @param isListed whether every missing file is named */
export function printReport(
  report: ImportReport,
  { json, list }: { readonly json: boolean; readonly list: boolean },
): void {
  if (list) printMissing(report, json);
  if (json) printJson({ status: 'merged', ...report, ...lengthsOf(report) });
  else for (const line of reportLines(report)) print(line);
}

function printMissing({ notGiven, changed, failed }: ImportReport, json: boolean): void {
  for (const [reason, paths] of [['not-given', notGiven] as const, ['changed', changed] as const])
    for (const path of paths)
      if (json) printJson({ path, status: 'missing', reason });
      else print(`${reason === 'changed' ? 'changed' : 'not given'}: ${path}`);
  for (const { path, error } of failed)
    if (json) printJson({ path, status: 'missing', reason: 'failed', error });
    else print(`failed: ${path}: ${describeError(error)}`);
}

function lengthsOf({ notGiven, changed, failed }: ImportReport) {
  return { notGiven: notGiven.length, changed: changed.length, failed: failed.length };
}

/** Lines for people; of what did not happen, there is none. */
function reportLines(report: ImportReport): string[] {
  const { notGiven, changed, failed } = lengthsOf(report);
  const said = (amount: number, line: string) => (amount > 0 ? [line] : []);
  return [
    `${counted(report.merged, 'result')} merged; ${report.folder} has ${counted(report.files, 'music file')}.`,
    ...said(report.known, `${counted(report.known, 'file')} had been analysed in the same way: nothing to merge.`),
    ...said(report.absent, `${counted(report.absent, 'result')} left out: the folder does not have the file.`),
    ...said(report.damagedLines, `${counted(report.damagedLines, 'damaged line')} left out.`),
    ...report.shards.flatMap(shardLines),
    ...said(notGiven, `Missing: ${counted(notGiven, 'file')} that no shard gave.`),
    ...said(changed, `Missing: ${counted(changed, 'file')} that changed since the shard listed them.`),
    ...said(failed, `Failed: ${counted(failed, 'file')}.`),
    notGiven + changed + failed > 0
      ? '--list names them. The app analyses what is missing when it opens the folder.'
      : 'Nothing is missing.',
  ];
}

function shardLines({ count, notSeen, incomplete }: ShardsReport): string[] {
  return [
    ...(notSeen.length > 0 ? [`Shards of ${count} without results: ${numberRanges(notSeen)}`] : []),
    ...(incomplete.length > 0 ? [`Shards of ${count} that lack files: ${numberRanges(incomplete)}`] : []),
  ];
}
