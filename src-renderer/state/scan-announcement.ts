import type { ScanProgress } from '../../src-main/contract/scan.ts';
import { count, remaining, whole } from './format.ts';

const QUIET_MS = 15_000;

/** What a screen reader hears of a scan: each change of phase at once, progress only now and then. */
export class ScanAnnouncer {
  #phase: ScanProgress['phase'] = 'idle';
  #spokenAt = Number.NEGATIVE_INFINITY;

  /** The text to speak, or null to stay silent. `now` is in milliseconds. */
  next(scan: ScanProgress, now: number): string | null {
    const isNewPhase = scan.phase !== this.#phase;
    this.#phase = scan.phase;
    if (!isNewPhase && (scan.phase === 'idle' || now - this.#spokenAt < QUIET_MS)) return null;
    this.#spokenAt = now;
    return scanSummary(scan);
  }
}

/** A scan's state in one sentence. */
export function scanSummary(scan: ScanProgress): string {
  const failed = scan.failed > 0 ? `, ${whole(scan.failed)} failed` : '';
  switch (scan.phase) {
    case 'listing':
      return 'Looking for audio files';
    case 'cancelling':
      return 'Cancelling the scan';
    case 'analysing': {
      const rest = remaining(scan.etaSeconds);
      return `Analysing ${whole(scan.done)} of ${count(scan.total, 'track')}${failed}${rest === '' ? '' : `, ${rest}`}`;
    }
    case 'idle':
      return outcomeText(scan, failed);
  }
}

function outcomeText(scan: ScanProgress, failed: string): string {
  if (scan.outcome === 'finished') return `Scan finished: ${count(scan.done, 'track')}${failed}`;
  if (scan.outcome === 'cancelled')
    return `Scan cancelled after ${whole(scan.done)} of ${count(scan.total, 'track')}${failed}`;
  return scan.outcome === 'failed' ? 'The scan stopped' : '';
}
