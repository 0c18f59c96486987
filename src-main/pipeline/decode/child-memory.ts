import { readFile } from 'node:fs/promises';

/** Several times what any music needs. */
const MOST_BYTES = 160 * 2 ** 20;
const CHECK_MILLISECONDS = 250;

/**
 * Watches the memory of a child process: a file without an end that the decoder takes for a beginning is collected there
 * byte by byte. Linux alone tells it without a program; elsewhere the time limit has to do.
 * @returns ends the watch
 */
export function watchMemory(pid: number | undefined, onExcess: () => void): () => void {
  if (process.platform !== 'linux' || pid === undefined) return () => undefined;
  const check = async () => {
    if ((await residentBytes(pid)) > MOST_BYTES) onExcess();
  };
  const timer = setInterval(() => void check(), CHECK_MILLISECONDS);
  return () => clearInterval(timer);
}

/** 0 of a process that has ended. */
async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024;
}
