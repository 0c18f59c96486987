import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Most crash reports that are kept. */
const MOST_REPORTS = 10;
/** Bytes of all of them. */
const MOST_BYTES = 50_000_000;
const END = '.dmp';
/** What Crashpad keeps beside a report. */
const COMPANION = '.meta';

/** A report that Crashpad made when a process crashed. */
export interface CrashReport {
  readonly path: string;
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly madeAt: number;
}

/**
 * The reports in a folder, the newest first; none where it cannot be read. Crashpad puts them into folders of it, which
 * differ between platforms
 * (https://chromium.googlesource.com/crashpad/crashpad/+/HEAD/doc/overview_design.md).
 */
export function listCrashReports(folder: string): CrashReport[] {
  return namesIn(folder)
    .filter((name) => name.endsWith(END))
    .flatMap((name) => reportOf(join(folder, name)))
    .sort((one, other) => other.madeAt - one.madeAt);
}

/** Deletes old reports: at most ten of 50 MB together are kept. */
export function pruneCrashReports(folder: string): void {
  let bytes = 0;
  for (const [index, report] of listCrashReports(folder).entries()) {
    bytes += report.bytes;
    if (index < MOST_REPORTS && bytes <= MOST_BYTES) continue;
    for (const path of [report.path, report.path.slice(0, -END.length) + COMPANION]) rmSync(path, { force: true });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { encoding: 'utf8', recursive: true });
  } catch {
    return [];
  }
}

/** Nothing of a report that is gone meanwhile. */
function reportOf(path: string): CrashReport[] {
  const facts = statSync(path, { throwIfNoEntry: false });
  return facts?.isFile() ? [{ path, bytes: facts.size, madeAt: facts.mtimeMs }] : [];
}
