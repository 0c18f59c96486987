import type { TrackListFormat } from './track-lists.ts';
import { z } from 'zod';
import type { Immutable } from './immutable.ts';
import type { ProviderReport, ScanProgress } from './scan.ts';
import type { Settings } from './settings.ts';
import { CHECK_STATUSES } from './values.ts';

/** One line of the system check. */
export const doctorItemSchema = z.object({
  name: z.string(),
  status: z.enum(CHECK_STATUSES),
  detail: z.string(),
  advice: z.string().nullable(),
});
/** See {@link doctorItemSchema}. */
export type DoctorItem = Immutable<z.infer<typeof doctorItemSchema>>;

/** A model that can be used. */
export interface InstalledModel {
  readonly name: string;
  readonly title: string;
  readonly genres: readonly string[];
  /** Names of the styles that it scores; descriptors are no genres, and left out. */
  readonly styles: readonly string[];
  /** Whether it comes with the app; the user's own may be replaced, these not. */
  readonly isShipped: boolean;
}

/** What the window needs when it opens. */
export interface AppState {
  readonly version: string;
  readonly platform: string;
  readonly folder: string | null;
  readonly settings: Settings;
  readonly scan: ScanProgress;
  readonly provider: ProviderReport;
  readonly models: readonly InstalledModel[];
  readonly notices: readonly Notice[];
}

/** Something the app tells by itself, such as what a restart repaired. */
export interface Notice {
  readonly id: string;
  readonly severity: 'info' | 'warning' | 'error';
  readonly title: string;
  readonly detail: string;
  /** The text of the button that does what is offered, where something is. */
  readonly action?: string;
}

/** What a notice says. */
export type NoticeWords = Pick<Notice, 'severity' | 'title' | 'detail'>;

/** What the native menu asks the page to do. */
export type MenuCommand =
  | 'review-selection'
  | 'review-all'
  | 'show-history'
  | 'show-settings'
  | 'show-shortcuts'
  | 'show-doctor'
  | 'show-guide'
  | 'show-troubleshooting'
  | 'show-command-line'
  | 'show-about'
  | 'show-folders'
  | 'find'
  | 'select-all'
  | 'clear-filters'
  | 'undo'
  | 'redo'
  | 'analyse-again'
  | 'show-training'
  | 'inspect'
  | 'side-bar'
  | `export-${TrackListFormat}`
  | 'export-by-genre'
  | 'show-retrain'
  | 'label'
  | 'undo-label'
  | 'import-model'
  | 'add-network'
  | 'check-updates'
  | 'show-news';
