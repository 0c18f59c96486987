/** Where the keyboard is in a grid of albums. */
export interface AlbumPlace {
  readonly focus: number;
  readonly count: number;
  readonly columns: number;
  /** Rows that fit on screen. */
  readonly pageRows: number;
}

/** The album that a key goes to; null of a key that goes nowhere. */
export function albumTarget(key: string, { focus, count, columns, pageRows }: AlbumPlace): number | null {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -columns * pageRows,
    PageDown: columns * pageRows,
    Home: -count,
    End: count,
  };
  const step = steps[key];
  if (step === undefined || count === 0) return null;
  if (focus < 0) return key === 'End' ? count - 1 : 0;
  return Math.min(count - 1, Math.max(0, focus + step));
}
