import type { EventOf } from '../channel/protocol.ts';
import type { ScannedFile } from '../contract/scanned-file.ts';
import type { AnalysisProtocol } from '../workers/analysis-protocol.ts';

type Found = EventOf<AnalysisProtocol, 'found'>;

/** A file that changed this short a time ago may still be being copied. */
const SETTLED_MILLISECONDS = 4_000;

/** What a walk through the folders of a library has found so far. */
export class ScanListing {
  readonly #files = new Map<string, ScannedFile>();
  readonly unreadable: Found['unreadable'][number][] = [];
  readonly leftOut: Found['leftOut'][number][] = [];

  readonly #started = performance.now();

  /** How long it has taken so far. */
  get milliseconds(): number {
    return performance.now() - this.#started;
  }

  get size(): number {
    return this.#files.size;
  }

  get files(): ScannedFile[] {
    return [...this.#files.values()];
  }

  add({ files, unreadable, leftOut }: Found): void {
    for (const file of files) this.#files.set(file.path, file);
    this.unreadable.push(...unreadable);
    this.leftOut.push(...leftOut);
  }

  /** The app itself has changed a file since it was listed. */
  noteWritten(file: ScannedFile): void {
    if (this.#files.has(file.path)) this.#files.set(file.path, file);
  }

  /** Files that may be being copied. @param now in milliseconds since 1970 */
  unsettled(now = Date.now()): Set<string> {
    const young = this.files.filter(
      ({ modifiedMilliseconds }) => Math.abs(now - modifiedMilliseconds) < SETTLED_MILLISECONDS,
    );
    return new Set(young.map(({ path }) => path));
  }
}
