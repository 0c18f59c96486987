import type { FileOutcome } from './tag-writer.ts';

/** How the driver tells whether audio is the same; see campaign-decoder.ts. */
export type DecoderKind = 'payload' | 'blind' | 'ffmpeg';

/** What the driver process is asked to do. */
export type DriverCommand =
  | {
      readonly operation: 'apply';
      readonly root: string;
      readonly folder: string;
      readonly paths: readonly string[];
      readonly genres: readonly string[];
      readonly keepModificationTime: boolean;
      readonly decoder: DecoderKind;
    }
  /** Undoes every batch of the journal that has files left to undo. */
  | { readonly operation: 'undo'; readonly root: string }
  | { readonly operation: 'recover'; readonly root: string };

/** What the driver says; `file` comes while it works, the others end a command. */
export type DriverReply =
  | ({ readonly kind: 'file' } & FileOutcome)
  /** `count`: files in doubt for a recovery, else files written or brought back. */
  | { readonly kind: 'done'; readonly count: number; readonly peakBytes: number }
  | { readonly kind: 'threw'; readonly code: string; readonly message: string };
