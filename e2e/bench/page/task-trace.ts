import type { Page } from '@playwright/test';
import { z } from 'zod';

/** What the page's thread did at a stretch; nothing else had its turn meanwhile. */
export interface PageTask {
  /** By the clock, as PerformanceObserver tells of a long task: other programs may have had the processor meanwhile. */
  readonly milliseconds: number;
  /** Of the processor. */
  readonly processor: number;
}

const CATEGORIES = ['disabled-by-default-devtools.timeline', '__metadata'];
const TASK = 'RunTask';
const PAGE_THREAD = 'CrRendererMain';
const MICROSECONDS = 1_000;

const eventSchema = z.object({
  name: z.string(),
  pid: z.number(),
  tid: z.number(),
  dur: z.number().optional(),
  tdur: z.number().optional(),
  args: z.object({ name: z.string().optional() }).loose(),
});
type TraceEvent = z.infer<typeof eventSchema>;

/** Records what the page's thread does. @returns ends the recording, and tells the tasks */
export async function startTrace(page: Page): Promise<() => Promise<PageTask[]>> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const each of value) {
      const event = eventSchema.safeParse(each);
      if (event.success && [TASK, 'thread_name'].includes(event.data.name)) events.push(event.data);
    }
  });
  await session.send('Tracing.start', { traceConfig: { includedCategories: CATEGORIES } });
  return async () => {
    const ended = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
    await session.send('Tracing.end');
    await ended;
    await session.detach();
    return tasksOf(events);
  };
}

/** Those of the page; tracing tells of all processes. */
function tasksOf(events: readonly TraceEvent[]): PageTask[] {
  const threads = new Set(
    events.filter(({ args }) => args.name === PAGE_THREAD).map(({ pid, tid }) => `${pid} ${tid}`),
  );
  if (threads.size === 0) throw new Error('The recording does not say which thread is the page’s.');
  return events
    .filter(({ name, pid, tid }) => name === TASK && threads.has(`${pid} ${tid}`))
    .map(({ dur = 0, tdur = 0 }) => ({ milliseconds: dur / MICROSECONDS, processor: tdur / MICROSECONDS }));
}
