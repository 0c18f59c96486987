import { z } from 'zod';
import type { MemberPrediction, TrackId } from '../contract/track.ts';
import { disagreesWithTags } from '../contract/genre-meaning.ts';
import { genresAmong, stylesOfTrack } from '../contract/styles-of-track.ts';
import type { StyleInfo } from '../contract/styles.ts';
import { floats, LABELS_OF_TRACK, numbers, strings, toBytes } from './columns.ts';
import type { LibraryDatabase } from './database.ts';
import { pagesOf } from './pages.ts';
import { StyleStore } from './style-store.ts';
import { jsonText } from './json-text.ts';

const labelledRow = z
  .object({
    id: z.number(),
    path: z.string(),
    folder: z.string(),
    artist: z.string(),
    album: z.string(),
    names: strings,
    labelled_at: z.string(),
    is_confirmed: z.number(),
    embedding: floats.nullable(),
    spec_hash: z.string().nullable(),
  })
  .transform(({ is_confirmed, ...row }) => ({ ...row, isConfirmed: is_confirmed === 1 }));
const predictionRow = z.object({ predicted: z.string(), confidence: z.number(), names: strings });
const namesRow = z
  .object({ path: z.string(), size: z.number(), modified: z.number(), names: strings, is_confirmed: z.number() })
  .transform(({ is_confirmed, ...row }) => ({ ...row, isConfirmed: is_confirmed === 1 }));
const idRow = z.object({ id: z.number() });
const coverageRow = z.object({ analysed: z.number(), covered: z.number() });
const featuresRow = z
  .object({
    id: z.number(),
    predicted: z.string(),
    genres: strings,
    modelGenres: strings,
    probabilities: numbers,
    embedding: floats,
    spec_hash: z.string(),
    is_labelled: z.number(),
  })
  .transform(({ is_labelled, ...row }) => ({ ...row, isLabelled: is_labelled === 1 }));

/** A labelled track and what is known of it; `embedding` is null where it was not analysed. */
export type LabelledRow = z.infer<typeof labelledRow>;
/** What a model predicts for a labelled track. */
export type LabelledPrediction = z.infer<typeof predictionRow>;
/** An analysed track of a folder. */
export type FeaturesRow = z.infer<typeof featuresRow>;

/** What another model says of a track that was analysed before. */
export interface NewPrediction {
  readonly id: TrackId;
  readonly probabilities: readonly number[];
  /** In the order of the model's styles. */
  readonly styleScores: Float32Array;
  /** What each model of several says; empty where there is one alone. */
  readonly members: readonly MemberPrediction[];
  /** How far they are apart; null where there is one alone. */
  readonly disagreement: number | null;
}

/** Who says it. */
export interface NewModel {
  readonly name: string;
  readonly specHash: string;
  readonly genres: readonly string[];
  /** What it scores beside genres; of a model without styles, the scores before stay. */
  readonly styles: readonly StyleInfo[];
}

/** Some milliseconds of work; on a busy machine, some tens. */
const TRACKS_AT_ONCE = 100;
const BY_ID = { first: 0, size: TRACKS_AT_ONCE, keyOf: ({ id }: { readonly id: TrackId }) => id };

/** Tracks whose files still hold the recording that was labelled, where one was. */
const HAS_LABELLED_FILE = 'instr(path, char(1)) = 0';
/** Those of them that have a label. */
export const IS_LABELLED_FILE = `${HAS_LABELLED_FILE} AND id IN (SELECT track_id FROM labels)`;
const IS_LABELLED = 'EXISTS (SELECT 1 FROM labels WHERE track_id = tracks.id)';
const IS_CONFIRMED = '(SELECT min(is_confirmed) FROM labels WHERE track_id = tracks.id)';

const SQL = {
  labelledIds: 'SELECT DISTINCT track_id AS id FROM labels WHERE track_id > ? ORDER BY track_id LIMIT ?',
  // The opened folder itself is no album, and has no name here.
  labelled: `
    SELECT
      id, path, CASE WHEN folder = root THEN '' ELSE folder END AS folder, artist, album,
      ${LABELS_OF_TRACK} AS names,
      (SELECT max(labelled_at) FROM labels WHERE track_id = id) AS labelled_at,
      ${IS_CONFIRMED} AS is_confirmed,
      embedding, spec_hash
    FROM tracks LEFT JOIN analyses ON analyses.track_id = id
    WHERE ${HAS_LABELLED_FILE} AND id IN (SELECT value FROM json_each(?))`,
  embeddings: `
    SELECT
      id, predicted, tracks.genres, analyses.genres AS modelGenres, probabilities, embedding, spec_hash,
      ${IS_LABELLED} AS is_labelled
    FROM tracks JOIN analyses ON analyses.track_id = id
    WHERE id > ? AND root = ? AND status = 'done' AND length(embedding) > 0
    ORDER BY id LIMIT ?`,
  newlyLabelled: `
    SELECT predicted, confidence, json_group_array(genre) AS names
    FROM tracks JOIN analyses ON analyses.track_id = id JOIN labels ON labels.track_id = id
    WHERE status = 'done' AND model = ? AND confidence IS NOT NULL AND first_labelled_at > ?
    GROUP BY id`,
  coverage: `
    SELECT count(*) AS analysed, count(*) FILTER (WHERE confidence >= ? AND model = ?) AS covered
    FROM tracks JOIN analyses ON analyses.track_id = id
    WHERE root = ? AND status = 'done' AND NOT ${IS_LABELLED}`,
  names: `
    SELECT path, size, modified, ${LABELS_OF_TRACK} AS names, ${IS_CONFIRMED} AS is_confirmed
    FROM tracks WHERE ${HAS_LABELLED_FILE} AND id IN (SELECT value FROM json_each(?))`,
  updateAnalysis: `
    UPDATE analyses SET
      kept_timelines = iif(
        timeline = '[]', kept_timelines, json_set(kept_timelines, '$."' || spec_hash || '"', json(timeline))
      ),
      timeline = coalesce(kept_timelines -> ('$."' || @specHash || '"'), '[]'),
      model = @model, spec_hash = @specHash, genres = @genres, probabilities = @probabilities,
      disagreement = @disagreement, members = @members
    WHERE track_id = @id`,
  updateTrack: 'UPDATE tracks SET predicted = ?, confidence = ?, disagrees = ? WHERE id = ?',
  updateScores: 'UPDATE analyses SET styles_spec = ?, style_scores = ? WHERE track_id = ?',
  updateStyles: 'UPDATE tracks SET styles = ? WHERE id = ?',
} as const;

/** What retraining reads and changes in the library. */
export class RetrainStore {
  readonly #database: LibraryDatabase;
  readonly #styles: StyleStore;

  constructor(database: LibraryDatabase) {
    this.#database = database;
    this.#styles = new StyleStore(database);
  }

  /** Every labelled track by path, whichever folder it is in. */
  async labelled(): Promise<LabelledRow[]> {
    const rows = await this.#ofLabelled(SQL.labelled, labelledRow);
    return rows.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** The analysed tracks of a folder, many at a time. */
  features(root: string): AsyncGenerator<FeaturesRow[]> {
    const statement = this.#database.prepare(SQL.embeddings);
    return pagesOf({
      ...BY_ID,
      read: (behind, size) => z.array(featuresRow).parse(statement.all(behind, root, size)),
    });
  }

  /** Tracks of which a model knew no label when it learned, and what it predicts for them. */
  newlyLabelled(model: string, learnedAt: string): LabelledPrediction[] {
    return z.array(predictionRow).parse(this.#database.prepare(SQL.newlyLabelled).all(model, learnedAt));
  }

  /**
   * How many of a folder's unlabelled tracks a model is so sure of; predictions of other models do not count. Labelled
   * ones do not count either: a model is surer of what it learned from.
   */
  coverage(root: string, model: string, confidence: number): { readonly analysed: number; readonly covered: number } {
    return coverageRow.parse(this.#database.prepare(SQL.coverage).get(confidence, model, root));
  }

  /**
   * The labels of every labelled file, and what the file was like at the last scan; recordings without a file are left
   * out.
   */
  names(): Promise<z.infer<typeof namesRow>[]> {
    return this.#ofLabelled(SQL.names, namesRow);
  }

  /**
   * Another model's predictions take the place of those before. A timeline is known only of a model that has heard the
   * track: it is kept, and is there again when that model is.
   */
  repredict(
    rows: readonly FeaturesRow[],
    predictions: readonly NewPrediction[],
    { name, specHash, genres, styles }: NewModel,
  ): void {
    const analysis = this.#database.prepare(SQL.updateAnalysis);
    const track = this.#database.prepare(SQL.updateTrack);
    const scores = this.#database.prepare(SQL.updateScores);
    const trackStyles = this.#database.prepare(SQL.updateStyles);
    const byId = new Map(rows.map((row) => [row.id, row]));
    this.#database.transaction(() => {
      this.#styles.keep(specHash, styles);
      for (const { id, probabilities, styleScores, members, disagreement } of predictions) {
        const confidence = Math.max(...probabilities);
        const genre = genres[probabilities.indexOf(confidence)] ?? '';
        analysis.run({
          id,
          model: name,
          specHash,
          genres: jsonText(genres),
          probabilities: JSON.stringify(probabilities),
          disagreement,
          members: JSON.stringify(members),
        });
        track.run(genre, confidence, Number(disagreesWithTags(genre, byId.get(id)?.genres ?? [])), id);
        if (styles.length === 0) continue;
        scores.run(specHash, toBytes(styleScores), id);
        const names = genresAmong(stylesOfTrack(styles, styleScores, [genre]), [genre]).map((style) => style.name);
        trackStyles.run(jsonText(names), id);
      }
    })();
  }

  /** What a statement says of labelled tracks; it takes their ids, some at a time. */
  async #ofLabelled<Schema extends z.ZodType>(sql: string, schema: Schema): Promise<z.infer<Schema>[]> {
    const [ids, statement] = [this.#database.prepare(SQL.labelledIds), this.#database.prepare(sql)];
    const rows: z.infer<Schema>[] = [];
    const pages = pagesOf({ ...BY_ID, read: (behind, size) => z.array(idRow).parse(ids.all(behind, size)) });
    for await (const page of pages) {
      const piece = JSON.stringify(page.map(({ id }) => id));
      rows.push(...z.array(schema).parse(statement.all(piece)));
    }
    return rows;
  }
}
