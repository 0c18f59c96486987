import { subscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

// Loaded into the program by `node --import`: keeps every span of its pipeline and writes them when it ends.
const file = process.env.GENRESCOPE_BENCH_SPANS;
if (isMainThread && file) {
  const spans = [];
  subscribe('genrescope:stage', (span) => spans.push(span));
  process.on('exit', () => writeFileSync(file, JSON.stringify(spans)));
}
