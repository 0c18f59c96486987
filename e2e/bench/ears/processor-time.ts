import { readFileSync } from 'node:fs';

const MILLISECONDS_A_TICK = 10;

/** What this process, with all of its threads, has taken of the processor, ms. */
export function ownMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** What its children that have ended took, ms, in steps of ten (Linux; see proc(5), cutime and cstime). */
export function childrenMilliseconds(): number {
  const line = readFileSync('/proc/self/stat', 'utf8');
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return MILLISECONDS_A_TICK * (Number(fields[13]) + Number(fields[14]));
}

/** What this process and its ended children have taken of the processor, ms (Linux). */
export const allMilliseconds = (): number => ownMilliseconds() + childrenMilliseconds();
