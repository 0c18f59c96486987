import { z } from 'zod';
import { isSameSound } from '../contract/same-sound.ts';
import type { TrackId } from '../contract/types.ts';
import { floats } from './columns.ts';
import type { LibraryDatabase } from './database.ts';

const soundRow = z.object({ id: z.number(), root: z.string(), path: z.string(), duration: z.number().nullable(), sound_hash: z.string().nullable(), heard_as: z.string().nullable() });
const pathRow = z.object({ id: z.number(), path: z.string() });
const embeddingRow = z.object({ embedding: floats.nullable() });

/** What is known of a track's sound, apart from its features. */
export type SoundRow = z.infer<typeof soundRow>;

const SOUND = `id, root, path, duration, sound_hash, CASE WHEN length(embedding) > 0 THEN spec_hash || ' ' || analyses."window" END AS heard_as FROM tracks LEFT JOIN analyses ON analyses.track_id = id`;
/** What is a file's own, and goes with it to the track that it turns out to be. */
const FILE_COLUMNS = ['root', 'file_name', 'folder', 'size', 'modified', 'title', 'artist', 'album', 'genres', 'duration', 'status', 'error_code', 'error_message', 'predicted', 'confidence', 'disagrees', 'search_text', 'sound_hash'].join(', ');
/** Copies of one recording may differ so much in length: padding of encoders. */
const SECONDS_APART = 0.5;

/** Labelled recordings, whichever file they are. */
export class SoundStore {
  readonly #database: LibraryDatabase;

  constructor(database: LibraryDatabase) {
    this.#database = database;
  }

  /** Labelled tracks whose packets were not read yet. */
  unread(): { readonly id: TrackId; readonly path: string }[] {
    return z.array(pathRow).parse(this.#database.prepare("SELECT id, path FROM tracks WHERE sound_hash IS NULL AND status <> 'missing' AND id IN (SELECT track_id FROM labels) ORDER BY id").all());
  }

  /** Keeps a track's hash; an empty one says that it cannot be read. */
  keepHash(id: TrackId, hash: string): void {
    this.#database.prepare('UPDATE tracks SET sound_hash = ? WHERE id = ?').run(hash, id);
  }

  /** Labelled tracks that a folder's last scan did not see, of whose sound something is known: missing ones, and those of other folders. */
  absent(root: string): SoundRow[] {
    return z.array(soundRow).parse(this.#database.prepare(
      `SELECT ${SOUND} WHERE (status = 'missing' OR root <> ?) AND (sound_hash <> '' OR length(embedding) > 0) AND duration IS NOT NULL AND id IN (SELECT track_id FROM labels) ORDER BY id`,
    ).all(root));
  }

  /** Tracks of a folder that nobody labelled and that are as long as a lost one; those of unknown length last. */
  candidates(root: string, { duration }: SoundRow): SoundRow[] {
    return z.array(soundRow).parse(this.#database.prepare(
      `SELECT ${SOUND} WHERE root = ? AND status IN ('done', 'failed') AND (duration IS NULL OR abs(duration - ?) <= ${SECONDS_APART}) AND id NOT IN (SELECT track_id FROM labels) ORDER BY duration IS NULL, id`,
    ).all(root, duration));
  }

  /** Whether two tracks sound like one recording; null where no one network has heard the same part of both. */
  soundsLike(a: SoundRow, b: SoundRow): boolean | null {
    if (a.heard_as === null || a.heard_as !== b.heard_as) return null;
    const [first, second] = [this.#features(a.id), this.#features(b.id)];
    if (!first || !second || first.length !== second.length) return null;
    return isSameSound(withLength(first), withLength(second));
  }

  /** A lost track is the one that was found: it takes its file and analysis, and keeps its labels. @returns false where either has changed meanwhile */
  reunite(lost: SoundRow, found: SoundRow): boolean {
    return this.#database.transaction((): boolean => {
      const isAt = (row: SoundRow, isLabelled: boolean) => this.#database.prepare(`SELECT 1 FROM tracks WHERE id = ? AND path = ? AND id ${isLabelled ? '' : 'NOT'} IN (SELECT track_id FROM labels)`).get(row.id, row.path) !== undefined;
      if (!isAt(lost, true) || !isAt(found, false)) return false;
      this.#database.prepare("UPDATE tracks SET path = path || char(0) || 'found' WHERE id = ?").run(found.id);
      this.#database.prepare(`UPDATE tracks SET path = ?, (${FILE_COLUMNS}) = (SELECT ${FILE_COLUMNS} FROM tracks WHERE id = ?) WHERE id = ?`).run(found.path, found.id, lost.id);
      this.#database.prepare('DELETE FROM analyses WHERE track_id = ?').run(lost.id);
      this.#database.prepare('UPDATE analyses SET track_id = ? WHERE track_id = ?').run(lost.id, found.id);
      this.#database.prepare('DELETE FROM tracks WHERE id = ?').run(found.id);
      return true;
    })();
  }

  #features(id: TrackId): Float32Array | null {
    const row: unknown = this.#database.prepare('SELECT embedding FROM analyses WHERE track_id = ?').get(id);
    return row ? embeddingRow.parse(row).embedding : null;
  }
}

function withLength(features: Float32Array) {
  return { features, length: Math.hypot(...features) };
}
