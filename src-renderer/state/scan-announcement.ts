import type { ScanProgress } from '../../src-main/contract/scan.ts';
import { texts } from '../../src-main/texts/index.ts';

const QUIET_MS = 15_000;

/** The announcements of a scan for screen readers: each change of phase at once, progress every 15 seconds. */
export class ScanAnnouncer {
  #phase: ScanProgress['phase'] = 'idle';
  #spokenAt = Number.NEGATIVE_INFINITY;

  /** The text to announce, or null. @param now in milliseconds */
  next(scan: ScanProgress, now: number): string | null {
    const isNewPhase = scan.phase !== this.#phase;
    this.#phase = scan.phase;
    // What nobody asked for does not speak up, unless it fails.
    if (scan.isQuiet && scan.outcome !== 'failed') return null;
    if (!isNewPhase && (scan.phase === 'idle' || now - this.#spokenAt < QUIET_MS)) return null;
    this.#spokenAt = now;
    return scanSummary(scan);
  }
}

/** A scan's state in one sentence. */
export function scanSummary(scan: ScanProgress): string {
  const { announced } = texts.library.scan;
  switch (scan.phase) {
    case 'listing':
      return announced.listing;
    case 'cancelling':
      return announced.cancelling;
    case 'reading':
      return announced.reading(scan);
    case 'analysing':
      return announced.analysing(scan);
    case 'idle':
      return outcomeText(scan);
  }
}

function outcomeText(scan: ScanProgress): string {
  const { announced } = texts.library.scan;
  if (scan.outcome === 'finished') return announced.finished(scan);
  if (scan.outcome === 'cancelled') return announced.cancelled(scan);
  return scan.outcome === 'failed' ? announced.failed : '';
}
