import type { ErrorData } from './app-error.ts';
import type { DownloadProgress } from './networks.ts';

/** What changed in a version, as CHANGELOG.md has it. */
export interface ReleaseNotes {
  /** Null of what is not released yet. */
  readonly version: string | null;
  /** As in 2026-11-27; null where none is stated. */
  readonly date: string | null;
  readonly sections: readonly ReleaseSection[];
}

/** Changes of one kind. */
export interface ReleaseSection {
  /** As in “Added” or “Fixed”; empty of changes before the first heading. */
  readonly title: string;
  readonly entries: readonly string[];
}

/**
 * How a newer version gets onto the computer: the app installs it, or downloads a package that the user installs, or only
 * tells that it is there.
 */
export type UpdateWay = 'installs' | 'hands-over' | 'tells';

/** A newer version that the update server has. */
export interface UpdateOffer {
  readonly version: string;
  /** Plain text. */
  readonly notes: string;
  /** Of the file to download; null where the app downloads none. */
  readonly bytes: number | null;
  /** The page where a person gets it. */
  readonly address: string;
}

/** Where the updating of the app is. */
export interface UpdateState {
  /** Null where this copy of the app knows no server of updates. */
  readonly way: UpdateWay | null;
  /** The server that is asked. */
  readonly server: string;
  /** `current`: there is no newer version. `ready`: a file was downloaded and is whole. */
  readonly phase: 'idle' | 'checking' | 'current' | 'offered' | 'downloading' | 'ready';
  readonly offer: UpdateOffer | null;
  /** Whether the user does not want the offered version. */
  readonly isDeclined: boolean;
  readonly progress: DownloadProgress;
  /** What installs the downloaded file where the app does not: a command line; null otherwise. */
  readonly command: string | null;
  /** Why the last check or download failed; nothing was changed by it. */
  readonly error: ErrorData | null;
  /** The version before, if the app was updated since and its news were not read; null otherwise. */
  readonly updatedFrom: string | null;
}

/** Nothing is known yet. */
export const NO_UPDATE: UpdateState = {
  way: null,
  server: '',
  phase: 'idle',
  offer: null,
  isDeclined: false,
  progress: { received: 0, total: 0, etaSeconds: null },
  command: null,
  error: null,
  updatedFrom: null,
};
