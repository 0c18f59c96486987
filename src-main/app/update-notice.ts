import type { Notice } from '../contract/app-state.ts';
import { ERROR_TEXTS } from '../contract/error-codes.ts';
import { texts } from '../texts/index.ts';

/** What the window tells when a downloaded version was not installed as the app quit. */
export function notInstalledNotice(version: string): Omit<Notice, 'id'> {
  const { title, advice } = ERROR_TEXTS['update-not-installed'];
  return { severity: 'warning', title, detail: texts.updates.notInstalled({ version, advice }) };
}
