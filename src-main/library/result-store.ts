import { z } from 'zod';
import type { ErrorData } from '../contract/app-error.ts';
import type { ScannedFile } from '../contract/scanned-file.ts';
import type { TrackMetadata } from '../contract/track.ts';
import type { LibraryDatabase, Statement } from './database.ts';
import { prepareAll } from './database.ts';
import { errorCode } from './rows.ts';
import type { AnalysisIdentity } from './scan-store.ts';
import type { StoredAnalysis } from './track-store.ts';
import { TrackStore } from './track-store.ts';

/** What became of a file's result. Where there are several of one file, the last of this list counts. */
const RESULT_OUTCOMES = ['absent', 'failed', 'changed', 'known', 'merged'] as const;
/**
 * `absent`: the folder has no such file; `changed`: the file is another one now; `known`: the library had an analysis of
 * the same kind.
 */
export type ResultOutcome = (typeof RESULT_OUTCOMES)[number];

/** What another machine found of a file, by the file's path here. */
export interface GivenResult {
  readonly file: ScannedFile;
  readonly outcome:
    | { readonly ok: true; readonly metadata: TrackMetadata; readonly analysis: StoredAnalysis }
    | { readonly ok: false; readonly metadata: TrackMetadata | null; readonly error: ErrorData };
}

/** A file whose analysis failed. */
export interface FailedFile {
  readonly path: string;
  readonly error: ErrorData;
}

/** Lies beside the library, in a file that SQLite deletes, so that millions of results need no memory. */
const GIVEN = 'CREATE TEMP TABLE given (path TEXT PRIMARY KEY, outcome INTEGER NOT NULL) WITHOUT ROWID';
const SQL = {
  find: `
    SELECT size, modified, status, model, spec_hash, analyses."window", embedding IS NOT NULL AS has_embedding
    FROM tracks LEFT JOIN analyses ON track_id = id
    WHERE path = ? AND root = ?`,
  note: `
    INSERT INTO given (path, outcome) VALUES (?, ?)
    ON CONFLICT (path) DO UPDATE SET outcome = max(outcome, excluded.outcome)`,
  counts: 'SELECT outcome, count(*) AS files FROM given GROUP BY outcome',
  outcomeOf: 'SELECT outcome, 0 AS files FROM given WHERE path = ?',
  failed: `
    SELECT path, error_code, error_message FROM given JOIN tracks USING (path)
    WHERE outcome = ? AND error_code IS NOT NULL ORDER BY path`,
} as const;

const trackRow = z.object({
  size: z.number(),
  modified: z.number(),
  status: z.string(),
  model: z.string().nullable(),
  spec_hash: z.string().nullable(),
  window: z.string().nullable(),
  has_embedding: z.number(),
});
const outcomeRow = z
  .object({ outcome: z.int().min(0).lt(RESULT_OUTCOMES.length), files: z.number() })
  .transform(({ outcome, files }) => ({ outcome: RESULT_OUTCOMES[outcome] as ResultOutcome, files }));
const failedRow = z.object({ path: z.string(), error_code: errorCode, error_message: z.string().nullable() });

/** Takes results of other machines into a folder's tracks; labels are not touched. One at a time for each open library. */
export class ResultStore {
  readonly #tracks: TrackStore;
  readonly #root: string;
  readonly #identity: AnalysisIdentity;
  readonly #statements: Readonly<Record<keyof typeof SQL, Statement>>;

  /** @param identity which analyses the library needs; that of all results */
  constructor(database: LibraryDatabase, root: string, identity: AnalysisIdentity) {
    database.exec(GIVEN);
    this.#tracks = new TrackStore(database);
    this.#root = root;
    this.#identity = identity;
    this.#statements = prepareAll(database, SQL);
  }

  /** Takes some results as one transaction. Those that the library has already, and those of other files, change nothing. */
  take(results: readonly GivenResult[]): void {
    this.#tracks.transaction(() => {
      for (const result of results) this.#note(result.file.path, this.#takeOne(result));
    });
  }

  /** Whether the folder has the file, by the library. */
  has(path: string): boolean {
    return this.#statements.find.get(path, this.#root) !== undefined;
  }

  /** How many files came to what. */
  counts(): Readonly<Record<ResultOutcome, number>> {
    const rows = z.array(outcomeRow).parse(this.#statements.counts.all());
    const none = { absent: 0, failed: 0, changed: 0, known: 0, merged: 0 };
    return { ...none, ...Object.fromEntries(rows.map(({ outcome, files }) => [outcome, files])) };
  }

  /** What became of a file's results; null where there was none. */
  outcomeOf(path: string): ResultOutcome | null {
    const row: unknown = this.#statements.outcomeOf.get(path);
    return row ? outcomeRow.parse(row).outcome : null;
  }

  /** Files that failed elsewhere and have no analysis here. */
  failed(): FailedFile[] {
    const rows = z.array(failedRow).parse(this.#statements.failed.all(RESULT_OUTCOMES.indexOf('failed')));
    return rows.map((row) => ({ path: row.path, error: { code: row.error_code, message: row.error_message ?? '' } }));
  }

  #takeOne({ file, outcome }: GivenResult): ResultOutcome {
    const found: unknown = this.#statements.find.get(file.path, this.#root);
    if (!found) return 'absent';
    const track = trackRow.parse(found);
    if (track.size !== file.size || track.modified !== file.modifiedMilliseconds) return 'changed';
    if (this.#isAnalysed(track)) return 'known';
    if (outcome.ok) this.#tracks.saveAnalysis(file.path, outcome.metadata, outcome.analysis);
    else this.#tracks.saveFailure(file.path, outcome.metadata, outcome.error);
    return outcome.ok ? 'merged' : 'failed';
  }

  /** Whether the next scan would leave the track as it is. */
  #isAnalysed(track: z.infer<typeof trackRow>): boolean {
    const { model, specHash, window } = this.#identity;
    const isAlike = track.model === model && track.spec_hash === specHash && track.window === window;
    return track.status === 'done' && isAlike && track.has_embedding === 1;
  }

  #note(path: string, outcome: ResultOutcome): void {
    this.#statements.note.run(path, RESULT_OUTCOMES.indexOf(outcome));
  }
}
