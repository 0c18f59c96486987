import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { watchMemory } from './child-memory.ts';

/** A process that takes so many megabytes, says so, and stays. */
const taking = (megabytes: number) =>
  spawn(process.execPath, [
    '-e',
    `globalThis.taken = Buffer.alloc(${megabytes} * 2 ** 20, 1); console.log(1); setInterval(() => {}, 1000)`,
  ]);

it.runIf(process.platform === 'linux')(
  'a child that takes too much memory is told of, another one is not',
  async () => {
    for (const [megabytes, isTold] of [
      [20, false],
      [300, true],
    ] as const) {
      const child = taking(megabytes);
      let told = 0;
      const end = watchMemory(child.pid, () => (told += 1));
      await once(child.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      end();
      child.kill('SIGKILL');
      expect(told > 0).toBe(isTold);
    }
  },
);
