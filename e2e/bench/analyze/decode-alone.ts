import { spawn } from 'node:child_process';
import type { AnalysisWindow } from '../../../src-main/contract/values.ts';

/** The default model's, Hz. */
const SAMPLE_RATE = 16_000;
/** The middle half-minute of four minutes. */
const MIDDLE = ['-ss', '105', '-t', '30'];

/** How FFmpeg alone decodes. */
export interface DecodeAlone {
  readonly program: string;
  readonly window: AnalysisWindow;
  /** Processes at once. */
  readonly jobs: number;
}

/** Seconds that FFmpeg takes to decode files to what an analysis hears, a process a file. @throws where it fails */
export async function decodeAlone(paths: readonly string[], { program, window, jobs }: DecodeAlone): Promise<number> {
  const files = [...paths];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: jobs }, async () => {
      for (let file = files.pop(); file; file = files.pop()) await run(program, argumentsFor(file, window));
    }),
  );
  return (performance.now() - started) / 1000;
}

function argumentsFor(file: string, window: AnalysisWindow): string[] {
  return [
    ...['-v', 'error', '-nostdin'],
    ...(window === 'full' ? [] : MIDDLE),
    ...['-i', file, '-map', '0:a:0', '-af', `aresample=${SAMPLE_RATE}:rematrix_maxval=1.0`, '-ac', '1'],
    ...['-f', 'f32le', '-y', '/dev/null'],
  ];
}

function run(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) =>
    spawn(program, args, { stdio: 'ignore' })
      .once('error', reject)
      .once('close', (status) => (status === 0 ? resolve() : reject(new Error(`${program} ended with ${status}`)))),
  );
}
