import { basename, dirname } from 'node:path';
import { z } from 'zod';
import type { ScannedFile } from '../contract/scanned-file.ts';
import type { TrackMetadata } from '../contract/track.ts';
import { isInside } from '../files/is-inside.ts';
import type { LibraryDatabase } from './database.ts';
import { searchText } from './search-text.ts';

/** A file and what it says about itself. */
export interface IntakeFile extends ScannedFile {
  readonly metadata: TrackMetadata;
}

/** What is read of files outside of a scan. */
export interface FileIntake {
  /** Whether the library has the file as it is now. */
  isCurrent(file: ScannedFile): boolean;
  /**
   * New files become tracks that wait for analysis; changed ones wait again. Tracks keep their folder, labels and id.
   * One that was labelled by hand stays as it was seen then, until a scan has told whether it is the same recording.
   */
  takeIn(files: readonly IntakeFile[]): void;
}

const UPSERT = `
  INSERT INTO tracks (
    root, path, file_name, folder, size, modified, title, artist, album, genres, duration, search_text,
    year, bpm, format, bit_rate, added_at
  )
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (path) DO UPDATE SET
    size = excluded.size,
    modified = excluded.modified,
    title = excluded.title,
    artist = excluded.artist,
    album = excluded.album,
    genres = excluded.genres,
    duration = excluded.duration,
    search_text = excluded.search_text,
    year = excluded.year,
    bpm = excluded.bpm,
    format = excluded.format,
    bit_rate = excluded.bit_rate,
    status = 'waiting',
    tags_read = 0,
    sound_hash = NULL,
    error_code = NULL,
    error_message = NULL
  WHERE NOT EXISTS (SELECT 1 FROM labels WHERE track_id = tracks.id AND origin = 'hand')`;

/**
 * Takes files into the library one by one, as labels from a table do.
 * @param root the folder that new tracks below it belong to until the app opens another; those elsewhere belong to
 *   their own
 */
export function createFileIntake(database: LibraryDatabase, root: string): FileIntake {
  const known = database.prepare('SELECT size, modified FROM tracks WHERE path = ?');
  const upsert = database.prepare(UPSERT);
  return {
    isCurrent({ path, size, modifiedMilliseconds }) {
      const row: unknown = known.get(path);
      const facts = row ? z.object({ size: z.number(), modified: z.number() }).parse(row) : null;
      return facts?.size === size && facts.modified === modifiedMilliseconds;
    },
    takeIn(files) {
      database.transaction(() => {
        for (const { path, size, modifiedMilliseconds, metadata } of files) {
          const { title, artist, album, genres, durationSeconds, year, bpm, format, bitRate } = metadata;
          const folder = path !== root && isInside(root, path) ? root : dirname(path);
          upsert.run(
            folder,
            path,
            basename(path),
            dirname(path),
            size,
            modifiedMilliseconds,
            title,
            artist,
            album,
            JSON.stringify(genres),
            durationSeconds,
            searchText(path, metadata),
            year ?? null,
            bpm ?? null,
            format ?? null,
            bitRate ?? null,
            Date.now(),
          );
        }
      })();
    },
  };
}
