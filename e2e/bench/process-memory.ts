import { readFileSync, readdirSync } from 'node:fs';

/** Resident memory of a process and all its descendants, in bytes (Linux). */
export function treeMemory(root: number): number {
  const parents = new Map<number, number>();
  const resident = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const status = readStatus(Number(name));
    const parent = /^PPid:\s+(\d+)/m.exec(status)?.[1];
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(status)?.[1];
    parents.set(Number(name), Number(parent ?? 0));
    resident.set(Number(name), Number(kilobytes ?? 0) * 1024);
  }
  let total = 0;
  for (const process of resident.keys()) if (descends(process, root, parents)) total += resident.get(process) ?? 0;
  return total;
}

/** Resident memory of one process, in bytes. */
export function processMemory(process: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readStatus(process))?.[1] ?? 0) * 1024;
}

function readStatus(process: number): string {
  try {
    return readFileSync(`/proc/${process}/status`, 'utf8');
  } catch {
    return '';
  }
}

function descends(process: number, root: number, parents: ReadonlyMap<number, number>): boolean {
  for (let current = process; current > 1; current = parents.get(current) ?? 0) if (current === root) return true;
  return false;
}
