import type { Notice } from '../contract/app-state.ts';
import type { Recovery } from '../contract/tags.ts';
import { texts } from '../texts/index.ts';

/** The notice on a last run that ended early; null where nothing had to be repaired. */
export function recoveryNotice({ finished, rolledBack, unrepaired, unread }: Recovery): Omit<Notice, 'id'> | null {
  const { recovery } = texts.notices;
  const lines = [
    ...(finished + rolledBack > 0 ? [recovery.repaired({ finished, rolledBack })] : []),
    ...(unrepaired > 0 ? [recovery.unrepaired(unrepaired)] : []),
    ...(unread.length > 0 ? [recovery.unread({ batches: unread })] : []),
  ];
  if (lines.length === 0) return null;
  const severity = unrepaired + unread.length > 0 ? 'warning' : 'info';
  return { severity, title: recovery.title, detail: lines.join('\n') };
}
