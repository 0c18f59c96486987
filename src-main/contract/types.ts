import type { TagNote } from './tag-notes.ts';
import type { ErrorData } from './app-error.ts';

/** Which part of a track is analysed. */
export type AnalysisWindow = '30s' | '3x10s' | 'full';
/**
 * What of a track's channels is judged: their mean, as usual, or half of left minus right where their signs are opposite and
 * hardly anything is left of the mean.
 */
export type HeardChannel = 'mix' | 'side';
/** Which processor is asked for; `auto` tries the platform's in order. */
export type ProviderChoice = 'auto' | 'cuda' | 'webgpu' | 'directml' | 'coreml' | 'cpu';
/** Which processor really runs. */
export type ProviderName = Exclude<ProviderChoice, 'auto'>;
/** What happens to genres that a file already has. */
export type TagMode = 'replace' | 'fill' | 'append';
export type Theme = 'system' | 'light' | 'dark';

/** Opaque: stands for a file in every message; paths do not cross into the page as handles. */
export type TrackId = number;
export type TrackStatus = 'waiting' | 'done' | 'failed' | 'missing';

/** A row of the table. */
export interface TrackRow {
  readonly id: TrackId;
  /** For display only. */
  readonly fileName: string;
  readonly folder: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly currentGenres: readonly string[];
  /** The user's own. */
  readonly labels: readonly string[];
  readonly predictedGenre: string | null;
  readonly confidence: number | null;
  readonly durationSeconds: number | null;
  readonly status: TrackStatus;
  readonly error: ErrorData | null;
}

/** Probabilities of one segment of a track, in the order of `TrackDetail.genres`. */
export interface TimelinePatch {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly probabilities: readonly number[];
}

/** What one model of several thinks of a track. */
export interface MemberPrediction {
  readonly model: string;
  readonly genre: string;
  readonly confidence: number;
}

/** Everything known of one track. */
export interface TrackDetail extends TrackRow {
  readonly path: string;
  readonly analysis: {
    readonly genres: readonly string[];
    readonly probabilities: readonly number[];
    readonly timeline: readonly TimelinePatch[];
    readonly model: string;
    readonly provider: ProviderName;
    readonly window: AnalysisWindow;
    readonly analysedSeconds: number;
    readonly heardChannel: HeardChannel;
    readonly analysedAt: string;
    /** How far the models are apart, 0 to 1; null where there is one alone. */
    readonly disagreement: number | null;
    readonly members: readonly MemberPrediction[];
  } | null;
}

export type SortKey =
  'title' | 'artist' | 'currentGenre' | 'predictedGenre' | 'label' | 'confidence' | 'duration' | 'status' | 'path';
export type SortDirection = 'ascending' | 'descending';

/** Which rows, in which order. Empty or absent parts do not filter. */
export interface LibraryQuery {
  readonly sort: { readonly key: SortKey; readonly direction: SortDirection };
  readonly text: string;
  readonly genre: string | null;
  /** Tracks that the user gave this genre or a kind of it; empty: those without a label. */
  readonly label: string | null;
  readonly status: TrackStatus | null;
  readonly minConfidence: number;
  readonly maxConfidence: number;
  readonly disagreesOnly: boolean;
}

/** What tracks may share. */
export type RelatedBy = 'artist' | 'album' | 'folder';

/** The ids of all rows that a query finds, and what there is to filter by. */
export interface LibraryView {
  readonly ids: Int32Array;
  /** Of the whole library, whatever the query. */
  readonly totals: {
    readonly tracks: number;
    readonly done: number;
    readonly failed: number;
    readonly waiting: number;
    readonly missing: number;
  };
  readonly genres: readonly { readonly genre: string; readonly tracks: number }[];
}

/** How far a scan is. */
export interface ScanProgress {
  readonly phase: 'listing' | 'analysing' | 'cancelling' | 'idle';
  readonly folder: string;
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  readonly tracksPerSecond: number;
  readonly etaSeconds: number | null;
  /** Set when the phase turns idle: how the last scan ended. */
  readonly outcome: 'finished' | 'cancelled' | 'failed' | null;
  readonly error: ErrorData | null;
}

/** Which processor runs and why others do not. */
export interface ProviderReport {
  readonly active: ProviderName | null;
  readonly attempts: readonly { readonly provider: ProviderName; readonly reason: string }[];
}

/** How genre tags are made from probabilities. */
export interface TagOptions {
  readonly minConfidence: number;
  readonly maxGenres: number;
  readonly mode: TagMode;
}

/** Which tracks an operation is for. */
export type TrackSelection = { readonly kind: 'ids'; readonly ids: Int32Array } | { readonly kind: 'all' };

export type ChangeKind =
  'add' | 'replace' | 'append' | 'same' | 'kept' | 'below-confidence' | 'unmapped' | 'not-analysed';

/** What would happen to one file. */
export interface PlannedChange {
  readonly id: TrackId;
  readonly fileName: string;
  readonly folder: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly confidence: number;
  /** Whether the user's own labels decided, and not the model. */
  readonly isLabel: boolean;
  readonly kind: ChangeKind;
}

/** A plan, kept in the main process until it is applied or replaced. */
export interface TagPlan {
  readonly planId: string;
  readonly counts: Readonly<Record<ChangeKind, number>>;
  /** Rows that would be written come first. */
  readonly writes: number;
  /** How many of those the user has left out so far. */
  readonly leftOut: number;
  readonly total: number;
}

/** How far writing or undoing is. */
export interface TagProgress {
  readonly kind: 'apply' | 'undo';
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  readonly etaSeconds: number | null;
}

/** How one file fared. */
export interface FileFailure {
  readonly fileName: string;
  readonly folder: string;
  readonly error: ErrorData;
}

/** How a batch ended. */
export interface TagResult {
  readonly batchId: string | null;
  readonly written: number;
  readonly cancelled: boolean;
  readonly failures: readonly FileFailure[];
  /** What is to be said of files that were written. */
  readonly notes: readonly { readonly fileName: string; readonly note: TagNote }[];
}

/** Files of a plan that have several names (hard links). */
export interface HardLinkedFiles {
  readonly count: number;
  /** Some of their names. */
  readonly examples: readonly string[];
}

/** One entry of the history. */
export interface TagBatch {
  readonly batchId: string;
  readonly createdAt: string;
  readonly files: number;
  readonly undone: number;
  /** Files that an undo left alone, since somebody changed or moved them. */
  readonly refused: number;
  /** Files that still have what a model said. */
  readonly byModel: readonly { readonly name: string; readonly files: number }[];
  /** What was written, the most frequent first. */
  readonly genres: readonly { readonly name: string; readonly files: number }[];
  readonly folder: string;
}

/** One line of the system check. */
export interface DoctorItem {
  readonly name: string;
  readonly status: 'ok' | 'warning' | 'missing';
  readonly detail: string;
  readonly advice: string | null;
}

/** The user's settings; also the schema of settings.json. */
export interface Settings {
  readonly version: 1;
  readonly theme: Theme;
  readonly window: AnalysisWindow;
  readonly provider: ProviderChoice;
  readonly model: string;
  /** Models that were current before, the newest last. */
  readonly modelHistory: readonly string[];
  readonly minConfidence: number;
  /** Whether the least confidence is the one from which on 95 % are right, instead. */
  readonly isAutomatic: boolean;
  readonly maxGenres: number;
  readonly tagMode: TagMode;
  readonly keepModificationTime: boolean;
  readonly hardLinks: HardLinkRule;
  readonly genreSeparator: GenreSeparator;
  readonly mayLoseAttributes: boolean;
  /** Genre → the user's own name; null drops it. */
  readonly genreMap: Readonly<Record<string, string | null>>;
  readonly ffmpegPath: string | null;
  /** Room for spectrograms of tracks that were looked into; 0 keeps none. */
  readonly inspectionCacheMegabytes: number;
  readonly recentFolders: readonly string[];
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

/** Files with several names (hard links): all names get the new genre, or the file is left alone. */
export type HardLinkRule = 'write' | 'leave';

/** How several genres share a field that has room for one text; `standard`: as the tag's own version says. */
export type GenreSeparator = 'standard' | 'nul' | 'slash' | 'semicolon' | 'comma' | 'frames';
