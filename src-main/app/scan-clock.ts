/** Speed and remaining time of a scan. */
export interface ScanClock {
  rates(done: number, total: number): { readonly tracksPerSecond: number; readonly etaSeconds: number | null };
}

/** Starts now. */
export function createScanClock(now: () => number = () => performance.now()): ScanClock {
  const started = now();
  return {
    rates(done, total) {
      const seconds = Math.max(1e-3, (now() - started) / 1000);
      const tracksPerSecond = done / seconds;
      return { tracksPerSecond, etaSeconds: done > 0 ? (total - done) / tracksPerSecond : null };
    },
  };
}
