import type { EventOf } from '../channel/protocol.ts';
import type { ErrorData } from '../contract/app-error.ts';
import type { LeftOut } from '../contract/left-out.ts';
import type { ScannedFile } from '../contract/scanned-file.ts';
import type { AnalysisProtocol } from '../workers/analysis-protocol.ts';

/** What a walk through the folders of a library has found. */
export class ScanListing {
  readonly files: ScannedFile[] = [];
  readonly unreadable: { path: string; error: ErrorData }[] = [];
  readonly leftOut: LeftOut[] = [];
  /** Folders that are not there. */
  readonly unreachable: string[] = [];

  take({ files, unreadable, leftOut, unreachable }: EventOf<AnalysisProtocol, 'found'>): void {
    this.files.push(...files);
    this.unreadable.push(...unreadable);
    this.leftOut.push(...leftOut);
    this.unreachable.push(...unreachable);
  }
}
