import type { NodeProviders } from './node-providers.ts';

/** Begins a table of which every row is printed as soon as it is measured. @returns prints a row */
export function beginTable(title: string, columns: readonly string[]): (cells: readonly string[]) => void {
  const widths = columns.map((column, index) => Math.max(column.length, index === 0 ? 24 : 9));
  const print = (cells: readonly string[]) =>
    console.log(
      cells
        .map((cell, index) => aligned(cell, widths[index] ?? 0, index === 0))
        .join('  ')
        .trimEnd(),
    );
  console.log(`\n${title}`);
  print(columns);
  return print;
}

function aligned(cell: string, width: number, isLeft: boolean): string {
  return isLeft ? cell.padEnd(width) : cell.padStart(width);
}

/** A number in three digits, or why there is none. */
export const figure = (value: number | string): string =>
  typeof value === 'string' ? value : value >= 100 ? value.toFixed(0) : value.toPrecision(3);

/** “Reshape 2, Gather”. */
export function operationsText({ onCpu }: NodeProviders): string {
  return [...onCpu].map(([operation, count]) => (count > 1 ? `${operation} ${count}` : operation)).join(', ') || 'none';
}

/** What comes of some work, or the first line of why nothing does. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | { readonly reason: string }> {
  try {
    return await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { reason: message.split('\n')[0] ?? message };
  }
}
