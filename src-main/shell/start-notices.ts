import { shell } from 'electron';
import type { AppCore } from '../app/app-core.ts';
import type { LastRun } from '../app/last-run.ts';
import { lastRunNotice } from '../app/last-run-notice.ts';
import type { NoticeWords } from '../contract/app-state.ts';
import { ERROR_TEXTS } from '../contract/error-codes.ts';
import type { AppPaths } from '../library/app-paths.ts';
import { copiesHint } from '../library/copies.ts';
import { libraryExists } from '../library/library-file.ts';
import type { SettingsReading } from '../library/settings-store.ts';
import { tellSettingsFaults } from '../library/settings-store.ts';
import { texts } from '../texts/index.ts';
import type { Crashes } from './crashes.ts';

/** What the window tells where the library is gone but copies of it are there; null where all is well. */
export function missingLibraryNotice(database: string): NoticeWords | null {
  const hint = libraryExists(database) ? null : copiesHint(database);
  if (hint === null) return null;
  const { title, advice } = ERROR_TEXTS['library-missing'];
  return { severity: 'warning', title, detail: texts.notices.library.missing({ hint, advice }) };
}

/** What the window tells of settings that were not understood; null where everything was. */
export async function settingsNotice(path: string, reading: SettingsReading): Promise<NoticeWords | null> {
  const detail = await tellSettingsFaults(path, reading);
  return detail === null ? null : { severity: 'warning', title: ERROR_TEXTS['settings-invalid'].title, detail };
}

/** Tells of a last run that did not end properly, and shows its crash reports, else the logs. */
export function tellLastRun({ notices }: AppCore, last: LastRun | null, crashes: Crashes, paths: AppPaths): void {
  if (last === null || last.hasEndedProperly) return;
  const reports = crashes.countSince(last.startedAt);
  const folder = reports > 0 ? paths.crashes : paths.logs;
  notices.show(lastRunNotice(reports), {
    label: reports > 0 ? texts.notices.crash.show : texts.notices.crash.showLogs,
    run: () => void shell.openPath(folder),
  });
}
