import { mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import Database from 'libsql';
import { appPaths } from '../src-main/library/app-paths.ts';
import { MIGRATIONS } from '../src-main/library/migrations.ts';
import { readSpecHash } from '../src-main/pipeline/model/recogniser.ts';
import type { Place } from './app.ts';
import { SHIPPED_MODELS } from './default-model.ts';

/** How an earlier version had left a file; `id` is its row. */
export interface EarlierTrack {
  readonly id: number;
  readonly path: string;
  readonly status: 'done' | 'failed' | 'missing';
  /** Of one that failed. */
  readonly errorCode?: 'file-corrupt' | 'decode-timeout';
}

/** A label as that version kept it. */
export interface EarlierLabel {
  readonly track_id: number;
  readonly genre: string;
  readonly origin: 'hand' | 'tags' | 'folders' | 'import';
  readonly labelled_at: string;
  readonly is_confirmed: 0 | 1;
}

/** What a user had done with that version. */
export interface EarlierLibrary {
  readonly tracks: readonly EarlierTrack[];
  readonly labels: readonly EarlierLabel[];
  /** What undoing the last labelling brings back: the labels that a track had before. */
  readonly before: readonly EarlierLabel[];
  /** Models in use before `ensemble`; empty where nobody chose a model. */
  readonly modelHistory: readonly string[];
}

/** The model that was used when nobody chose one. */
export const EARLIER_MODEL = 'ensemble';
const GENRES = [
  ...['blues', 'classical', 'country', 'disco', 'electronic', 'hiphop', 'jazz', 'metal', 'pop', 'reggae', 'rock'],
];
/** What it predicted for every track. */
export const EARLIER_PREDICTION = { genre: 'reggae', confidence: 0.73 } as const;
/** Its probability of each other genre. */
const REST = (1 - EARLIER_PREDICTION.confidence) / (GENRES.length - 1);
/** The schema's version before the step that brought styles. */
const SCHEMA = MIGRATIONS.findIndex((step) => step.includes('CREATE TABLE model_styles'));
/** When it did everything. */
export const EARLIER_DATE = '2025-03-01T12:00:00.000Z';

/** Makes library and settings as a version left them that knew no styles. */
export async function makeEarlierLibrary({ home, music }: Place, library: EarlierLibrary): Promise<void> {
  const { database: path, settings } = appPaths({ GENRESCOPE_HOME: home });
  await mkdir(home, { recursive: true });
  await writeFile(settings, JSON.stringify(settingsOf(library)));
  const database = new Database(path);
  database.exec(`BEGIN; ${MIGRATIONS.slice(0, SCHEMA).join(';')}; PRAGMA user_version = ${SCHEMA}; COMMIT`);
  const specHash = await readSpecHash(EARLIER_MODEL, [SHIPPED_MODELS]);
  for (const track of library.tracks) {
    await insertTrack(database, music, track);
    if (track.status !== 'failed') insertAnalysis(database, track, specHash);
  }
  insertLabels(database, library);
  database.close();
}

function settingsOf({ modelHistory }: EarlierLibrary): object {
  const limits = { minConfidence: 0.6, maxGenres: 1, tagMode: 'fill', genreMap: { reggae: 'Roots' } };
  const analysis = { window: '30s', provider: 'auto', ffmpegPath: null };
  return { version: 1, theme: 'system', model: EARLIER_MODEL, modelHistory, recentFolders: [], ...limits, ...analysis };
}

async function insertTrack(database: Database.Database, root: string, track: EarlierTrack): Promise<void> {
  const { id, path, status, errorCode = null } = track;
  const file = status === 'missing' ? { size: 1, mtimeMs: 1 } : await stat(path);
  const { genre, confidence } = EARLIER_PREDICTION;
  const [predicted, sure] = status === 'failed' ? [null, null] : [genre, confidence];
  database
    .prepare(
      `INSERT INTO tracks
        (id, root, path, file_name, folder, size, modified, status, error_code, predicted, confidence, search_text)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      ...[id, root, path, basename(path), dirname(path), file.size, Math.floor(file.mtimeMs)],
      ...[status, errorCode, predicted, sure, basename(path)],
    );
}

function insertAnalysis(database: Database.Database, { id }: EarlierTrack, specHash: string): void {
  const probabilities = GENRES.map((name) =>
    name === EARLIER_PREDICTION.genre ? EARLIER_PREDICTION.confidence : REST,
  );
  const members = ['mel-cnn', 'mel-gru', 'mel-statistics'].map((model) => ({ model, ...EARLIER_PREDICTION }));
  database
    .prepare(
      `INSERT INTO analyses
        (track_id, model, spec_hash, window, provider, genres, probabilities, timeline, analysed_seconds, analysed_at,
        disagreement, members, embedding, embedding_sizes, sketch)
      VALUES (?, ?, ?, '30s', 'cpu', ?, ?, '[]', 4, ?, 0, ?, zeroblob(24), '[2,2,2]', zeroblob(1024))`,
    )
    .run(
      ...[id, EARLIER_MODEL, specHash, JSON.stringify(GENRES), JSON.stringify(probabilities), EARLIER_DATE],
      JSON.stringify(members),
    );
}

function insertLabels(database: Database.Database, { labels, before }: EarlierLibrary): void {
  const label = database.prepare('INSERT INTO labels VALUES (?, ?, ?, ?, ?)');
  for (const { track_id: id, genre, origin, labelled_at: at, is_confirmed: isConfirmed } of labels)
    label.run(id, genre, origin, at, isConfirmed);
  const step = JSON.stringify({ ids: before.map(({ track_id: id }) => id), labels: before });
  database
    .prepare('INSERT INTO label_steps (made_at, what, before) VALUES (?, ?, ?)')
    .run(EARLIER_DATE, 'Labelling of 1 track', step);
  database.exec(`
    INSERT INTO genres VALUES ('Synthwave', 4, 'Electro'), ('Electro', NULL, NULL);
    INSERT INTO genre_spellings VALUES ('retrowave', 'Retrowave', 'Synthwave');
    UPDATE tracks SET first_labelled_at = (SELECT min(labelled_at) FROM labels WHERE track_id = id)`);
}

/** What the library holds of the user's own, table by table. */
export function readOwnWork({ home }: Place): Record<string, unknown[]> {
  const database = new Database(appPaths({ GENRESCOPE_HOME: home }).database);
  const read = (sql: string): unknown[] => database.prepare(sql).all();
  const work = {
    labels: read('SELECT * FROM labels ORDER BY track_id, genre'),
    firstLabelled: read('SELECT id, first_labelled_at FROM tracks WHERE first_labelled_at IS NOT NULL ORDER BY id'),
    steps: read('SELECT id, made_at, what, before FROM label_steps ORDER BY id'),
    genres: read('SELECT * FROM genres ORDER BY name'),
    spellings: read('SELECT * FROM genre_spellings ORDER BY key'),
  };
  database.close();
  return work;
}

/** When and by which model each track was analysed. */
export function readAnalyses({ home }: Place): unknown[] {
  const database = new Database(appPaths({ GENRESCOPE_HOME: home }).database);
  const rows: unknown[] = database
    .prepare('SELECT track_id, model, analysed_at, styles_spec IS NOT NULL AS hasStyles FROM analyses ORDER BY 1')
    .all();
  database.close();
  return rows;
}
