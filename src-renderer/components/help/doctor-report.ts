import type { DoctorItem } from '../../../src-main/contract/app-state.ts';

export const DOCTOR_WORDS: Readonly<Record<DoctorItem['status'], string>> = {
  ok: 'OK',
  warning: 'Warning',
  missing: 'Missing',
};

/** The check as plain text, for a bug report. */
export function doctorReport(version: string, items: readonly DoctorItem[]): string {
  const lines = items.map(
    ({ name, status, detail, advice }) =>
      `[${DOCTOR_WORDS[status]}] ${name}: ${detail}${advice === null ? '' : `\n    ${advice}`}`,
  );
  return [`Genrescope ${version}`, ...lines].join('\n');
}
