import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERROR_TEXTS } from '../../contract/error-codes.ts';
import { RUN_LIMITS, secondsForRun, TOO_SLOW_STATUS } from './run-limits.ts';

const PROGRAM = resolve(import.meta.dirname, '../../testing/run-endless.ts');

/** Runs the program that runs an endless network. */
function runEndless(where: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, where], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, error] = ['', ''];
  child.stdout.on('data', (data) => (out += String(data)));
  child.stderr.on('data', (data) => (error += String(data)));
  return new Promise<{ status: number | null; out: string; error: string }>((done) =>
    child.on('close', (status) => done({ status, out, error })),
  );
}

describe('a network that never ends', () => {
  it.each(['main', 'thread'])('ends its process with the reason, run in the %s thread', async (where) => {
    const { status, out, error } = await runEndless(where);
    expect({ status, out }).toEqual({ status: TOO_SLOW_STATUS, out: 'answers 4\n' });
    expect(error).toContain(ERROR_TEXTS['model-too-slow'].title);
  });
});

describe('the limit of a run', () => {
  it('grows with the input', () => {
    expect(secondsForRun({ patches: new Float32Array(96 * 187) }, RUN_LIMITS)).toBeCloseTo(20.9, 1);
    expect(secondsForRun({ a: new Float32Array(1e6), b: new Float32Array(1e6) }, RUN_LIMITS)).toBeCloseTo(120, 6);
  });
});
