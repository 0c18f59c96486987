import { channel } from 'node:diagnostics_channel';

/** What a file goes through, and the network's batches, which several files share. */
export const STAGES = ['metadata', 'decode', 'features', 'network', 'head'] as const;

/** A time that a stage took; told on {@link STAGE_CHANNEL} to whoever subscribes. */
export interface StageSpan {
  readonly stage: (typeof STAGES)[number];
  /** The file, or what else tells spans of one stage apart. */
  readonly subject: string;
  /** Milliseconds of performance.now(). */
  readonly start: number;
  readonly end: number;
}

/** Name of the diagnostics channel of {@link StageSpan}. */
export const STAGE_CHANNEL = 'genrescope:stage';

const spans = channel(STAGE_CHANNEL);

/** Begins a span. @returns ends it; both cost next to nothing while nobody listens */
export function beginSpan(stage: StageSpan['stage'], subject: string): () => void {
  if (!spans.hasSubscribers) return () => undefined;
  const start = performance.now();
  return () => spans.publish({ stage, subject, start, end: performance.now() } satisfies StageSpan);
}

/** Runs what a stage does, within a span. */
export async function inSpan<Result>(
  stage: StageSpan['stage'],
  subject: string,
  run: () => Promise<Result>,
): Promise<Result> {
  const end = beginSpan(stage, subject);
  try {
    return await run();
  } finally {
    end();
  }
}
