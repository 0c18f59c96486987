import type { Notice } from '../contract/app-state.ts';
import { unreadText, unrepairedText } from '../tags/recovery-texts.ts';
import type { Recovery } from '../contract/tags.ts';

/** What the window says of a last run that ended early; null where nothing is to be said. */
export function recoveryNotice({ finished, rolledBack, unrepaired, unread }: Recovery): Omit<Notice, 'id'> | null {
  const lines = [
    ...(finished + rolledBack > 0
      ? [`${finished} files were wholly written, ${rolledBack} are as they were before. No file is half written.`]
      : []),
    ...(unrepaired > 0 ? [unrepairedText(unrepaired)] : []),
    ...(unread.length > 0 ? [unreadText(unread)] : []),
  ];
  if (lines.length === 0) return null;
  const severity = unrepaired + unread.length > 0 ? 'warning' : 'info';
  return { severity, title: 'The last run ended while tags were being written', detail: lines.join('\n') };
}
