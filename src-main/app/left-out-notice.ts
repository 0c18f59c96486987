import type { Notice } from '../contract/app-state.ts';
import type { LeftOutReason } from '../contract/values.ts';
import { LEFT_OUT_TEXTS } from '../contract/left-out.ts';

/** What a scan met and did not take. */
export interface LeftOut {
  readonly path: string;
  readonly reason: LeftOutReason;
}

const SHOWN = 10;

/** Tells what was left out, once for what is the same as last time. */
export function createLeftOutTeller(
  notify: (notice: Omit<Notice, 'id'>) => void,
): (folder: string, leftOut: readonly LeftOut[]) => void {
  const told = new Set<string>();
  return (folder, leftOut) => {
    const key = JSON.stringify([folder, leftOut.length]);
    const notice = told.has(key) ? null : leftOutNotice(leftOut);
    told.add(key);
    if (notice) notify(notice);
  };
}

/** Null where nothing was left out. */
function leftOutNotice(leftOut: readonly LeftOut[]): Omit<Notice, 'id'> | null {
  if (leftOut.length === 0) return null;
  const lines = leftOut.slice(0, SHOWN).map(({ path, reason }) => `${path}: ${LEFT_OUT_TEXTS[reason]}`);
  const more =
    leftOut.length > SHOWN ? [`and ${leftOut.length - SHOWN} more; genrescope analyze --left-out lists them all`] : [];
  const title =
    leftOut.length === 1 ? 'One file or folder was left out' : `${leftOut.length} files and folders were left out`;
  return { severity: 'info', title, detail: [...lines, ...more].join('\n') };
}
