import type { NoticeWords } from '../contract/app-state.ts';
import type { InterruptedWork } from '../contract/values.ts';
import { texts } from '../texts/index.ts';

/** Tells that the last run did not end properly. @param reports how many crash reports it left */
export function lastRunNotice(reports: number): NoticeWords {
  const { crash } = texts.notices;
  return {
    severity: reports > 0 ? 'warning' : 'info',
    title: crash.lastRun,
    detail: reports > 0 ? crash.withReports(reports) : crash.withoutReports,
  };
}

/** Tells what the last run left unfinished. */
export function interruptedNotice(work: InterruptedWork): NoticeWords {
  const { interrupted } = texts.notices;
  return { severity: 'info', title: interrupted.title[work], detail: interrupted.detail };
}
