import { writeSync } from 'node:fs';
import { isMainThread, Worker } from 'node:worker_threads';
import { createSession } from '../pipeline/model/session.ts';
import { endlessNetwork } from './endless-model.ts';

// A program for tests: runs an endless network with a limit of a second, in the main thread or, with “thread”, in another.
if (isMainThread && process.argv[2] === 'thread') {
  // A thread does not take over that this one reads TypeScript.
  const start = `import('tsx/esm/api').then(({ register }) => (register(), import(${JSON.stringify(import.meta.url)})))`;
  new Worker(start, { eval: true, execArgv: [] });
} else {
  const limits = { loadSeconds: 30, runSeconds: 1, secondsPerMillionNumbers: 0 };
  const session = await createSession(endlessNetwork([4], 2, 0), { provider: 'cpu', threads: 1, limits });
  const run = (level: number) => session.run({ patches: new Float32Array(8).fill(level) }, { patches: [-1, 4] });
  const { logits } = await run(-1);
  writeSync(1, `answers ${logits?.length}\n`);
  await run(1);
}
