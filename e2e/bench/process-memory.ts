import { readFileSync, readdirSync } from 'node:fs';

/**
 * Memory of a process and all its descendants, in bytes (Linux): what several of them share, such as libraries, counts
 * once.
 */
export function treeMemory(root: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = /^PPid:\s+(\d+)/m.exec(readOf(Number(name), 'status'))?.[1];
    parents.set(Number(name), Number(parent ?? 0));
  }
  return [...parents.keys()]
    .filter((process) => descends(process, root, parents))
    .reduce((total, process) => total + kilobytes('Pss', readOf(process, 'smaps_rollup')) * 1024, 0);
}

/** Resident memory of one process, in bytes. */
export function processMemory(process: number): number {
  return kilobytes('VmRSS', readOf(process, 'status')) * 1024;
}

function kilobytes(field: string, text: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
}

/** Empty of a process that has ended. */
function readOf(process: number, file: 'status' | 'smaps_rollup'): string {
  try {
    return readFileSync(`/proc/${process}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function descends(process: number, root: number, parents: ReadonlyMap<number, number>): boolean {
  for (let current = process; current > 1; current = parents.get(current) ?? 0) if (current === root) return true;
  return false;
}
