import type { Notice } from '../contract/app-state.ts';
import type { LeftOut } from '../contract/left-out.ts';
import { texts } from '../texts/index.ts';

const SHOWN = 10;

/** Reports what a scan left out; the same result as last time is not reported again. */
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
  const { notices } = texts;
  const lines = leftOut
    .slice(0, SHOWN)
    .map(({ path, reason }) => notices.leftOutItem({ path, reason: notices.leftOutReasons[reason] }));
  const more = leftOut.length > SHOWN ? [notices.leftOutMore(leftOut.length - SHOWN)] : [];
  return { severity: 'info', title: notices.leftOut(leftOut.length), detail: [...lines, ...more].join('\n') };
}
