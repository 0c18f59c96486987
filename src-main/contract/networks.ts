import type { ErrorData } from './app-error.ts';
import type { OfferedNetworkName } from './values.ts';

/** A network of others that the app can fetch: one file, known to the byte. */
export interface OfferedNetwork {
  readonly title: string;
  readonly authors: string;
  readonly licence: string;
  readonly address: string;
  readonly bytes: number;
  /** In hex. */
  readonly sha256: string;
}

/** All of them, by name. */
export const OFFERED_NETWORKS: Readonly<Record<OfferedNetworkName, OfferedNetwork>> = {
  // Schmid, Koutini & Widmer 2023, "Efficient large-scale audio tagging via transformer-to-CNN knowledge distillation".
  'efficientat-mn04': {
    title: 'EfficientAT mn04',
    authors: 'Schmid, Koutini & Widmer 2023',
    licence: 'MIT',
    address: 'https://github.com/fschmid56/EfficientAT/releases/download/v0.0.1/mn04_as_mAP_432.pt',
    bytes: 4_066_513,
    sha256: '899a8c6217063f6941793102a2780b3dd788ab11fce468d9cf5f0577c453321c',
  },
};

/** How far a download is, in bytes. */
export interface DownloadProgress {
  readonly received: number;
  readonly total: number;
  /** Null while it is unknown. */
  readonly etaSeconds: number | null;
}

/** Where the adding of a network is. */
export interface AddNetworkState {
  /** `interrupted`: a part of the file is kept, and the download can go on. */
  readonly phase: 'idle' | 'downloading' | 'adding' | 'interrupted' | 'done' | 'failed';
  readonly progress: DownloadProgress;
  /** The server that is asked. */
  readonly server: string;
  /** Whether the user has it already. */
  readonly isInstalled: boolean;
  /** Name of the model that was added last. */
  readonly added: string | null;
  readonly error: ErrorData | null;
}

/** Nothing was asked for yet. */
export const NO_NETWORK_ADDED: AddNetworkState = {
  phase: 'idle',
  progress: { received: 0, total: 0, etaSeconds: null },
  server: '',
  isInstalled: false,
  added: null,
  error: null,
};
