import { z } from 'zod';
import { AppError } from '../contract/app-error.ts';
import type { ErrorData } from '../contract/app-error.ts';
import type { AnalysisWindow, ProviderName } from '../contract/values.ts';
import type { TrackAnalysis, TrackDetail, TrackId, TrackMetadata, TrackRow } from '../contract/track.ts';
import type { FieldTexts } from '../contract/track.ts';
import { TAGS_VERSION } from '../contract/track.ts';
import { disagreesWithTags } from '../contract/genre-meaning.ts';
import type { LibraryDatabase, Statement } from './database.ts';
import { prepareAll } from './database.ts';
import { genresAmong, stylesOfTrack } from '../contract/styles-of-track.ts';
import type { StyleInfo } from '../contract/styles.ts';
import { strings, toBytes } from './columns.ts';
import { StyleStore } from './style-store.ts';
import { analysisRowSchema, TRACK_ROW_COLUMNS, trackRowSchema } from './rows.ts';
import { PASSING_FAILURES_SQL } from './passing-failures.ts';
import { jsonText } from './json-text.ts';
import { searchText } from './search-text.ts';

/** The result of one analysis with what it was made by, as it is kept; numbers of arrays as little-endian float32. */
export interface StoredAnalysis extends TrackAnalysis {
  readonly model: string;
  readonly specHash: string;
  readonly window: AnalysisWindow;
  readonly provider: ProviderName;
  readonly genres: readonly string[];
  /** What the model's card says of the styles that it scores. */
  readonly styles: readonly StyleInfo[];
  /** By which the sound that was analysed is known again; left out where nothing tells. */
  readonly audioDigest?: string | undefined;
}

/** What a file is like after its tags were written. */
export interface WrittenFacts {
  readonly size: number;
  readonly modifiedMilliseconds: number;
  /** Further fields of each of its tags; left out where it has no such tag. */
  readonly fields?: readonly FieldTexts[] | undefined;
  /** Whether the genres are what the app itself says. */
  readonly isOurs: boolean;
}

const pathRow = z.object({ id: z.number(), path: z.string(), predicted: z.string().nullable(), genres: strings });
const durationRow = z.object({ path: z.string(), duration: z.number().nullable() });
type KnownTrack = z.infer<typeof pathRow>;

const SQL = {
  findById: 'SELECT id, path, predicted, genres FROM tracks WHERE id = ?',
  findByPath: 'SELECT id, path, predicted, genres FROM tracks WHERE path = ?',
  selectRows: `SELECT ${TRACK_ROW_COLUMNS} FROM tracks WHERE id IN (SELECT value FROM json_each(?))`,
  selectAnalysis: 'SELECT * FROM analyses WHERE track_id = ?',
  selectPaths: 'SELECT path FROM tracks WHERE id IN (SELECT value FROM json_each(?))',
  selectFiles: `
    SELECT tracks.path FROM json_each(?) AS wanted JOIN tracks ON tracks.id = wanted.value
    WHERE status <> 'missing' ORDER BY wanted.key`,
  selectDurations: `
    SELECT path, duration FROM tracks
    WHERE path IN (SELECT value FROM json_each(?)) AND tags_read = ${TAGS_VERSION}`,
  updateMetadata: `
    UPDATE tracks SET
      title = ?, artist = ?, album = ?, genres = ?, duration = ?, year = ?, bpm = ?, format = ?, bit_rate = ?,
      search_text = ?, disagrees = ?, field_texts = ?, tags_read = ${TAGS_VERSION}
    WHERE id = ?`,
  // What cannot be read now can be tried again; what never can is not.
  giveUpTags: `UPDATE tracks SET tags_read = ${TAGS_VERSION} WHERE path = ? AND ? NOT IN (${PASSING_FAILURES_SQL})`,
  updateOutcome: `
    UPDATE tracks SET status = ?, error_code = ?, error_message = ?, predicted = ?, confidence = ?, disagrees = ?, styles = ?
    WHERE id = ?`,
  updateGenres: `
    UPDATE tracks SET genres = ?, written_genres = ?, disagrees = ?, field_texts = ?, size = ?, modified = ?
    WHERE id = ?`,
  deleteAnalysis: 'DELETE FROM analyses WHERE track_id = ?',
  insertAnalysis:
    "INSERT OR REPLACE INTO analyses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '{}', ?)",
  keepAnalysis: `
    UPDATE tracks SET status = 'done'
    WHERE path = ? AND status = 'waiting' AND id IN (SELECT track_id FROM analyses WHERE audio_digest = ?)`,
} as const;

/** Reads and writes of single tracks. */
export class TrackStore {
  readonly #database: LibraryDatabase;
  readonly #styles: StyleStore;
  readonly #statements: Readonly<Record<keyof typeof SQL, Statement>>;

  constructor(database: LibraryDatabase) {
    this.#database = database;
    this.#styles = new StyleStore(database);
    this.#statements = prepareAll(database, SQL);
  }

  /** Rows in the order of `ids`; those that are gone are left out. */
  rows(ids: readonly TrackId[]): TrackRow[] {
    const rows = z.array(trackRowSchema).parse(this.#statements.selectRows.all(JSON.stringify(ids)));
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  /** @throws AppError request-invalid for an id that is not in the library */
  detail(id: TrackId): TrackDetail {
    const [row] = this.rows([id]);
    const kept: unknown = this.#statements.selectAnalysis.get(id);
    if (!row) throw new AppError('request-invalid', `Track ${id} is not in the library.`);
    return { ...row, analysis: kept ? this.#analysisOf(kept, row.predictedGenre ?? '') : null };
  }

  #analysisOf(kept: unknown, genre: string): TrackDetail['analysis'] {
    const { analysis, scores } = analysisRowSchema.parse(kept);
    return { ...analysis, styles: this.#styles.stylesOf(scores, genre) };
  }

  /** @throws AppError request-invalid for an id that is not in the library */
  pathOf(id: TrackId): string {
    const row: unknown = this.#statements.findById.get(id);
    if (!row) throw new AppError('request-invalid', `Track ${id} is not in the library.`);
    return pathRow.parse(row).path;
  }

  /** Null for a path that is not in the library. */
  idOf(path: string): TrackId | null {
    return this.#find(path)?.id ?? null;
  }

  /** How many there are, of all folders. */
  count(): number {
    return (this.#database.prepare('SELECT count(*) AS tracks FROM tracks').get() as { tracks: number }).tracks;
  }

  /** The paths of tracks that are in the library, in any order. */
  pathsOf(ids: readonly TrackId[]): string[] {
    return pathsIn(this.#statements.selectPaths.all(JSON.stringify(ids)));
  }

  /** The paths of those tracks whose files are there, in the order of `ids`. */
  filesOf(ids: readonly TrackId[]): string[] {
    return pathsIn(this.#statements.selectFiles.all(JSON.stringify(ids)));
  }

  /** Path → duration in seconds, of files whose tags were read as they are read now. */
  durationsOf(paths: readonly string[]): Map<string, number | null> {
    const rows = z.array(durationRow).parse(this.#statements.selectDurations.all(JSON.stringify(paths)));
    return new Map(rows.map(({ path, duration }) => [path, duration]));
  }

  /** Keeps what a file says about itself; does nothing for a path that is not in the library. */
  saveTags(path: string, metadata: TrackMetadata): void {
    const track = this.#find(path);
    if (track) this.#saveMetadata(track, metadata);
  }

  /** Notes that the tags of a file, which needs no analysis, cannot be read. */
  giveUpTags(path: string, error: ErrorData): void {
    this.#statements.giveUpTags.run(path, error.code);
  }

  /**
   * Keeps a file's analysis; does nothing for a path that is not in the library.
   * @param metadata what the file says about itself; null where that is kept already
   */
  saveAnalysis(path: string, metadata: TrackMetadata | null, analysis: StoredAnalysis): void {
    const track = this.#find(path);
    if (!track) return;
    if (metadata) this.#saveMetadata(track, metadata);
    const contradicts = disagreesWithTags(analysis.genre, metadata?.genres ?? track.genres);
    const styles = genresAmong(stylesOfTrack(analysis.styles, analysis.styleScores, [analysis.genre]), [
      analysis.genre,
    ]);
    this.#statements.updateOutcome.run(
      'done',
      null,
      null,
      analysis.genre,
      analysis.confidence,
      Number(contradicts),
      jsonText(styles.map(({ name }) => name)),
      track.id,
    );
    this.#styles.keep(analysis.specHash, analysis.styles);
    this.#statements.insertAnalysis.run(
      track.id,
      analysis.model,
      analysis.specHash,
      analysis.window,
      analysis.provider,
      jsonText(analysis.genres),
      JSON.stringify(analysis.probabilities),
      JSON.stringify(analysis.timeline),
      analysis.analysedSeconds,
      new Date().toISOString(),
      analysis.disagreement,
      JSON.stringify(analysis.members),
      toBytes(analysis.embedding),
      toBytes(analysis.meanSpectrum),
      JSON.stringify(analysis.embeddingSizes),
      analysis.heardChannel,
      analysis.styles.length > 0 ? analysis.specHash : null,
      analysis.styles.length > 0 ? toBytes(analysis.styleScores) : null,
      analysis.audioDigest ?? null,
    );
  }

  /**
   * A changed file has the sound that was analysed: the analysis stays valid.
   * @returns false where the analysis is of another sound, or to be made again
   */
  keepAnalysis(path: string, audioDigest: string): boolean {
    return this.#statements.keepAnalysis.run(path, audioDigest).changes > 0;
  }

  /**
   * Keeps why a file could not be analysed, in place of an earlier analysis; does nothing for a path that is not in the
   * library.
   */
  saveFailure(path: string, metadata: TrackMetadata | null, error: ErrorData): void {
    const track = this.#find(path);
    if (!track) return;
    if (metadata) this.#saveMetadata(track, metadata);
    else this.giveUpTags(path, error);
    this.#statements.updateOutcome.run('failed', error.code, error.message, null, null, 0, '[]', track.id);
    this.#statements.deleteAnalysis.run(track.id);
  }

  /**
   * After tags were written or brought back: the analysis stays valid.
   */
  saveGenres(
    path: string,
    genres: readonly string[],
    { size, modifiedMilliseconds, fields = [], isOurs }: WrittenFacts,
  ): void {
    const track = this.#find(path);
    if (!track) return;
    const contradicts = track.predicted !== null && disagreesWithTags(track.predicted, genres);
    this.#statements.updateGenres.run(
      JSON.stringify(genres),
      isOurs ? JSON.stringify(genres) : null,
      Number(contradicts),
      JSON.stringify(fields),
      size,
      modifiedMilliseconds,
      track.id,
    );
  }

  /** Runs many writes as one transaction. */
  transaction(work: () => void): void {
    this.#database.transaction(work)();
  }

  #find(path: string): KnownTrack | null {
    const row: unknown = this.#statements.findByPath.get(path);
    return row ? pathRow.parse(row) : null;
  }

  #saveMetadata({ id, path, predicted }: KnownTrack, metadata: TrackMetadata): void {
    const { title, artist, album, genres, durationSeconds, year, bpm, format, bitRate, fields = [] } = metadata;
    this.#statements.updateMetadata.run(
      title,
      artist,
      album,
      JSON.stringify(genres),
      durationSeconds,
      year ?? null,
      bpm ?? null,
      format ?? null,
      bitRate ?? null,
      searchText(path, metadata),
      Number(predicted !== null && disagreesWithTags(predicted, genres)),
      JSON.stringify(fields),
      id,
    );
  }
}

function pathsIn(rows: unknown): string[] {
  return z
    .array(pathRow.pick({ path: true }))
    .parse(rows)
    .map(({ path }) => path);
}
