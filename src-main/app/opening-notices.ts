import type { NoticeWords } from '../contract/app-state.ts';
import { texts } from '../texts/index.ts';
import type { NotOpened } from './opening.ts';

/** Lines of a notice. */
const SHOWN = 10;

/** Tells what was named and is not opened. */
export function notOpenedNotice(refused: readonly NotOpened[]): NoticeWords {
  const { opening } = texts.notices;
  const lines = refused.map(({ path, reason }) => opening.line({ path, reason: opening.reasons[reason] }));
  return { severity: 'warning', title: opening.notOpened(refused.length), detail: linesOf(lines) };
}

/** Offers folders for the open library, since one is opened at a time. */
export function addedFoldersNotice(folders: readonly string[]): {
  readonly words: NoticeWords;
  readonly action: string;
} {
  const { opening } = texts.notices;
  return {
    words: { severity: 'info', title: opening.further(folders.length), detail: linesOf(folders) },
    action: opening.add(folders.length),
  };
}

function linesOf(lines: readonly string[]): string {
  const more = lines.length > SHOWN ? [texts.notices.opening.more(lines.length - SHOWN)] : [];
  return [...lines.slice(0, SHOWN), ...more].join('\n');
}
