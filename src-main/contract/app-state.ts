import type { ProviderReport, ScanProgress } from './scan.ts';
import type { Settings } from './settings.ts';

/** One line of the system check. */
export interface DoctorItem {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'missing';
  readonly detail: string;
  readonly advice: string | null;
}

/** A model that can be used. */
export interface InstalledModel {
  readonly name: string;
  readonly title: string;
  readonly genres: readonly string[];
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
}

/** What the native menu asks the page to do. */
export type MenuCommand =
  | 'review-selection'
  | 'review-all'
  | 'show-history'
  | 'show-settings'
  | 'show-shortcuts'
  | 'show-doctor'
  | 'find'
  | 'select-all'
  | 'clear-filters'
  | 'undo-last'
  | 'analyse-again'
  | 'show-training'
  | 'inspect'
  | 'show-retrain'
  | 'label'
  | 'undo-label'
  | 'import-model';
