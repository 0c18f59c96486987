import { z } from 'zod';
import type { ErrorData } from './app-error.ts';
import type { Immutable } from './immutable.ts';
import { PROVIDERS } from './values.ts';

/** How far a scan is. */
export interface ScanProgress {
  /** `reading`: tags, before any analysis. `done`, `total` and `failed` count what this phase does. */
  readonly phase: 'listing' | 'reading' | 'analysing' | 'cancelling' | 'idle';
  readonly folder: string;
  /** Whether nobody asked for it: the app noticed changes in the folder. */
  readonly isQuiet: boolean;
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  /** How many of the total had an analysis, but not by the model in use and its window. */
  readonly again: number;
  readonly tracksPerSecond: number;
  readonly etaSeconds: number | null;
  /** Set when the phase turns idle: how the last scan ended. */
  readonly outcome: 'finished' | 'cancelled' | 'failed' | null;
  readonly error: ErrorData | null;
}

/** Which processor runs and why others do not. */
export const providerReportSchema = z.object({
  active: z.enum(PROVIDERS).nullable(),
  attempts: z.array(z.object({ provider: z.enum(PROVIDERS), reason: z.string() })),
});
/** See {@link providerReportSchema}. */
export type ProviderReport = Immutable<z.infer<typeof providerReportSchema>>;

/** Tracks that can come first at once. */
export const MOST_PREFERRED = 500;

/** Nothing is scanned. */
export const NO_SCAN: ScanProgress = {
  phase: 'idle',
  folder: '',
  isQuiet: false,
  done: 0,
  total: 0,
  failed: 0,
  again: 0,
  tracksPerSecond: 0,
  etaSeconds: null,
  outcome: null,
  error: null,
};
