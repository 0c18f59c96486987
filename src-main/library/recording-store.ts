import { z } from 'zod';
import { isSameRecording } from '../contract/same-recording.ts';
import type { TrackId } from '../contract/track.ts';
import { floats } from './columns.ts';
import type { LibraryDatabase, Statement } from './database.ts';
import { prepareAll } from './database.ts';
import { searchText } from './search-text.ts';

const recordingRow = z.object({
  id: z.number(),
  root: z.string(),
  path: z.string(),
  duration: z.number().nullable(),
  sound_hash: z.string().nullable(),
  heard_as: z.string().nullable(),
});
const unknownRow = z.object({ id: z.number(), path: z.string(), size: z.number(), modified: z.number() });
const embeddingRow = z.object({ embedding: floats.nullable() });

/** A labelled track of whose recording nothing is kept yet. */
export type UnknownRecording = z.infer<typeof unknownRow>;
/** What is known of a recording, apart from its embedding. */
export type RecordingRow = z.infer<typeof recordingRow>;

/** Which network heard which window of a track. Embeddings of others cannot be compared. */
const HEARD_AS = `CASE WHEN length(analyses.embedding) > 0 THEN spec_hash || ' ' || analyses."window" END`;
/** Tracks as their files are now. */
const AS_FILE = `
  SELECT id, root, path, tracks.duration, tracks.sound_hash, ${HEARD_AS} AS heard_as
  FROM tracks LEFT JOIN analyses ON analyses.track_id = id`;
/** Tracks as they were when they were labelled. */
const AS_LABELLED = `
  SELECT id, root, path, label_sounds.duration, label_sounds.sound_hash, heard_as
  FROM tracks JOIN label_sounds ON label_sounds.track_id = id`;
/** A number that is free may be given to another track: no step may bring labels to that. Takes the number three times. */
const forgettingTrack = (table: string, state: string): string => `
  UPDATE ${table} SET ${state} = json_set(
    ${state},
    '$.ids', (SELECT json_group_array(value) FROM json_each(${state}, '$.ids') WHERE value <> ?),
    '$.labels', (
      SELECT json_group_array(json(value)) FROM json_each(${state}, '$.labels') WHERE value ->> 'track_id' <> ?
    )
  )
  WHERE EXISTS (SELECT 1 FROM json_each(${state}, '$.ids') WHERE value = ?)`;
/** Tracks that have a label. */
const LABELLED_IDS = '(SELECT track_id FROM labels)';
/** What is a file's own, and goes with it to the track that it turns out to be. */
const FILE_COLUMNS = [
  'root',
  'file_name',
  'folder',
  'size',
  'modified',
  'title',
  'artist',
  'album',
  'genres',
  'written_genres',
  'duration',
  'year',
  'bpm',
  'format',
  'bit_rate',
  'added_at',
  'status',
  'error_code',
  'error_message',
  'predicted',
  'second_genre',
  'styles',
  'confidence',
  'disagrees',
  'search_text',
  'sound_hash',
  'tags_read',
  'field_texts',
].join(', ');
/** Tracks that are told of at once. */
const UNKNOWN_AT_ONCE = 200;
/** Copies of one recording may differ so much in length: padding of encoders. */
const SECONDS_APART = 0.5;

const SQL = {
  forgetUnlabelled: `
    DELETE FROM label_sounds
    WHERE track_id NOT IN ${LABELLED_IDS}
      AND NOT EXISTS (SELECT 1 FROM tracks WHERE id = track_id AND status = 'missing')`,
  unknown: `
    SELECT DISTINCT id, path, size, modified FROM labels JOIN tracks ON id = labels.track_id
    WHERE labels.track_id > ? AND status <> 'missing'
      AND NOT EXISTS (SELECT 1 FROM label_sounds WHERE label_sounds.track_id = labels.track_id)
    ORDER BY labels.track_id LIMIT ?`,
  keepHash: 'UPDATE tracks SET sound_hash = ? WHERE id = ?',
  keepHashOfFile: 'UPDATE tracks SET sound_hash = ? WHERE id = ? AND path = ? AND size = ? AND modified = ?',
  keepRecording: `
    INSERT OR REPLACE INTO label_sounds (track_id, sound_hash, duration, heard_as, embedding)
    SELECT id, COALESCE(tracks.sound_hash, ''), tracks.duration, ${HEARD_AS}, embedding
    FROM tracks LEFT JOIN analyses ON analyses.track_id = id
    WHERE id = ?`,
  completeRecordings: `
    UPDATE label_sounds SET (duration, heard_as, embedding) = (
      SELECT tracks.duration, ${HEARD_AS}, embedding
      FROM tracks JOIN analyses ON analyses.track_id = id
      WHERE id = label_sounds.track_id
    )
    WHERE EXISTS (
      SELECT 1 FROM tracks JOIN analyses ON analyses.track_id = id
      WHERE id = label_sounds.track_id
        AND tracks.sound_hash = label_sounds.sound_hash AND label_sounds.heard_as IS NOT ${HEARD_AS}
    )`,
  changed: `
    ${AS_LABELLED}
    WHERE root = ? AND status IN ('done', 'failed') AND tracks.sound_hash IS NOT label_sounds.sound_hash
    ORDER BY id`,
  files: `${AS_FILE} WHERE id IN (SELECT value FROM json_each(?))`,
  // Labelled, and gone before its packets were read: what its analysis says of it is still there.
  keepAbsent: `
    INSERT OR IGNORE INTO label_sounds (track_id, sound_hash, duration, heard_as, embedding)
    SELECT id, '', tracks.duration, ${HEARD_AS}, embedding
    FROM tracks JOIN analyses ON analyses.track_id = id
    WHERE (status = 'missing' OR root <> ?) AND id IN ${LABELLED_IDS}`,
  absent: `
    ${AS_LABELLED}
    WHERE (status = 'missing' OR root <> ?)
      AND (label_sounds.sound_hash <> '' OR heard_as IS NOT NULL)
      AND label_sounds.duration IS NOT NULL
      AND id IN ${LABELLED_IDS}
    ORDER BY id`,
  candidates: `
    ${AS_FILE}
    WHERE root = ?
      AND status IN ('done', 'failed')
      AND (tracks.duration IS NULL OR abs(tracks.duration - ?) <= ${SECONDS_APART})
      AND id NOT IN ${LABELLED_IDS}
    ORDER BY tracks.duration IS NULL, id`,
  labelledAt: `SELECT 1 FROM tracks WHERE id = ? AND path = ? AND id IN ${LABELLED_IDS}`,
  unlabelledAt: `SELECT 1 FROM tracks WHERE id = ? AND path = ? AND id NOT IN ${LABELLED_IDS}`,
  unchangedAt: `
    SELECT 1 FROM tracks JOIN label_sounds ON track_id = id
    WHERE id = ? AND path = ? AND label_sounds.sound_hash IS ?`,
  // No file has such names.
  freePathOfFound: "UPDATE tracks SET path = path || char(1) || 'found' WHERE id = ?",
  freePathOfLabelled: 'UPDATE tracks SET path = path || char(1) || id WHERE id = ?',
  takeFile: `
    UPDATE tracks SET path = ?, (${FILE_COLUMNS}) = (SELECT ${FILE_COLUMNS} FROM tracks WHERE id = ?)
    WHERE id = ?`,
  insertFile: `INSERT INTO tracks (path, ${FILE_COLUMNS}) SELECT ?, ${FILE_COLUMNS} FROM tracks WHERE id = ?`,
  deleteAnalysis: 'DELETE FROM analyses WHERE track_id = ?',
  moveAnalysis: 'UPDATE analyses SET track_id = ? WHERE track_id = ?',
  deleteTrack: 'DELETE FROM tracks WHERE id = ?',
  // What was read of the other recording is not this one's.
  markMissing: `
    UPDATE tracks SET
      status = 'missing', predicted = NULL, styles = '[]', confidence = NULL, disagrees = 0,
      title = '', artist = '', album = '', genres = '[]', written_genres = NULL, sound_hash = NULL,
      year = NULL, bpm = NULL, format = NULL, bit_rate = NULL,
      duration = (SELECT duration FROM label_sounds WHERE track_id = id), search_text = ?
    WHERE id = ?`,
  forgetSteps: forgettingTrack('label_steps', 'before'),
  forgetUndoneSteps: forgettingTrack('undone_steps', 'after'),
} as const;

/** Labelled recordings, whichever file they are. */
export class RecordingStore {
  readonly #database: LibraryDatabase;
  readonly #statements: Readonly<Record<keyof typeof SQL, Statement>>;

  constructor(database: LibraryDatabase) {
    this.#database = database;
    this.#statements = prepareAll(database, SQL);
  }

  /** Forgets recordings whose labels were taken away, unless they are missing: their labels may come back. */
  forgetUnlabelled(): void {
    this.#statements.forgetUnlabelled.run();
  }

  /** Some labelled tracks of whose recording nothing is kept yet. @param after the last one that was seen; 0 for none */
  unknown(after: TrackId): UnknownRecording[] {
    return z.array(unknownRow).parse(this.#statements.unknown.all(after, UNKNOWN_AT_ONCE));
  }

  /** Keeps the hash of a track's file; an empty one says that it cannot be read. */
  keepHash(id: TrackId, hash: string): void {
    this.#statements.keepHash.run(hash, id);
  }

  /**
   * Keeps what some labelled recordings are, in one change of the library; but for files that were changed or moved since
   * they were read.
   */
  keepRecordings(recordings: readonly (UnknownRecording & { readonly hash: string })[]): void {
    this.#database.transaction(() => {
      for (const { id, path, size, modified, hash } of recordings)
        if (this.#statements.keepHashOfFile.run(hash, id, path, size, modified).changes > 0) this.keepRecording(id);
    })();
  }

  /** A labelled track's file, as it is now, is what was labelled. */
  keepRecording(id: TrackId): void {
    this.#statements.keepRecording.run(id);
  }

  /**
   * Takes over newer analyses of kept recordings, by another model or of another window; their files are still the
   * same.
   */
  completeRecordings(): void {
    this.#statements.completeRecordings.run();
  }

  /** Labelled tracks of a folder whose files were changed since and not yet compared, each with what it was. */
  changed(root: string): { readonly labelled: RecordingRow; readonly file: RecordingRow }[] {
    const labelled = this.#recordings('changed', root);
    const files = this.#recordings('files', JSON.stringify(labelled.map(({ id }) => id)));
    const byId = new Map(files.map((row) => [row.id, row]));
    return labelled.flatMap((row) => {
      const file = byId.get(row.id);
      return file ? [{ labelled: row, file }] : [];
    });
  }

  /**
   * Labelled recordings that a folder's last scan did not see, of which something is known: missing ones, and those of
   * other folders.
   */
  absent(root: string): RecordingRow[] {
    this.#statements.keepAbsent.run(root);
    return this.#recordings('absent', root);
  }

  /** Tracks of a folder that nobody labelled and that are as long as a lost one; those of unknown length last. */
  candidates(root: string, { duration }: RecordingRow): RecordingRow[] {
    return this.#recordings('candidates', root, duration);
  }

  /** Whether a file sounds like a labelled recording; null where no one network has heard the same window of both. */
  soundsLike(labelled: RecordingRow, file: RecordingRow): boolean | null {
    if (labelled.duration === null || file.duration === null) return null;
    if (Math.abs(labelled.duration - file.duration) > SECONDS_APART) return false;
    if (labelled.heard_as === null || labelled.heard_as !== file.heard_as) return null;
    const [first, second] = [this.#embedding('label_sounds', labelled.id), this.#embedding('analyses', file.id)];
    if (first === null || second === null || first.length !== second.length) return false;
    return isSameRecording(withLength(first), withLength(second));
  }

  /**
   * A lost recording is in a file that was found: its track takes file and analysis, and keeps its labels.
   * @returns false where either has changed meanwhile
   */
  reunite(lost: RecordingRow, found: RecordingRow): boolean {
    return this.#database.transaction((): boolean => {
      const { labelledAt, unlabelledAt } = this.#statements;
      if (!labelledAt.get(lost.id, lost.path) || !unlabelledAt.get(found.id, found.path)) return false;
      this.#statements.freePathOfFound.run(found.id);
      this.#statements.takeFile.run(found.path, found.id, lost.id);
      this.#statements.deleteAnalysis.run(lost.id);
      this.#statements.moveAnalysis.run(lost.id, found.id);
      this.#statements.deleteTrack.run(found.id);
      this.#statements.forgetSteps.run(found.id, found.id, found.id);
      this.#statements.forgetUndoneSteps.run(found.id, found.id, found.id);
      return true;
    })();
  }

  /**
   * A labelled track's file is another recording now: the file becomes a track of its own, and the labelled one is
   * missing.
   * @returns false where it has been labelled anew or moved meanwhile
   */
  detachFile({ id, path, sound_hash: hash }: RecordingRow): boolean {
    return this.#database.transaction((): boolean => {
      if (!this.#statements.unchangedAt.get(id, path, hash)) return false;
      this.#statements.freePathOfLabelled.run(id);
      const { lastInsertRowid: file } = this.#statements.insertFile.run(path, id);
      this.#statements.moveAnalysis.run(file, id);
      this.#statements.markMissing.run(searchText(path, null), id);
      return true;
    })();
  }

  #recordings(name: 'changed' | 'files' | 'absent' | 'candidates', ...values: readonly unknown[]): RecordingRow[] {
    return z.array(recordingRow).parse(this.#statements[name].all(...values));
  }

  #embedding(table: 'label_sounds' | 'analyses', id: TrackId): Float32Array | null {
    const row: unknown = this.#database.prepare(`SELECT embedding FROM ${table} WHERE track_id = ?`).get(id);
    return row ? embeddingRow.parse(row).embedding : null;
  }
}

function withLength(features: Float32Array) {
  return { features, length: Math.hypot(...features) };
}
