/** Speed and remaining time of a scan. */
export interface ScanClock {
  rates(done: number, total: number): { readonly tracksPerSecond: number; readonly etaSeconds: number | null };
}

/** Starts now. @param before how many of those that count as done were done before */
export function createScanClock(before = 0, now: () => number = () => performance.now()): ScanClock {
  const started = now();
  return {
    rates(done, total) {
      const seconds = Math.max(1e-3, (now() - started) / 1000);
      const tracksPerSecond = (done - before) / seconds;
      return { tracksPerSecond, etaSeconds: done > before ? (total - done) / tracksPerSecond : null };
    },
  };
}
