import { z } from 'zod';
import { isSameSound } from '../contract/same-sound.ts';
import type { TrackId } from '../contract/types.ts';
import { floats } from './columns.ts';
import type { LibraryDatabase } from './database.ts';

const soundRow = z.object({ id: z.number(), path: z.string(), duration: z.number().nullable(), sound_hash: z.string().nullable(), embedding: floats.nullable(), spec_hash: z.string().nullable() });
const pathRow = z.object({ id: z.number(), path: z.string() });
const hashRow = z.object({ sound_hash: z.string().nullable() });

/** What a track sounds like, as far as it is known. */
export type SoundRow = z.infer<typeof soundRow>;

const SOUND = 'id, path, duration, sound_hash, embedding, spec_hash FROM tracks LEFT JOIN analyses ON analyses.track_id = id';
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

  /** Labelled tracks that are not where a folder's last scan looked: missing ones, and those of other folders. */
  absent(root: string): SoundRow[] {
    return z.array(soundRow).parse(this.#database.prepare(`SELECT ${SOUND} WHERE (status = 'missing' OR root <> ?) AND id IN (SELECT track_id FROM labels) ORDER BY id`).all(root));
  }

  /** Tracks of a folder that nobody labelled and that are as long as a lost one. */
  candidates(root: string, { duration }: SoundRow): SoundRow[] {
    return z.array(soundRow).parse(this.#database.prepare(
      `SELECT ${SOUND} WHERE root = ? AND status IN ('done', 'failed') AND (duration IS NULL OR ? IS NULL OR abs(duration - ?) <= ${SECONDS_APART}) AND id NOT IN (SELECT track_id FROM labels) ORDER BY id`,
    ).all(root, duration, duration));
  }

  hashOf(id: TrackId): string | null {
    return hashRow.parse(this.#database.prepare('SELECT sound_hash FROM tracks WHERE id = ?').get(id)).sound_hash;
  }

  /** A lost track is the one that was found: it takes its file and analysis, and keeps its labels. @returns false where that one has been labelled or moved meanwhile */
  reunite(lost: TrackId, found: SoundRow): boolean {
    return this.#database.transaction((): boolean => {
      if (!this.#database.prepare('SELECT 1 FROM tracks WHERE id = ? AND path = ? AND id NOT IN (SELECT track_id FROM labels)').get(found.id, found.path)) return false;
      this.#database.prepare("UPDATE tracks SET path = path || char(0) || 'found' WHERE id = ?").run(found.id);
      this.#database.prepare(`UPDATE tracks SET path = ?, (${FILE_COLUMNS}) = (SELECT ${FILE_COLUMNS} FROM tracks WHERE id = ?) WHERE id = ?`).run(found.path, found.id, lost);
      this.#database.prepare('DELETE FROM analyses WHERE track_id = ?').run(lost);
      this.#database.prepare('UPDATE analyses SET track_id = ? WHERE track_id = ?').run(lost, found.id);
      this.#database.prepare('DELETE FROM tracks WHERE id = ?').run(found.id);
      return true;
    })();
  }
}

/** Whether two tracks sound like one recording, as one network hears them. */
export function soundsLike(a: SoundRow, b: SoundRow): boolean {
  if (a.spec_hash !== b.spec_hash || !a.embedding || !b.embedding || a.embedding.length === 0 || a.embedding.length !== b.embedding.length) return false;
  if (a.duration === null || b.duration === null || Math.abs(a.duration - b.duration) > SECONDS_APART) return false;
  return isSameSound(withLength(a.embedding), withLength(b.embedding));
}

function withLength(features: Float32Array) {
  return { features, length: Math.hypot(...features) };
}
