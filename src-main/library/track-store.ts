import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { AppError } from '../contract/app-error.ts';
import type { ErrorData } from '../contract/app-error.ts';
import type { AnalysisWindow, ProviderName, TimelinePatch, TrackDetail, TrackId, TrackRow } from '../contract/types.ts';
import { disagrees } from '../tags/genres-from-probabilities.ts';
import type { LibraryDatabase } from './database.ts';
import { analysisRowSchema, TRACK_ROW_COLUMNS, trackRowSchema } from './rows.ts';

/** What a file says about itself. */
export interface StoredMetadata {
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly genres: readonly string[];
  readonly durationSeconds: number | null;
}

/** The result of one analysis, as it is kept. */
export interface StoredAnalysis {
  readonly model: string;
  readonly specHash: string;
  readonly window: AnalysisWindow;
  readonly provider: ProviderName;
  readonly genres: readonly string[];
  readonly probabilities: readonly number[];
  readonly timeline: readonly TimelinePatch[];
  readonly analysedSeconds: number;
  readonly genre: string;
  readonly confidence: number;
}

/** Reads and writes of single tracks. */
export interface TrackStore {
  rows(ids: readonly TrackId[]): TrackRow[];
  /** @throws AppError request-invalid for an id that is not in the library */
  detail(id: TrackId): TrackDetail;
  /** @throws AppError request-invalid */
  pathOf(id: TrackId): string;
  saveAnalysis(path: string, metadata: StoredMetadata, analysis: StoredAnalysis): void;
  saveFailure(path: string, metadata: StoredMetadata | null, error: ErrorData): void;
  /** After tags were written: the analysis stays valid. */
  saveGenres(path: string, genres: readonly string[], size: number, modifiedMilliseconds: number): void;
  /** Runs many writes as one transaction. */
  together(work: () => void): void;
}

const pathRow = z.object({ id: z.number(), path: z.string(), predicted: z.string().nullable() });

/** The store over an open library. */
export function createTrackStore(database: LibraryDatabase): TrackStore {
  const findById = database.prepare('SELECT id, path, predicted FROM tracks WHERE id = ?');
  const findByPath = database.prepare('SELECT id, path, predicted FROM tracks WHERE path = ?');
  const selectRows = database.prepare(`SELECT ${TRACK_ROW_COLUMNS} FROM tracks WHERE id IN (SELECT value FROM json_each(?))`);
  const selectAnalysis = database.prepare('SELECT * FROM analyses WHERE track_id = ?');
  const updateMetadata = database.prepare('UPDATE tracks SET title = ?, artist = ?, album = ?, genres = ?, duration = ?, search_text = ? WHERE id = ?');
  const updateOutcome = database.prepare('UPDATE tracks SET status = ?, error_code = ?, error_message = ?, predicted = ?, confidence = ?, disagrees = ? WHERE id = ?');
  const updateGenres = database.prepare('UPDATE tracks SET genres = ?, disagrees = ?, size = ?, modified = ? WHERE id = ?');
  const deleteAnalysis = database.prepare('DELETE FROM analyses WHERE track_id = ?');
  const insertAnalysis = database.prepare('INSERT OR REPLACE INTO analyses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');

  function find(path: string): z.infer<typeof pathRow> | null {
    const row: unknown = findByPath.get(path);
    return row ? pathRow.parse(row) : null;
  }

  function require(id: TrackId): z.infer<typeof pathRow> {
    const row: unknown = findById.get(id);
    if (!row) throw new AppError('request-invalid', `Track ${id} is not in the library.`);
    return pathRow.parse(row);
  }

  function saveMetadata(id: number, path: string, metadata: StoredMetadata): void {
    const { title, artist, album, genres, durationSeconds } = metadata;
    updateMetadata.run(title, artist, album, JSON.stringify(genres), durationSeconds, searchText(path, metadata), id);
  }

  return {
    rows(ids) {
      const rows = z.array(trackRowSchema).parse(selectRows.all(JSON.stringify(ids)));
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.flatMap((id) => byId.get(id) ?? []);
    },
    detail(id) {
      const { path } = require(id);
      const [row] = z.array(trackRowSchema).parse(selectRows.all(JSON.stringify([id])));
      const analysis: unknown = selectAnalysis.get(id);
      if (!row) throw new AppError('request-invalid', `Track ${id} is not in the library.`);
      return { ...row, path, analysis: analysis ? analysisRowSchema.parse(analysis) : null };
    },
    pathOf: (id) => require(id).path,
    saveAnalysis(path, metadata, analysis) {
      const track = find(path);
      if (!track) return;
      saveMetadata(track.id, path, metadata);
      const contradicts = disagrees(analysis.genre, metadata.genres);
      updateOutcome.run('done', null, null, analysis.genre, analysis.confidence, Number(contradicts), track.id);
      insertAnalysis.run(
        track.id, analysis.model, analysis.specHash, analysis.window, analysis.provider, JSON.stringify(analysis.genres),
        JSON.stringify(analysis.probabilities), JSON.stringify(analysis.timeline), analysis.analysedSeconds, new Date().toISOString(),
      );
    },
    saveFailure(path, metadata, error) {
      const track = find(path);
      if (!track) return;
      if (metadata) saveMetadata(track.id, path, metadata);
      updateOutcome.run('failed', error.code, error.message, null, null, 0, track.id);
      deleteAnalysis.run(track.id);
    },
    saveGenres(path, genres, size, modifiedMilliseconds) {
      const track = find(path);
      if (!track) return;
      const contradicts = track.predicted !== null && disagrees(track.predicted, genres);
      updateGenres.run(JSON.stringify(genres), Number(contradicts), size, modifiedMilliseconds, track.id);
    },
    together: (work) => database.transaction(work)(),
  };
}

/** What the search box looks through; lower case, as SQLite folds ASCII only. */
export function searchText(path: string, { title, artist, album }: Pick<StoredMetadata, 'title' | 'artist' | 'album'>): string {
  return [title, artist, album, basename(path), basename(dirname(path))].join('\n').toLowerCase();
}
