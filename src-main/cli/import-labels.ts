import { realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { LabelledFile } from '../files/label-table.ts';
import { readLabelTable } from '../files/label-table.ts';
import { throwIfCancelled } from '../contract/app-error.ts';
import { LONGEST_GENRE } from '../contract/labels.ts';
import type { ScannedFile } from '../contract/scanned-file.ts';
import type { LibraryDatabase } from '../library/database.ts';
import type { IntakeFile } from '../library/file-intake.ts';
import { createFileIntake } from '../library/file-intake.ts';
import { LabelStore } from '../library/label-store.ts';
import { TrackStore } from '../library/track-store.ts';
import { NO_METADATA } from '../pipeline/scan/no-metadata.ts';
import { hasAudioExtension } from '../pipeline/audio-files.ts';
import type { ImportedLabels } from '../use-cases/library/label-tracks.ts';
import { labelTracks } from '../use-cases/library/label-tracks.ts';
import type { CommandContext } from './command.ts';
import { withNewLibrary } from './labelled-library.ts';
import { counted, say } from './output.ts';
import { createProgress } from './progress.ts';

/**
 * Takes a table's labels into the library, which is made where there is none; files that it does not know become
 * tracks of it. Lines whose file is not there, or is no music, are left out.
 * @throws AppError labels-invalid, cancelled; what keeps the library from being opened
 */
export async function importLabels(table: string, context: CommandContext): Promise<ImportedLabels> {
  const listed = await readLabelTable(table, (path, reason) => say(`left out: ${path}: ${reason}`));
  // A pipe has no real name.
  const root = dirname(await realpath(table).catch(() => resolve(table)));
  return withNewLibrary(context, async (database) => {
    const { paths, fresh } = await lookUp(listed, root, database, context);
    createFileIntake(database, root).takeIn(fresh);
    const tooLong = paths.filter(({ genres }) => genres.some((genre) => genre.length > LONGEST_GENRE)).length;
    if (tooLong > 0) say(`left out: genres of more than ${LONGEST_GENRE} characters, in ${counted(tooLong, 'track')}`);
    const { labelled, leftOut } = labelTracks(paths, new TrackStore(database), new LabelStore(database));
    return { labelled, leftOut: leftOut + listed.length - paths.length };
  });
}

interface LookedUp {
  /** By the names under which the library has them, or will have them. */
  readonly paths: readonly Pick<LabelledFile, 'path' | 'genres'>[];
  /** Files that the library does not have, or had before they were changed. */
  readonly fresh: readonly IntakeFile[];
}

async function lookUp(
  listed: readonly LabelledFile[],
  root: string,
  database: LibraryDatabase,
  { reader, signal }: CommandContext,
): Promise<LookedUp> {
  const tracks = new TrackStore(database);
  const intake = createFileIntake(database, root);
  const progress = createProgress('labelled files');
  const paths: Pick<LabelledFile, 'path' | 'genres'>[] = [];
  const fresh: IntakeFile[] = [];
  // Tags that cannot be read count as none, as everywhere; the label holds all the same.
  const metadataOf = (path: string) =>
    reader.metadata(path, signal).catch(() => {
      throwIfCancelled(signal);
      return NO_METADATA;
    });
  for (const [index, { path, genres }] of listed.entries()) {
    throwIfCancelled(signal);
    const file = await fileAt(path);
    const reason = file ? reasonAgainst(file, tracks) : tracks.idOf(path) === null ? 'the file was not found' : null;
    if (reason !== null) say(`left out: ${path}: ${reason}`);
    else paths.push({ path: file?.path ?? path, genres });
    if (file && reason === null && !intake.isCurrent(file))
      fresh.push({ ...file, metadata: await metadataOf(file.path) });
    progress.step(index + 1, listed.length, index + 1 - paths.length);
  }
  progress.finish();
  return { paths, fresh };
}

function reasonAgainst({ path }: ScannedFile, tracks: TrackStore): string | null {
  return hasAudioExtension(path) || tracks.idOf(path) !== null ? null : 'the name is not the name of a music file';
}

/** Without links, as the library has it; null where no file is. */
async function fileAt(path: string): Promise<ScannedFile | null> {
  try {
    const real = await realpath(path);
    const stats = await stat(real);
    return stats.isFile() ? { path: real, size: stats.size, modifiedMilliseconds: Math.floor(stats.mtimeMs) } : null;
  } catch {
    return null;
  }
}
