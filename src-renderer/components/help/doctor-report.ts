import type { DoctorItem } from '../../../src-main/contract/app-state.ts';
import { texts } from '../../../src-main/texts/index.ts';

/** The check as plain text, for a bug report. */
export function doctorReport(version: string, items: readonly DoctorItem[]): string {
  const lines = items.map(
    ({ name, status, detail, advice }) =>
      `[${texts.help.doctor.statuses[status]}] ${name}: ${detail}${advice === null ? '' : `\n    ${advice}`}`,
  );
  return [texts.help.doctor.report({ version }), ...lines].join('\n');
}
